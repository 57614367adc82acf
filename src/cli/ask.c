/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ask.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include <readline/readline.h>

#include "core/banned.h"

bool ask_can(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static volatile sig_atomic_t interrupted;

static void note_interrupt(int sig)
{
	interrupted = sig;
}

/* Called by readline after a signal: the line ends here. */
static int end_line(void)
{
	if (interrupted)
		rl_done = 1;
	return 0;
}

bool ask_yes(const char *question)
{
	struct sigaction before, action = { .sa_handler = note_interrupt };
	char *line;
	bool yes;

	rl_readline_name = "avenv";
	rl_outstream = stderr;
	rl_inhibit_completion = 1;
	rl_signal_event_hook = end_line;
	interrupted = 0;
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, &before);
	line = readline(question);
	sigaction(SIGINT, &before, NULL);
	yes = line && !interrupted &&
	      (!strcasecmp(line, "y") || !strcasecmp(line, "yes"));
	/* ^C and ^D leave the cursor behind the question. */
	if (!line || interrupted)
		fputc('\n', stderr);
	free(line);
	return yes;
}
