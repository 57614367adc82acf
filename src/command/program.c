/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/program.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/platform.h"

#include "core/banned.h"

const char *program_path(void)
{
	const char *path = platform_program_of(getpid());

	if (!path) {
		error_errno("cannot read '%s'", "/proc/self/exe");
		exit(1);
	}
	return path;
}

const char *program_lasting(void)
{
	const char *program = program_path(), *path = getenv("PATH"), *local, *list, *dir;
	struct file_info own, info;

	if (file_stat(program, &own))
		return program;
	/* uv and pipx put a link there also where it is not in PATH. */
	local = settings_home(".local/bin");
	list = formatted("%s:%s", path ? path : "", local ? local : "");
	while ((dir = settings_element(&list))) {
		path = path_join(dir, "avenv");
		if (dir[0] == '/' && !file_stat(path, &info) && file_same(&info, &own))
			return path_clean(path);
	}
	return program;
}

bool program_in_cache(const char *program)
{
	/* uv and pip mark each environment of their tools itself as a cache, too. */
	const char *dir = path_parent(path_parent(program));
	struct file_info info;

	while (!streq(dir, "/")) {
		dir = path_parent(dir);
		if (!file_stat(path_join(dir, "CACHEDIR.TAG"), &info))
			return true;
	}
	return false;
}

const char *program_helper(void)
{
	const char *bin = path_parent(program_path()), *beside = path_join(bin, "avenv-hook");
	const char *installed = path_join(path_parent(bin), "libexec/avenv/avenv-hook");
	struct file_info info;

	if (!file_stat(beside, &info))
		return beside;
	return file_stat(installed, &info) ? NULL : installed;
}

const char *program_manual(void)
{
	const char *prefix = path_parent(path_parent(program_path()));
	const char *file = path_join(prefix, "share/man/man1/avenv.1");
	struct file_info info;

	if (path_under(file, "/usr") || file_stat(file, &info))
		return "'man avenv'";
	return paste_command("man", file);
}
