/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/question.h"

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

/* Ask QUESTION, whose names are escaped. Returns true for the answers "y" and "yes". */
static bool is_yes(const char *question)
{
	char line[sizeof("yes\n") + 1];

	fputs(escape_unprintable(question), stderr);
	if (fgets(line, sizeof(line), stdin))
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
