/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/doctor.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/script.h"
#include "mend/backup.h"
#include "mend/cfg_mend.h"
#include "mend/repair.h"
#include "print/msg.h"

#include "core/banned.h"

bool doctor_found(const struct doctor *d, const char *id)
{
	for (size_t i = 0; i < d->findings.count; i++)
		if (streq(d->findings.list[i].id, id))
			return true;
	return false;
}

/* One line a kind: the same command mends all of a kind. */
static void take(struct doctor *d, const struct findings *from, const char *command)
{
	for (size_t i = 0; i < from->count; i++) {
		struct finding f = from->list[i];

		if (doctor_found(d, f.id))
			continue;
		if (command)
			FINDING_MEND(&f, command, d->venv->path);
		*findings_add(&d->findings, NULL, NULL, NULL) = f;
	}
}

static int look_for_repairs(struct doctor *d)
{
	struct repair r = {
		.venv = d->venv, .from = d->from, .user = &d->trust->user, .dry = true
	};

	if (!venv_is_env(d->venv))
		return 0;
	if (repair(&r))
		return -1;
	take(d, &r.refused, NULL);
	take(d, &r.mended, "avenv repair ");
	return 0;
}

static void look_at_cfg(struct doctor *d)
{
	const struct venv *venv = d->venv;
	struct cfg_mend mend;
	struct finding *f;

	if (venv_is_env(venv))
		return;
	f = findings_say(&d->findings, "cfg", path_join(venv->path, "pyvenv.cfg"),
			 "%s, so its Python is no environment's and pip installs elsewhere",
			 venv_problem(venv));
	if (cfg_mend(venv, &mend))
		FINDING_MEND(f, mend.command, mend.path);
}

/* ---- scripts in bin ----------------------------------------------------------- */

/** A script that starts a Python which is gone. */
struct stray {
	const char *script, *python;
};

static bool visit_script(void *arg, int dir, const char *name, int type)
{
	struct stray *stray = arg;
	struct launcher launcher;
	struct text text;

	(void)type;
	if (!file_slurp_at(dir, name, FILE_MAX, &text) && launcher_parse(text.data, &launcher) &&
	    !file_is_program(launcher.interpreter))
		*stray = (struct stray){ mem_dups(name), launcher.interpreter };
	return !stray->script;
}

/* After a move all of them do so, and `repair` mends them. */
static void look_at_scripts(struct doctor *d)
{
	const char *bin = venv_bin(d->venv);
	struct stray stray = { 0 };
	struct finding *f;

	if (!d->sound || file_scan(bin, visit_script, &stray) || !stray.script)
		return;
	f = findings_say(&d->findings, "foreign-launcher", path_join(bin, stray.script),
			 "'%s' starts '%s', which is gone", shown(path_join(bin, stray.script)),
			 shown(stray.python));
	FINDING_MEND(f, "avenv recreate ", d->venv->path);
}

/* ---- beside it ---------------------------------------------------------------- */

/* Ignored by its own .gitignore, or named in the project's. */
static void look_for_gitignore(struct doctor *d)
{
	const char *path = d->venv->path, *project = path_parent(path);
	const char *own = path_join(path, ".gitignore");
	struct text text;
	struct finding *f;

	if (file_exists(AT_FDCWD, path_join(project, ".git")) <= 0 ||
	    file_exists(AT_FDCWD, own) != 0 || doctor_found(d, "tracked") ||
	    (!file_slurp(path_join(project, ".gitignore"), FILE_MAX, &text) &&
	     strstr(text.data, path_base(path))))
		return;
	f = findings_say(&d->findings, "no-gitignore", path,
			 "'%s' has no .gitignore, so 'git add' takes it in", shown(path));
	f->harmless = true;
	FINDING_MEND(f, "echo '*' > ", own);
}

static void look_for_backup(struct doctor *d)
{
	const char *backup = backup_path(d->venv->path);
	struct finding *f;

	if (backup_exists(d->venv->path) <= 0)
		return;
	f = findings_say(&d->findings, "backup", backup,
			 "'%s' is the environment that 'avenv recreate' replaced", shown(backup));
	f->harmless = true;
	FINDING_MEND(f, "avenv recreate --discard ", d->venv->path);
}

int doctor_env(struct doctor *d)
{
	if (look_for_repairs(d))
		return -1;
	d->sound = !d->findings.count;
	look_at_cfg(d);
	look_at_scripts(d);
	doctor_trust(d);
	doctor_tracked(d);
	look_for_gitignore(d);
	look_for_backup(d);
	doctor_packages(d);
	return 0;
}
