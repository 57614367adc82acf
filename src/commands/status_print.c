/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing the account of a shell. */
#include <stdio.h>

#include "commands/status_lines.h"
#include "print/msg.h"

void status_lines_note(const struct status_lines *lines)
{
	for (size_t i = 0; i < lines->faults.count; i++)
		error("%s", lines->faults.list[i]);
}

void status_lines_print(const struct calling_shell *s, const struct status_lines *lines)
{
	bool on = s->plan.situation.active != ACTIVE_NONE;
	const char *next = shell_typed(lines->reason.next);

	next = paste_quoted(coloured(stdout, COLOUR_BOLD, next));
	printf("%s\n", coloured(stdout, on ? COLOUR_GREEN : COLOUR_PLAIN, lines->on));
	if (*lines->reason.why)
		printf("%s\n", shell_lines(lines->reason.why));
	if (*lines->reason.next)
		printf("%s\n", shell_lines(joined(next, " ", lines->reason.does)));
	else if (s->plan.situation.active == ACTIVE_OURS && !lines->changes)
		printf("nothing to do ('deactivate' turns it off until you leave)\n");
	else if (on || verdict_is_usable(&s->plan.found))
		printf("nothing to do\n");
}

void status_lines_json(json_t *object, const struct status_lines *lines)
{
	json_put_text(object, "because", *lines->reason.why ? lines->reason.why : NULL);
	json_put_text(object, "next", *lines->reason.next ? shell_typed(lines->reason.next) : NULL);
}
