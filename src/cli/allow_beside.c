/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the record of a project would allow beside the environment that is meant. */
#include <errno.h>
#include <sys/stat.h>

#include "cli/allow.h"
#include "core/path.h"

#include "core/banned.h"

/* What is in PATH, a directory, makes it an environment; or that cannot be told. */
static bool is_env(const char *path)
{
	struct file_info info;

	return !file_lstat(path_join(path, "pyvenv.cfg"), &info) ||
	       !file_is_missing(errno);
}

/*
 * A link may lead elsewhere tomorrow, or from another directory, as one by way of
 * /proc/self/cwd does: it is never the very one.
 */
static bool is_other(const char *path, const char *env)
{
	struct file_info info;

	if (file_lstat(path, &info))
		return !file_is_missing(errno);
	return S_ISLNK(info.mode) || (!streq(path, env) && is_env(path));
}

/* PATH, a redirect or a list, leads somewhere. */
static bool is_file(const char *path)
{
	struct file_info info;

	if (file_lstat(path, &info))
		return !file_is_missing(errno);
	return S_ISLNK(info.mode) || (S_ISREG(info.mode) && info.size);
}

const char *allow_beside(const struct settings *settings, const char *project,
			 const char *env)
{
	/* AVENV_NAMES may be other ones tomorrow. */
	const char *lists[] = { settings->names, SETTINGS_NAMES, ".venv" };
	static const char *const files[] = { ".python-envs", ".venv" };
	const char *name, *path;

	/* It would be on in the directory above as well. */
	if (is_env(project))
		return project;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		while ((name = settings_element(&lists[i]))) {
			path = path_join(project, name);
			if (*name && is_other(path, env))
				return path;
		}
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		path = path_join(project, files[i]);
		if (is_file(path))
			return path;
	}
	return NULL;
}
