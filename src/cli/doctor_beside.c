/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies beside an environment because of avenv. */
#include "cli/doctor.h"
#include "mend/backup.h"
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
