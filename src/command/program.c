/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/program.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "system/platform.h"

#include "core/banned.h"

const char *program_path(void)
{
	const char *path = platform_program_of(getpid());

	if (!path) {
		error_errno("cannot tell where avenv is: cannot read '/proc/self/exe'");
		exit(1);
	}
	return path;
}

const char *program_lasting(void)
{
	const char *program = program_path(), *list = getenv("PATH"), *dir;
	struct file_info own, info;

	if (file_stat(program, &own))
		return program;
	while ((dir = settings_element(&list))) {
		const char *path = path_join(dir, "avenv");

		if (dir[0] == '/' && !file_stat(path, &info) && file_same(&info, &own))
			return path_clean(path);
	}
	return program;
}

/* NAME beside this program or in DIR, relative to the program's directory; or NULL. */
static const char *find(const char *dir, const char *name)
{
	const char *here = path_parent(program_path());
	const char *const paths[] = { path_join(here, name),
				      path_clean(path_join(path_join(here, dir), name)) };
	struct file_info info;

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		if (!file_stat(paths[i], &info))
			return paths[i];
	return NULL;
}

const char *program_helper(void)
{
	return find("../libexec/avenv", "avenv-hook");
}

const char *program_manual(void)
{
	const char *path = find("../share/man/man1", "avenv.1");

	return path ? path : find("../share/man/man1", "avenv.1.gz");
}
