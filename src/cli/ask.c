/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ask.h"

#include <errno.h>
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

/*
 * A key, or the end after ^C: readline's own reading goes on after a signal.
 * What it does at one, as setting the terminal right, is left to it.
 */
static int get_key(FILE *stream)
{
	unsigned char key;
	ssize_t n;

	while ((n = read(fileno(stream), &key, 1)) < 0 && errno == EINTR) {
		rl_check_signals();
		if (interrupted)
			return EOF;
	}
	return n == 1 ? key : EOF;
}

bool ask_yes(const char *question)
{
	struct sigaction before, action = { .sa_handler = note_interrupt };
	char *line;
	bool yes;

	rl_readline_name = "avenv";
	rl_outstream = stderr;
	rl_inhibit_completion = 1;
	rl_getc_function = get_key;
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
