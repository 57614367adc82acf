/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/question.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include <readline/readline.h>

#include "core/banned.h"

bool question_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static volatile sig_atomic_t interrupted;

static void note_interrupt(int sig)
{
	interrupted = sig;
}

/*
 * Wait for a key.  A signal that comes before the waiting begins ends it, too:
 * it is held back until then.
 */
static void wait_for_key(int fd)
{
	struct pollfd key = { .fd = fd, .events = POLLIN };
	sigset_t hold, before;

	sigemptyset(&hold);
	sigaddset(&hold, SIGINT);
	sigprocmask(SIG_BLOCK, &hold, &before);
	if (!interrupted && !rl_pending_signal())
		ppoll(&key, 1, NULL, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/*
 * A key, or the end after ^C: readline's own reading goes on after a signal.
 * What it does at one, as setting the terminal right, is left to it.
 */
static int get_key(FILE *stream)
{
	unsigned char key;
	ssize_t n;

	do {
		wait_for_key(fileno(stream));
		rl_check_signals();
		if (interrupted)
			return EOF;
		n = read(fileno(stream), &key, 1);
	} while (n < 0 && errno == EINTR);
	return n == 1 ? key : EOF;
}

bool question_yes(const char *question)
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
	yes = line && !interrupted && (!strcasecmp(line, "y") || !strcasecmp(line, "yes"));
	/* ^C and ^D leave the cursor behind the question. */
	if (!line || interrupted)
		fputc('\n', stderr);
	free(line);
	return yes;
}
