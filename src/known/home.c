/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/home.h"

#include "core/chain.h"
#include "print/msg.h"

#include "core/banned.h"

bool is_home(const struct settings *settings, const char *dir)
{
	const char *home = settings->home;
	struct chain chain;

	return streq(dir, "/") || (home && streq(dir, home)) ||
	       (home && !chain_of(home, &chain) && streq(dir, chain.path));
}

void warn_home(const struct settings *settings, const char *dir)
{
	if (is_home(settings, dir))
		note("'%s' is your home directory: what is allowed there is on in every directory "
		     "below without an environment of its own",
		     shown(dir));
}
