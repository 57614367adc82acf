/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/shells.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "print/msg.h"
#include "system/child.h"

#include "core/banned.h"

/* $SHELL, else what the system says of the user. */
static const char *login_name(void)
{
	const char *name = getenv("SHELL");
	const struct passwd *pw;

	if (is_set(name))
		return name;
	pw = getpwuid(geteuid());
	return pw && is_set(pw->pw_shell) ? pw->pw_shell : "/bin/sh";
}

const struct shell *shells_login(const struct command *cmd)
{
	const char *name = login_name();
	const struct shell *shell = shell_find(name);

	if (!shell)
		error("there is no hook for your login shell, '%s'; name the "
		      "one that you use: 'avenv %s bash', zsh or fish",
		      shown(name), cmd->name);
	return shell;
}

const struct shell *shells_find(const struct command *cmd, const char *name)
{
	const struct shell *shell = shell_find(name);

	if (!shell)
		command_usage(cmd,
			      "unknown shell '%s'; there are bash, zsh and "
			      "fish",
			      shown(name));
	return shell;
}

const struct shell *const *shells_named(const struct command *cmd, int argc, char **argv,
					int *status)
{
	const struct shell **list = mem_array((size_t)argc + 1, sizeof(struct shell *));
	size_t count = 0;

	for (int i = 0; i < argc; i++) {
		const struct shell *shell = shells_find(cmd, argv[i]);
		size_t k = 0;

		if (!shell) {
			*status = EXIT_USAGE;
			return NULL;
		}
		while (k < count && list[k] != shell)
			k++;
		list[k] = shell;
		count += k == count;
	}
	return list;
}
