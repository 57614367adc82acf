/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/unhooked.h"

#include <stdlib.h>

#include "cli/startup.h"
#include "core/path.h"

#include "print/paste.h"

#include "core/banned.h"

static bool loads(const char *path)
{
	struct startup_file f;
	struct buf why = BUF_INIT;

	return !startup_open(path, &f, &why) && startup_loads(&f.text);
}

/* By setup's line or one of the user's own. */
static bool is_set_up(const struct settings *settings, const struct shell *shell)
{
	const char *paths[STARTUP_PLACES];
	size_t count;

	if (!settings->home)
		return false;
	count = startup_known(settings, shell, paths);
	for (size_t i = 0; i < count; i++)
		if (loads(paths[i]))
			return true;
	return shell == &shell_fish && loads(path_join(startup_fish_dir(settings), "config.fish"));
}

const char *unhooked_next(const struct settings *settings)
{
	const struct shell *shell = paste_shell();
	const char *login = getenv("SHELL");
	struct buf b = BUF_INIT;

	if (is_set_up(settings, shell))
		buf_putl(&b, "exec ", shell->name);
	else if (is_set(login) && shell_find(login) == shell)
		buf_puts(&b, "avenv setup");
	else
		buf_putl(&b, "avenv setup ", shell->name);
	return b.data;
}

const char *unhooked_advice(const struct settings *settings)
{
	const char *next = unhooked_next(settings);
	struct buf b = BUF_INIT;

	buf_putl(&b, "'", next,
		 starts_with(next, "exec ") ? "' starts one that loads the hook" :
					      "' has new shells load the hook");
	return b.data;
}
