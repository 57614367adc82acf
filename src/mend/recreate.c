/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/recreate.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/create.h"
#include "build/layout.h"
#include "build/stage_dir.h"
#include "core/path.h"
#include "mend/backup.h"
#include "mend/relocate.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

/* ---- the old one ------------------------------------------------------------- */

static int open_old(struct recreation *r)
{
	struct file_info info;

	if (file_lstat(r->path, &info))
		return error_errno("cannot recreate '%s'", shown(r->path));
	if (info.uid != geteuid())
		return error("cannot recreate '%s': it belongs to somebody else", shown(r->path));
	if (backup_check(r->path))
		return -1;
	r->dir = stage_dir_lock(AT_FDCWD, r->path, r->path, &info);
	if (r->dir < 0)
		return -1;
	venv_read(r->path, &r->venv);
	return venv_is_env(&r->venv) ? 0 :
				       error("'%s' is not an environment: %s", shown(r->path),
					     venv_problem(&r->venv));
}

/* ---- the new one ------------------------------------------------------------- */

/* bin/python is a copy of the interpreter: 1 or 0, or -1 having said that it cannot be seen. */
static int has_copies(const struct recreation *r)
{
	const char *path = path_join(r->path, "bin/python");
	struct file_info info;

	if (file_lstatat(r->dir, "bin/python", &info))
		return errno == ENOENT ? 0 : error_errno("cannot look at '%s'", shown(path));
	return S_ISREG(info.mode) && !python_is_script(path);
}

/* Begin as `create` does, at the place of the old one, in a stage beside it. */
static int begin(const struct recreation *r, struct creation *c)
{
	const struct python *python = &r->python;
	const struct wheel_source source = { .stdlib = python->stdlib,
					     .series = python->series,
					     .python = python->path };

	return create_begin(c, &source, layout_site(python)) || create_write(c, python) ? -1 : 0;
}

/* NAME is the user's: pip.conf says from where pip installs. */
static int keep(const struct recreation *r, const struct stage *stage, const char *name)
{
	int there = file_exists(r->dir, name);

	if (!there)
		return 0;
	if (there > 0 && (!unlinkat(stage->dir, name, 0) || errno == ENOENT) &&
	    !files_copy(r->dir, name, stage->dir, name))
		return 0;
	return error_errno("cannot copy '%s'", shown(path_join(r->path, name)));
}

/* Files in the stage name its path: have them name PATH. */
static int relocate_stage(const struct recreation *r, const struct stage *stage)
{
	struct relocation moved = {
		.dir = stage->dir, .path = stage->path, .from = stage->path, .to = r->path
	};

	if (relocate(&moved))
		return -1;
	if (!moved.others.count)
		return 0;
	return error("'%s' would name '%s', where it was built",
		     shown(path_join(r->path, moved.others.list[0])), shown(stage->path));
}

static int build(const struct recreation *r, struct creation *c)
{
	const struct stage *stage = &c->stage;

	if (begin(r, c))
		return -1;
	if (!keep(r, stage, ".gitignore") && !keep(r, stage, "pip.conf") &&
	    !recreate_install(r, stage) && !relocate_stage(r, stage))
		return backup_keep(&c->stage, r->path, r->dir);
	stage_drop(&c->stage);
	return -1;
}

static int replace(const struct recreation *r)
{
	const struct cfg *cfg = &r->venv.cfg;
	int copies = has_copies(r);
	const struct create_how how = {
		.prompt = cfg->prompt,
		.system_site = cfg->system_site,
		.copies = copies > 0,
		.without_pip = !r->count && !r->how->files->count && !recreate_had(r, "pip"),
		.without_scm_ignore = !file_exists(r->dir, ".gitignore"),
	};
	/* For create nothing is there: the stage is not merged, and not put there by it. */
	const struct create_target target = { .name = r->path, .path = r->path, .dir = -1 };
	struct creation c = { .how = &how, .target = &target };

	if (copies >= 0 && !build(r, &c))
		return 0;
	return error("'%s' stays as it was", shown(r->path));
}

int recreate(const char *path, const struct recreate_how *how, struct python *python)
{
	struct recreation r = { .how = how, .path = path, .dir = -1 };
	int ret = -1;

	if (!open_old(&r) && !recreate_look(&r) && !foreign_refused(r.dir, path) &&
	    !recreate_python(&r) && !recreate_list(&r))
		ret = replace(&r);
	if (r.dir >= 0)
		close(r.dir);
	*python = r.python;
	return ret;
}
