/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `avenv doctor` examines.  Everything is only looked at: no file is
 * written, nothing of an environment is run.
 */
#ifndef AVENV_DOCTOR_H
#define AVENV_DOCTOR_H

#include "cli/here.h"
#include "core/venv.h"
#include "installed/dist.h"
#include "mend/finding.h"

/*
 * All that is wrong with VENV; FOUND is what the records say of it.  Returns 0,
 * or -1 having said why it cannot be looked at.
 */
int doctor_env(struct context *ctx, const struct venv *venv, const struct found *found,
	       struct findings *findings) NODISCARD;

/* What speaks against FOUND, where there is no environment to examine. */
void doctor_place(struct context *ctx, const struct found *found, struct findings *findings);

/* All that is wrong with this shell and its set-up, whatever the environment. */
void doctor_shell(struct context *ctx, const struct here *here, struct findings *findings);

/* ---- between the doctor files ------------------------------------------- */

/** One environment, with all that several examinations ask of it. */
struct patient {
	struct context *ctx;
	const struct venv *venv;
	const struct found *found;
	/** what is installed */
	const struct dists *dists;
	struct findings *findings;
};

/* The environment's own pip is there, and may be started. */
bool doctor_has_pip(const struct patient *patient);

/*
 * What mends F is that the environment's own pip, where doctor_has_pip(), installs
 * WHAT with OPTIONS: "" or, ending in a space, as in "--no-deps ".
 */
void doctor_mend_by_pip(const struct patient *patient, struct finding *f, const char *options,
			const char *what);

typedef void examination(const struct patient *patient);

examination doctor_cfg, doctor_windows, doctor_system_site;
examination doctor_trust, doctor_tracked;
examination doctor_backup;
examination doctor_leftovers, doctor_metadata, doctor_duplicates, doctor_records;
examination doctor_pip, doctor_needs;

/** The shell, in the same way. */
struct surroundings {
	struct context *ctx;
	const struct here *here;
	struct findings *findings;
};

typedef void shell_examination(const struct surroundings *s);

shell_examination doctor_active, doctor_path, doctor_python_vars, doctor_pip_vars, doctor_managed,
	doctor_conda;
shell_examination doctor_store, doctor_hook, doctor_clashes;

#endif
