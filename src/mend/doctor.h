/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The findings of `avenv doctor`: the defects of an environment, each with the command that mends
 * it: "'/srv/env/bin/flask' starts '/opt/bin/python', which is gone; to mend it: 'avenv recreate
 * /srv/env'". Files are only read, and nothing of an environment is executed.
 */
#ifndef AVENV_DOCTOR_H
#define AVENV_DOCTOR_H

#include "installed/dists.h"
#include "lookup/known.h"
#include "mend/finding.h"

struct doctor {
	struct context *ctx;
	/** the environment; NULL: the search found none */
	const struct venv *venv;
	/** the result of the search, with the verdict of the records */
	const struct verdict *found;
	/** the defects */
	struct findings findings;
	/** the environment is in the store of a tool */
	bool in_store;
	/** env_is_allowed(): `repair` may write into the environment */
	bool allowed;
	/** pyvenv.cfg is good, and repair() found no defect: the environment's Python starts */
	bool sound;
	/** if not `sound`: the command for the first defect, which comes first; NULL: none */
	const char *first_command;
	/** the installed distributions */
	struct dists dists;
	/** pip is installed with all its files, and may be started */
	bool has_pip;
};

/*
 * Add all defects of D->venv to D->findings. Returns 0, or -1 after printing the path that could
 * not be read; the other checks are made in both cases.
 */
int doctor_env(struct doctor *d) NODISCARD;

/* Add the reasons why D->found is not turned on to D->findings. */
void doctor_trust(struct doctor *d);

/* COMMAND with the path of the environment: "avenv recreate /srv/env". */
const char *doctor_command(const struct doctor *d, const char *command);

/* The command that lets FOUND be turned on; NULL: there is none. */
const char *doctor_allow_line(const struct doctor *d, const struct verdict *found);

/* doctor_packages.c: add the defects of the installed packages to D->findings. */
void doctor_packages(struct doctor *d);

#endif
