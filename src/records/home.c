/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/home.h"

#include "core/real_path.h"
#include "print/msg.h"
#include "print/paste.h"

bool is_home(const struct settings *settings, const char *dir)
{
	struct real_path home;

	return streq(dir, "/") ||
	       (settings->home && !real_path_read(settings->home, &home) && streq(dir, home.path));
}

void warn_home(const struct settings *settings, const char *dir)
{
	if (is_home(settings, dir))
		note("'%s' is %s: what is allowed there is on in every directory below without an "
		     "environment of its own; %s ends that",
		     shown(dir), streq(dir, "/") ? "the root directory" : "your home directory",
		     paste_command("avenv forget", dir));
}
