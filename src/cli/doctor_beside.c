/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies beside an environment because of avenv. */
#include "cli/doctor.h"
#include "cli/recreate.h"
#include "cli/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

void doctor_backup(const struct patient *patient)
{
	const char *path = patient->venv->path;
	struct finding *f;

	if (backup_exists(path) <= 0)
		return;
	f = findings_say(patient->findings, "backup", backup_path(path),
			 "what 'avenv recreate' replaced lies in '%s' still: "
			 "with '--undo' it can be had back, and with "
			 "'--discard' it is gone",
			 shown(backup_path(path)));
	f->harmless = true;
	FINDING_MEND(f, "avenv recreate --discard ", path);
}

void doctor_left_beside(const struct patient *patient)
{
	const char *dir = path_parent(patient->venv->path);
	const char *name = stage_leftover(dir);

	if (!name)
		return;
	name = path_join(dir, name);
	findings_say(patient->findings, "left-beside", name,
		     "'%s' is of an avenv that was killed: the next one that "
		     "makes an environment there removes it",
		     shown(name))
		->harmless = true;
}
