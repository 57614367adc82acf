/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/shims.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "core/pathvar.h"
#include "core/utf8.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/everywhere_files.h"
#include "system/child.h"
#include "system/file_at.h"
#include "system/replace.h"

/**
 * The shims, and the program that each one may start in place of one of its name. A shim claims no
 * program that cannot be started: each is made if PATH has one of the two outside of environments.
 */
static const struct {
	const char *name, *other;
} shims[] = {
	{ "python", "python3" },
	{ "python3", "python3" },
	{ "pip", "pip" },
	{ "pip3", "pip3" },
};

const char *shims_dir(void)
{
	return everywhere_path("shims");
}

/* PATH has a program NAME that is neither a shim nor an environment's. */
static bool system_has(const char *name)
{
	return programs_find(pathvar_remove_all(programs_path(), shims_dir()), name);
}

/* Shim number I is to be made. */
static bool is_for_here(size_t i)
{
	return system_has(shims[i].name) || system_has(shims[i].other);
}

const char *shims_shadow(const char *path)
{
	const char *dir = shims_dir();

	for (size_t i = 0; i < ARRAY_SIZE(shims); i++) {
		const char *name = shims[i].name, *found = programs_find(path, name);

		if (found && !path_under(found, dir) && file_exists(path_join(dir, name)) > 0)
			return found;
	}
	return NULL;
}

int shim_is_own(const char *file)
{
	const char *to = file_link_text(AT_FDCWD, file), *real;

	/* EINVAL: FILE is no link. */
	if (!to && errno == EINVAL)
		return 0;
	real = !to || strchr(to, '/') ? to : real_path_of(file).path;
	if (!real)
		return file_leads_nowhere(errno) ? 1 : -1;
	return ends_with(real, "/avenv-hook");
}

int shims_check(void)
{
	const char *dir = shims_dir();

	/* bash expands BASH_ENV, which names a file beside this directory. */
	if (strpbrk(dir, ":$`\\'\"}") || !utf8_is_printable(dir))
		return error("'%s' cannot be on PATH, or in BASH_ENV", shown(dir));
	for (size_t i = 0; i < ARRAY_SIZE(shims); i++) {
		const char *file = path_join(dir, shims[i].name);
		int may = shim_is_own(file);

		if (may < 0)
			return error_errno("cannot look at '%s'", shown(file));
		if (!may)
			return error("'%s' is no shim of avenv's; %s moves it away", shown(file),
				     paste_quoted(paste_aside(file)));
	}
	return 0;
}

/* Make the shim NAME, in the directory open as DIR, a link to HELPER; NULL: remove it. */
static int make_one(int dir, const char *name, const char *helper)
{
	struct file_info seen;
	bool exists = !file_lstatat(dir, name, &seen);

	errno = ESTALE;
	/* What was judged is what is replaced. */
	if (exists && shim_is_own(path_join(shims_dir(), name)) <= 0)
		return -1;
	if (helper)
		return replace_link(dir, name, helper, exists ? &seen : NULL);
	return exists ? remove_seen(dir, name, &seen) : 0;
}

int shims_make(const char *helper)
{
	int dir = open(shims_dir(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = 0;

	if (dir < 0)
		return -1;
	for (size_t i = 0; !ret && i < ARRAY_SIZE(shims); i++)
		ret = make_one(dir, shims[i].name, is_for_here(i) ? helper : NULL);
	file_close(dir);
	return ret;
}

int shims_list(struct strings *paths)
{
	struct strings names = { 0 };
	const char *dir = shims_dir();

	if (dir_names(dir, &names))
		return file_is_missing(errno) ? 0 : -1;
	for (size_t i = 0; i < names.count; i++) {
		const char *file = path_join(dir, names.list[i]);
		int may = shim_is_own(file);

		if (may < 0)
			return -1;
		if (may)
			strings_add(paths, file);
	}
	return 0;
}

const char *shims_fault(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(shims); i++) {
		const char *file = path_join(shims_dir(), shims[i].name);

		if (is_for_here(i) && !file_is_program(file))
			return formatted("its shim '%s' is no program", shown(file));
		if (!is_for_here(i) && file_is_program(file))
			return formatted("it has a shim '%s', and PATH no such program",
					 shown(file));
	}
	return NULL;
}
