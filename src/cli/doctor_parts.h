/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For doctor_*.c: an area each. */
#ifndef AVENV_DOCTOR_PARTS_H
#define AVENV_DOCTOR_PARTS_H

#include "cli/doctor.h"
#include "core/venv.h"

/** One environment, with all that several examinations ask of it. */
struct patient {
	struct context *ctx;
	const struct venv *venv;
	const struct found *found;
	struct findings *findings;
};

typedef void examination(const struct patient *patient);

examination doctor_cfg, doctor_windows, doctor_base, doctor_system_site;
examination doctor_trust, doctor_tracked;

/** The shell, in the same way. */
struct surroundings {
	struct context *ctx;
	const struct here *here;
	struct findings *findings;
};

typedef void shell_examination(const struct surroundings *s);

shell_examination doctor_active, doctor_path, doctor_python_vars,
	doctor_pip_vars, doctor_conda;
shell_examination doctor_store, doctor_hook, doctor_clashes, doctor_prompt;

#endif
