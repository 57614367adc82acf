/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/home.h"

#include "core/real_path.h"
#include "print/msg.h"
#include "print/paste.h"

bool is_home(const struct settings *settings, const char *dir)
{
	const char *home = settings->home ? real_path_of(settings->home).path : NULL;

	return streq(dir, "/") || (home && streq(dir, home));
}

void warn_home(const struct settings *settings, const char *dir)
{
	if (is_home(settings, dir))
		note("'%s' is %s: what is allowed there is on in every directory below without an "
		     "environment of its own; %s ends that",
		     shown(dir), streq(dir, "/") ? "the root directory" : "your home directory",
		     paste_command("avenv forget", dir));
}
