/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/own.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/unseen.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "system/platform.h"

#include "core/banned.h"

const char *own_program(void)
{
	const char *path = platform_program_of(getpid());

	if (path)
		return path;
	unseen("/proc/self/exe");
	return "/proc/self/exe";
}

/* PATH is this very program. */
static bool is_own(const char *path, const struct file_info *own)
{
	struct file_info info;

	return !file_stat(path, &info) && file_same(&info, own);
}

const char *own_lasting(void)
{
	const char *program = own_program(), *list = getenv("PATH"), *dir;
	struct file_info own;

	if (file_stat(program, &own))
		return program;
	while ((dir = settings_element(&list)))
		if (dir[0] == '/' && is_own(path_join(dir, "avenv"), &own))
			return path_clean(path_join(dir, "avenv"));
	return program;
}

const char *own_lasting_needed(void)
{
	const char *program;

	unseen_begin();
	program = own_lasting();
	if (!unseen_text())
		return program;
	error("%s", unseen_text());
	return NULL;
}

bool own_is_build(void)
{
	struct file_info info;

	return !file_stat(path_join(path_parent(own_program()), "avenv-hook"), &info);
}

const char *own_helper(void)
{
	const char *dir = path_parent(own_program());
	const char *const places[] = {
		path_join(dir, "avenv-hook"),
		path_clean(path_join(dir, "../libexec/avenv/avenv-hook")),
	};

	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		if (unseen_exists(places[i]))
			return places[i];
	return NULL;
}

const char *own_helper_needed(void)
{
	const char *helper;

	unseen_begin();
	helper = own_helper();
	if (unseen_text())
		error("%s", unseen_text());
	else if (!helper)
		error("cannot find 'avenv-hook': install avenv again");
	return unseen_text() ? NULL : helper;
}

const char *own_manual(void)
{
	static const char *const names[] = { "avenv.1", "avenv.1.gz" };
	const char *dir = path_parent(own_program());
	const char *const places[] = {
		dir,
		path_clean(path_join(dir, "../share/man/man1")),
	};
	struct file_info info;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		for (size_t k = 0; k < ARRAY_SIZE(names); k++)
			if (!file_stat(path_join(places[i], names[k]), &info))
				return path_join(places[i], names[k]);
	return NULL;
}
