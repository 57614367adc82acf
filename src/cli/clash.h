/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What else turns environments on, by the user's own startup and settings files:
 * they are read as text, never executed, and no project's are.
 */
#ifndef AVENV_CLASH_H
#define AVENV_CLASH_H

#include "core/settings.h"
#include "shell/shell.h"

/** One that is in use. */
struct clash_seen {
	const char *name;
	/** the file, and the line in it that does so; 0: all of it, as nothing
	 * there says no */
	const char *path;
	unsigned line;
	/** what belongs there to switch it off */
	const char *off;
	/** it turns nothing on, but comes before what every environment has */
	bool alias;
};

struct clashes {
	struct clash_seen *list;
	size_t count, room;
};

/* Add those of SHELL, which are in its startup files. */
void clash_find_shell(const struct settings *settings, const struct shell *shell,
		      struct clashes *clashes);

/* Add those that concern every shell. */
void clash_find(const struct settings *settings, struct clashes *clashes);

/* Where it is, what it does, and how to leave it to avenv; to be shown. */
const char *clash_text(const struct clash_seen *seen);

#endif
