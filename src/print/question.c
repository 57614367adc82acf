/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/question.h"

#include <signal.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include "core/escape.h"
#include "print/msg.h"
#include "print/paste.h"

bool question_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static struct sigaction before;

/* Readline, too, sends the signal again to the handler that it found. */
static void end_line(int number)
{
	(void)!write(STDERR_FILENO, "\n", 1);
	raise(number);
}

void question_begin(void)
{
	/* After end_line() the signal ends the program. */
	const struct sigaction action = { .sa_handler = end_line, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGINT, NULL, &before);
	if (before.sa_handler != SIG_IGN)
		sigaction(SIGINT, &action, NULL);
}

void question_end(void)
{
	sigaction(SIGINT, &before, NULL);
}

/* Ask QUESTION, whose names are escaped. Returns true for the answers "y" and "yes". */
static bool is_yes(const char *question)
{
	char line[sizeof("yes\n") + 1];
	bool is_read;

	question_begin();
	fputs(escape_unprintable(question), stderr);
	is_read = fgets(line, sizeof(line), stdin);
	question_end();
	if (is_read)
		return !strcasecmp(line, "y\n") || !strcasecmp(line, "yes\n");
	fputc('\n', stderr);
	return false;
}

bool question_confirmed(const char *verb, const char *all, const char *done)
{
	if (!question_possible())
		error("%s: not %s, as there is no terminal to ask on; %s does not ask", all, done,
		      paste_quoted(paste_with("-y")));
	else if (is_yes(formatted("%s %s? [y/N] ", verb, all)))
		return true;
	else
		error("%s: not %s", all, done);
	return false;
}
