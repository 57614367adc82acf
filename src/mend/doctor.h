/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The findings of `avenv doctor`: the defects of an environment, each with the command that mends
 * it: "'/srv/env/bin/flask' starts '/opt/bin/python', which is gone; to mend it: 'avenv recreate
 * /srv/env'". Files are only read; of an environment that may be on, its Python is started once.
 */
#ifndef AVENV_DOCTOR_H
#define AVENV_DOCTOR_H

#include "installed/site.h"
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
	/** env_is_allowed(): `repair` may write into the environment */
	bool allowed;
	/** pyvenv.cfg is good, and `repair` has nothing to mend: the environment's Python starts */
	bool sound;
	/** lib has the module pip */
	bool has_pip;
};

/*
 * Add all defects of D->venv to D->findings. Returns 0, or -1 after printing the path that could
 * not be read; the other checks are made in both cases.
 */
int doctor_env(struct doctor *d) NODISCARD;

/* A part of doctor_env(); alone it is for a search that found none: why D->found is not on. */
void doctor_trust(struct doctor *d);

/*
 * Set the command that mends F: recreate_line() for D->venv. It writes into the environment: unless
 * D->allowed, the command that allows that comes first.
 */
void doctor_recreate(const struct doctor *d, struct finding *f);

/*
 * doctor_scripts.c, a part of doctor_env(): add the first script whose interpreter is missing; and
 * the scripts that have lost their execute bits, as in an archive or on another file system.
 */
void doctor_scripts(struct doctor *d);

/*
 * doctor_python.c, a part of doctor_env(): if D is sound and may be on, start its Python with the
 * variables of this shell, which runs nothing of its packages. Add that it does not start, and the
 * variables that lead it astray.
 */
void doctor_python(struct doctor *d, const struct library *library);

/*
 * After doctor_env(): the command that compares the requirements of the packages of D->venv, which
 * starts its Python. NULL: the environment has no pip and is not uv's, is not sound, or may not be
 * used.
 */
const char *doctor_pip_check(const struct doctor *d);

#endif
