/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/damaged.h"

#include <errno.h>
#include <fcntl.h>

#include "core/path.h"
#include "formats/python_name.h"
#include "lookup/allowed.h"
#include "lookup/extra_files.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/replace.h"

bool env_has_parts(const struct venv *venv)
{
	const char *lib = path_join(venv->path, "lib");
	struct strings names = { 0 };
	struct python_name name;

	if (file_exists(AT_FDCWD, path_join(venv->path, "bin/activate")) <= 0)
		return false;
	if (*cfg_series(venv->cfg.version))
		return true;
	(void)!files_names(lib, &names);
	for (size_t i = 0; i < names.count; i++) {
		const char *site = path_join(path_join(lib, names.list[i]), "site-packages");

		if (python_name_parse(names.list[i], &name) && *name.series &&
		    file_exists(AT_FDCWD, site) > 0)
			return true;
	}
	return false;
}

/* Set NAMES to the entries of the directory PATH. Returns its descriptor, or -1. */
static int list_dir(const char *path, struct strings *names)
{
	int dir = files_open_dir(AT_FDCWD, path);

	if (dir < 0 || !dir_names(dir, names))
		return dir;
	file_close(dir);
	return -1;
}

bool fill_was_killed(const char *path)
{
	struct strings names = { 0 };
	int dir = list_dir(path, &names);
	bool was_killed = false;

	for (size_t i = 0; i < names.count; i++)
		was_killed |= temp_name_is_private(dir, names.list[i]);
	file_close(dir);
	return was_killed && venv_exists(path) <= 0;
}

/* `create` makes an environment at PATH: there is no file, or it is an empty directory. */
static bool is_free(const char *path)
{
	int dir = files_open_dir(AT_FDCWD, path);
	bool is_empty = dir >= 0 && files_is_empty(dir) > 0;

	file_close(dir);
	return is_empty || file_exists(AT_FDCWD, path) == 0;
}

/* `recreate` takes VENV, once it is allowed: it has the parts of an environment, and no other files. */
static bool can_be_rebuilt(const struct venv *venv)
{
	struct strings extra = { 0 };
	int dir = files_open_dir(AT_FDCWD, venv->path);
	bool can = dir >= 0 && env_has_parts(venv) &&
		   !extra_files(dir, venv->path, "src", &extra) && !extra.count;

	file_close(dir);
	return can;
}

/* The next command for VENV, and its effect. */
static struct reason next_of(struct trust *trust, const struct venv *venv)
{
	const char *path = venv->path;
	bool has_cfg = venv->health != NO_CFG, can_be_recreated;

	if (venv->health == CFG_UNREADABLE && venv->error == EACCES)
		return (struct reason){ .next = formatted("chmod -R u+rwX %s", paste_word(path)),
					.does = "makes it readable" };
	if (has_cfg && venv->health != CFG_NO_HOME && venv->health != CFG_NOT_UTF8)
		return (struct reason){ .next = "" };
	if (!has_cfg && fill_was_killed(path))
		return (struct reason){ .next = paste_for("avenv create", path),
					.does = "completes it" };
	if (!has_cfg && is_free(path))
		return (struct reason){ .next = paste_for("avenv create", path),
					.does = "makes one" };
	can_be_recreated = can_be_rebuilt(venv);
	if (can_be_recreated && env_is_allowed(trust, path))
		return (struct reason){ .next = formatted("avenv recreate %s", paste_word(path)),
					.does = "rebuilds it" };
	/* Without a pyvenv.cfg there is no environment that `allow` could record. */
	if (can_be_recreated && has_cfg)
		return (struct reason){ .next = paste_for("avenv allow", path),
					.does = "first, then it can be rebuilt" };
	/* Another directory may be a project. */
	if (has_cfg || env_has_parts(venv) || streq(path_base(path), ".venv"))
		return (struct reason){ .next = mv_line(path),
					.does = formatted("moves '%s' away", shown(path)) };
	return (struct reason){ .next = "" };
}

struct reason damaged_way(struct trust *trust, const struct venv *venv)
{
	struct reason r = next_of(trust, venv);

	r.why = venv_problem(venv);
	return r;
}

int damaged_error(struct trust *trust, const struct venv *venv)
{
	return error("'%s' is not an environment: %s", shown(venv->path),
		     reason_line(damaged_way(trust, venv)));
}
