/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/damaged.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "formats/python_name.h"
#include "lookup/known.h"
#include "lookup/way_python.h"
#include "plan/pointer.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/file_at.h"
#include "system/replace.h"

bool env_has_parts(const struct venv *venv)
{
	const char *lib = path_join(venv->path, "lib");
	struct strings names = { 0 };
	struct python_name name;

	if (file_exists(path_join(venv->path, "bin/activate")) <= 0)
		return false;
	if (*cfg_series(venv->cfg.version))
		return true;
	(void)!dir_names(lib, &names);
	for (size_t i = 0; i < names.count; i++) {
		const char *site = path_join(path_join(lib, names.list[i]), "site-packages");

		if (python_name_parse(names.list[i], &name) && *name.series &&
		    file_exists(site) > 0)
			return true;
	}
	return false;
}

/* Set NAMES to the entries of the directory PATH. Returns its descriptor, or -1. */
static int list_dir(const char *path, struct strings *names)
{
	int dir = files_open_dir(AT_FDCWD, path);

	if (dir < 0 || !dir_names_at(dir, names))
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
	return was_killed && venv_exists(path) == 0;
}

/* PATH has the stage of a killed `create`, whose content is, or is not, being moved out. */
static bool has_stage(const char *path, bool is_moved_out)
{
	struct strings names = { 0 };
	int dir = list_dir(path, &names);
	bool was_killed = false;

	for (size_t i = 0; i < names.count; i++) {
		const char *cfg = path_join(names.list[i], CFG_MOVED_LAST);

		if (starts_with(names.list[i], TEMP_PREFIX) &&
		    temp_name_is_private(dir, names.list[i]))
			was_killed |= (file_exists_at(dir, cfg) > 0) == is_moved_out;
	}
	file_close(dir);
	return was_killed;
}

bool stage_fills(const char *path)
{
	return has_stage(path, true);
}

bool stage_makes_dir(const char *path)
{
	return has_stage(path, false);
}

/* ---- what this user may not read --------------------------------------------------- */

static struct reason way(const char *next, const char *does)
{
	return (struct reason){ .next = next, .does = does };
}

/* The first directory of VENV that this user may not read or enter: itself, bin or lib; or NULL. */
static const char *env_unreadable_dir(const struct venv *venv)
{
	const char *const dirs[] = { venv->path, venv_bin(venv), path_join(venv->path, "lib") };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (faccessat(AT_FDCWD, dirs[i], R_OK | X_OK, AT_EACCESS) && errno == EACCES)
			return dirs[i];
	return NULL;
}

const char *env_unreadable(const struct venv *venv)
{
	const char *dir = env_unreadable_dir(venv);
	const char *activate = path_join(venv_bin(venv), "activate");
	struct text text;

	if (!dir && file_slurp(activate, FILE_MAX, &text) && errno == EACCES)
		return activate;
	return dir;
}

struct reason env_readable_way(const struct venv *venv)
{
	const char *const parts[] = { path_join(venv->path, "pyvenv.cfg"), env_unreadable(venv) };
	struct file_info info;

	if (file_lstat(venv->path, &info) || info.uid != geteuid())
		return way("", "");
	for (size_t i = 0; i < ARRAY_SIZE(parts) && parts[i]; i++)
		if (faccessat(AT_FDCWD, parts[i], R_OK, AT_EACCESS) && errno == EACCES &&
		    !chmod_read_command(parts[i]))
			return way("", "");
	return way(formatted("chmod -R u+rwX %s", paste_word(venv->path)), "makes it readable");
}

/* ---- the way on -------------------------------------------------------------------- */

/*
 * The way on from VENV, a directory with files in it, whose pyvenv.cfg is missing, or with BAD_CFG
 * of no use to Python: rebuild an environment, else move the directory away.
 */
static struct reason way_from_rest(struct trust *trust, const struct venv *venv, bool bad_cfg)
{
	const char *path = venv->path;
	bool has_parts = env_has_parts(venv);

	if (has_parts && env_is_allowed(trust, venv_real(venv)))
		return way(recreate_line("avenv recreate", venv_real(venv)), "rebuilds it");
	/* Without a pyvenv.cfg there is no environment that `allow` could record. */
	if (has_parts && bad_cfg)
		return way(paste_for("avenv allow", path), "first, then it can be rebuilt");
	/* A directory of another name may be a project. */
	if (has_parts || bad_cfg || streq(path_base(path), ".venv"))
		return way(paste_aside(path), formatted("moves '%s' away", shown(path)));
	return way("", "");
}

static struct reason way_from_unsupported(const char *path)
{
	/* .python-version may still say 2.7. */
	bool is_python2 = file_exists(path_join(path, "lib/python2.7")) > 0;

	return way(formatted("%s%savenv create %s%s", paste_aside(path), paste_shell()->and_then,
			     is_python2 ? "-p 3 " : "", paste_word(path)),
		   "moves it away and makes a new one");
}

/* The first usual name that nothing in PROJECT has, and of which git tracks nothing; or NULL */
static const char *untracked_name(const struct settings *settings, const char *project)
{
	const char *why;

	for (const char *const *name = settings->names; *name; name++) {
		const char *path = path_join(project, *name);

		if (file_exists(path) == 0 && ask_git(real_path_kept(path), &why) == GIT_UNTRACKED)
			return *name;
	}
	return NULL;
}

struct reason way_past_tracked(struct trust *trust, const char *place)
{
	const char *project = path_parent(place), *why, *name;
	struct verdict v;
	enum git_tracking tracking;

	verdict_of_place(trust, real_path_kept(place), &v);
	if (verdict_recorded(&v) & BAR_GIT)
		return (struct reason){ 0 };
	tracking = ask_git(real_path_kept(place), &why);
	if (tracking != GIT_TRACKED && tracking != GIT_IN_HEAD)
		return (struct reason){ 0 };
	name = untracked_name(trust->settings, project);
	if (!name)
		return (struct reason){ 0 };
	return (struct reason){ why, paste_in(project, joined("avenv create ", paste_word(name))),
				"makes one of another name" };
}

/* The way on from PATH, where no environment is, and nothing of the user's. */
static struct reason way_from_nothing(struct trust *trust, const char *path)
{
	struct reason r;

	if (venv_name_fault(path) || !file_can_write(path))
		return way("", "");
	r = way_past_tracked(trust, path);
	if (r.why)
		return way(r.next, joined(r.does, ", as ", r.why));
	return way(paste_for("avenv create", path), "makes one");
}

/* The way on by the health of VENV. */
static struct reason way_from(struct trust *trust, const struct venv *venv)
{
	const char *path = venv->path;
	bool bad_cfg = venv->health == CFG_NO_HOME || venv->health == CFG_NOT_UTF8;

	if (venv->health == CFG_UNREADABLE && venv->error == EACCES)
		return env_readable_way(venv);
	if (venv_lacks_python(venv) && env_unreadable(venv))
		return env_readable_way(venv);
	if (venv->health == UNSUPPORTED)
		return way_from_unsupported(path);
	if (venv->health == NO_CFG && fill_was_killed(path))
		return way(paste_for("avenv create", path), COMPLETES);
	if (venv->health == NO_CFG && place_is_free(path))
		return way_from_nothing(trust, path);
	if (venv->health == NO_CFG || bad_cfg)
		return way_from_rest(trust, venv, bad_cfg);
	return way("", "");
}

struct reason damaged_way(struct trust *trust, const struct venv *venv)
{
	struct reason r = way_from(trust, venv);

	r.why = venv_problem(venv);
	return r;
}

int damaged_error(struct trust *trust, const struct venv *venv)
{
	if (venv->health == CFG_UNREADABLE && venv->error != EACCES) {
		errno = venv->error;
		return error_errno("cannot read '%s'", shown(path_join(venv->path, "pyvenv.cfg")));
	}
	return error("'%s' %s: %s", shown(venv->path),
		     venv->health == UNSUPPORTED ? "cannot be used" : "is not an environment",
		     reason_line(damaged_way(trust, venv)));
}

/* ---- .venv, a link or a file ---------------------------------------------------------- */

/*
 * The file PATH, the .venv of PROJECT with the attributes INFO, is a redirect to an environment, or
 * it is on record as one to an environment that is gone. Other programs write a name into such a
 * file.
 */
static bool is_redirect(struct trust *trust, struct real_path project, const char *path,
			const struct file_info *info)
{
	const struct candidate c = { .path = path,
				     .name = ".venv",
				     .project = project.path,
				     .info = *info,
				     .pointer = POINTER_REDIRECT };
	const struct record *r = trust_named(trust, project, c.name);

	return pointer_has_env(&c) || (r && r->target && pointer_names_env(path, info, r->target));
}

int project_link_present(struct trust *trust, struct real_path project, struct file_info *seen)
{
	const char *path = path_join(project.path, ".venv");
	struct text text;

	if (file_lstat(path, seen))
		return errno == ENOENT ? 0 : error_errno("cannot look at '%s'", shown(path));
	if (S_ISLNK(seen->mode))
		return 1;
	if (S_ISDIR(seen->mode) && venv_exists(path))
		return error("'%s' is this project's own environment; %s moves it away",
			     shown(path), paste_quoted(paste_aside(path)));
	if (S_ISREG(seen->mode) && file_slurp(path, FILE_MAX, &text))
		return error_errno("cannot read '%s'", shown(path));
	/* A full disk can leave an empty redirect. */
	if (S_ISREG(seen->mode) && (!text.len || is_redirect(trust, project, path, seen)))
		return 1;
	return error("'%s' is neither a link nor a redirect to an environment; %s moves it away",
		     shown(path), paste_quoted(paste_aside(path)));
}
