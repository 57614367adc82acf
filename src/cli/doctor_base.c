/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an environment is built upon: pyvenv.cfg and the base interpreter. */
#include <stdlib.h>

#include "cli/doctor.h"
#include "core/hint.h"
#include "core/path.h"
#include "installed/site.h"
#include "mend/cfg_mend.h"
#include "print/msg.h"

#include "core/banned.h"

#define NO_ENV "so Python takes it for no environment and installs into its base"

void doctor_cfg(const struct patient *patient)
{
	const struct venv *venv = patient->venv;
	struct cfg_mend mend;
	struct finding *f;

	/* Of the rest of an environment the others tell. */
	if (venv_is_env(venv))
		return;
	f = findings_say(patient->findings, "cfg", path_join(venv->path, "pyvenv.cfg"),
			 "%s, " NO_ENV, venv_problem(venv));
	if (cfg_mend(venv, &mend))
		FINDING_MEND(f, mend.command, mend.path);
}

void doctor_windows(const struct patient *patient)
{
	const struct venv *venv = patient->venv;

	if (!streq(venv->bin, "Scripts"))
		return;
	findings_say(patient->findings, "windows", venv_bin(venv),
		     "made by a Python for Windows: what is in '%s' runs where "
		     "Windows' programs do, nothing else sees what is "
		     "installed",
		     shown(venv_bin(venv)));
}

static bool is_there(void *arg, int fd, const char *name, int type)
{
	bool *found = arg;

	(void)fd;
	(void)name;
	(void)type;
	*found = true;
	return false;
}

void doctor_system_site(const struct patient *patient)
{
	const struct venv *venv = patient->venv;
	const char *site = site_user(venv);
	bool found = false;
	struct finding *f;

	if (!venv->cfg.system_site || !site || file_scan(site, is_there, &found) || !found)
		return;
	f = findings_say(patient->findings, "user-site", site,
			 "it sees its base's packages, and so those in '%s', "
			 "too: what it lacks comes from there",
			 shown(site));
	f->harmless = true;
	FINDING_MEND(f,
		     "sed -i 's/^\\(include-system-site-packages\\).*/\\1 = "
		     "false/' ",
		     path_join(venv->path, "pyvenv.cfg"));
}
