/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/shells.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "print/msg.h"

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
		error("there is no hook for your login shell, '%s'; name the shell that you use, "
		      "as in 'avenv %s bash'",
		      shown(name), cmd->name);
	return shell;
}

const struct shell *shells_find(const struct command *cmd, const char *name)
{
	const struct shell *shell = shell_find(name);

	if (!shell)
		command_usage(cmd, "unknown shell '%s'; there are bash, zsh and fish", shown(name));
	return shell;
}
