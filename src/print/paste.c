/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/paste.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "system/platform.h"

const struct shell *paste_hook(void)
{
	const char *value = getenv("AVENV_SHELL"), *space = value ? strchr(value, ' ') : NULL;

	return space ? shell_find(mem_dup(value, (size_t)(space - value))) : NULL;
}

const struct shell *paste_shell(void)
{
	const char *login = getenv("SHELL");
	const struct shell *shell = paste_hook();
	const char *program = shell ? NULL : platform_program_of(getppid());

	if (program)
		shell = shell_find(program);
	if (!shell && login)
		shell = shell_find(login);
	return shell ? shell : &shell_bash;
}

const char *paste_word(const char *path)
{
	return shell_word(paste_shell(), path);
}

const char *paste_unset(const char *variable)
{
	struct buf b = BUF_INIT;

	shell_put(&b, paste_shell(), paste_shell()->unset_line, variable, NULL);
	return b.data;
}

const char *paste_quoted(const char *line)
{
	return shell_line(line);
}

const char *paste_command(const char *command, const char *path)
{
	return shell_line(joined(command, " ", paste_word(path)));
}
