/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing the account of a shell. */
#include <stdio.h>

#include "commands/status_lines.h"
#include "print/msg.h"
#include "print/paste.h"

void status_lines_note(const struct status_lines *lines)
{
	for (size_t i = 0; i < lines->faults.count; i++)
		error("%s", lines->faults.list[i]);
}

void status_lines_print(const struct calling_shell *s, const struct status_lines *lines)
{
	const struct reason *r = &lines->reason;
	const char *command = coloured(stdout, COLOUR_BOLD, shell_typed(r->next));
	bool is_on = s->plan.situation.active != ACTIVE_NONE;

	printf("%s\n", coloured(stdout, is_on ? COLOUR_GREEN : COLOUR_PLAIN, lines->on));
	if (*r->why)
		printf("%s\n", shell_lines(r->why));
	if (*r->next)
		printf("%s\n", shell_lines(joined(paste_quoted(command), " ", r->does)));
	/* Only what avenv activated stays off. What changes at the next prompt needs no command. */
	else if (s->plan.situation.active == ACTIVE_OURS && !lines->changes)
		printf("nothing to do ('deactivate' turns it off until you leave)\n");
	else if (is_on || verdict_is_usable(&s->plan.found))
		printf("nothing to do\n");
}

void status_lines_json(json_t *object, const struct status_lines *lines)
{
	json_put_text(object, "because", *lines->reason.why ? lines->reason.why : NULL);
	json_put_text(object, "next", *lines->reason.next ? shell_typed(lines->reason.next) : NULL);
}
