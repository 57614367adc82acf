/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/doctor.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/script.h"
#include "mend/backup.h"
#include "mend/repair.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"

#include "core/banned.h"

/* Each is of another kind, and the same command mends all of a kind. */
static void add_repairs(struct doctor *d, const struct findings *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct finding f = from->list[i];

		if (!f.mend)
			f.mend = formatted("avenv repair %s", paste_word(d->venv->path));
		*findings_add(&d->findings, NULL, NULL, NULL) = f;
	}
}

static int look_for_repairs(struct doctor *d)
{
	struct repair r = { .venv = d->venv, .from = d->from, .dry = true };

	if (!venv_is_env(d->venv))
		return 0;
	if (repair(&r))
		return -1;
	add_repairs(d, &r.refused);
	add_repairs(d, &r.mended);
	return 0;
}

static void look_at_cfg(struct doctor *d)
{
	const struct venv *venv = d->venv;

	if (!venv_is_env(venv))
		findings_say(&d->findings, "cfg", path_join(venv->path, "pyvenv.cfg"),
			     "%s, so its Python is no environment's and pip installs elsewhere",
			     venv_problem(venv))
			->mend = cfg_mend(venv);
}

/* ---- scripts in bin ----------------------------------------------------------- */

/* After a move all of them do so, and `repair` mends them. */
static void look_at_scripts(struct doctor *d)
{
	const char *bin = venv_bin(d->venv);
	struct strings names = { 0 };

	if (!d->sound || files_names(bin, &names))
		return;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(bin, names.list[i]);
		struct launcher launcher;
		struct text text;

		if (file_slurp(path, FILE_MAX, &text) || !launcher_parse(text.data, &launcher) ||
		    file_is_program(launcher.interpreter))
			continue;
		findings_say(&d->findings, "foreign-launcher", path,
			     "'%s' starts '%s', which is gone", shown(path),
			     shown(launcher.interpreter))
			->mend = formatted("avenv recreate %s", paste_word(d->venv->path));
		return;
	}
}

/* ---- beside it ---------------------------------------------------------------- */

static void look_for_backup(struct doctor *d)
{
	const char *backup = backup_path(d->venv->path);
	struct finding *f;

	if (backup_exists(d->venv->path) <= 0)
		return;
	f = findings_say(&d->findings, "backup", backup,
			 "'%s' is the environment that 'avenv recreate' replaced", shown(backup));
	f->harmless = true;
	f->mend = formatted("avenv recreate --discard %s", paste_word(d->venv->path));
}

int doctor_env(struct doctor *d)
{
	int ret = look_for_repairs(d);

	d->sound = !ret && !d->findings.count;
	look_at_cfg(d);
	look_at_scripts(d);
	doctor_trust(d);
	doctor_tracked(d);
	look_for_backup(d);
	doctor_packages(d);
	return ret;
}
