/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_tell.h"

#include <stdio.h>

#include "print/msg.h"

#include "core/banned.h"

const char *startup_named(const struct startup_file *f)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "'", shown(f->path), "'");
	if (f->linked)
		buf_putl(&b, " (a link to '", shown(f->real), "')");
	return b.data;
}

void startup_print(const struct startup_file *f, const struct startup_edit *e, const char *line)
{
	static const char *const verbs[] = { "keep", "add", "change", "remove" };

	printf("%s %s:%u", verbs[e->what], shown(f->path), e->line);
	if (line)
		printf(": %s", startup_marked(line, &e->mark));
	putchar('\n');
}

void startup_tell(const struct startup_file *f, const struct startup_edit *e, const char *line)
{
	switch (e->what) {
	case STARTUP_SAME:
		if (line)
			note("%s, line %u, loads avenv already", startup_named(f), e->line);
		break;
	case STARTUP_ADDED:
		note("added to %s, line %u:\n  %s", startup_named(f), e->line,
		     startup_marked(line, &e->mark));
		break;
	case STARTUP_REPLACED:
		note("changed in %s, line %u, where another avenv was named:\n"
		     "  %s",
		     startup_named(f), e->line, startup_marked(line, &e->mark));
		break;
	case STARTUP_REMOVED:
		if (e->filled)
			note("took line %u out of %s; a ':' stands there, as "
			     "something has to",
			     e->line, startup_named(f));
		else if (e->text.len || !e->mark.file || f->linked)
			note("took line %u out of %s", e->line, startup_named(f));
		else
			note("removed %s", startup_named(f));
		break;
	}
}

void startup_tell_by_hand(const char *line)
{
	const struct startup_mark plain = { 0 };

	fprintf(stderr, "To do it by hand, this line belongs there:\n  %s\n",
		startup_marked(line, &plain));
}
