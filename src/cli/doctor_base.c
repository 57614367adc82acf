/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an environment is built upon: pyvenv.cfg and the base interpreter. */
#include <stdlib.h>

#include "cli/doctor_parts.h"
#include "cli/msg.h"
#include "core/hint.h"
#include "core/path.h"

#include "core/banned.h"

#define NO_ENV                                                                 \
	"so Python takes it for no environment and installs into its base"

static void add_cfg(const struct patient *patient, const char *mend,
		    const char *path)
{
	const struct venv *venv = patient->venv;
	struct finding *f = findings_say(patient->findings, "cfg",
					 path_join(venv->path, "pyvenv.cfg"),
					 "%s, " NO_ENV, venv_problem(venv));

	if (mend)
		FINDING_MEND(f, mend, path);
}

void doctor_cfg(const struct patient *patient)
{
	const struct venv *venv = patient->venv;
	const char *cfg = path_join(venv->path, "pyvenv.cfg");
	const char *series = cfg_series(venv->cfg.version);
	struct buf anew = BUF_INIT;

	switch (venv->health) {
	case CFG_NO_HOME:
		/* That keeps what is installed. */
		buf_puts(&anew, "avenv create ");
		if (*series)
			buf_putl(&anew, "-p ", series, " ");
		add_cfg(patient, anew.data, venv->path);
		break;
	case CFG_UNREADABLE:
		add_cfg(patient, "chmod u+r ", cfg);
		break;
	case CFG_NOT_REGULAR:
	case CFG_TOO_LARGE:
		add_cfg(patient, NULL, NULL);
		break;
	case HEALTHY:
	case NO_CFG:
	case NO_BIN:
	case BIN_UNSEEN:
	case NO_PYTHON:
	case PYTHON_NOT_EXECUTABLE:
		break;
	}
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
	const char *site = dist_user_site(venv);
	bool found = false;
	struct finding *f;

	if (!venv->cfg.system_site || !site ||
	    file_scan(site, is_there, &found) || !found)
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
