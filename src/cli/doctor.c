/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/doctor.h"

#include "cli/doctor_parts.h"

#include "core/banned.h"

static examination *const of_env[] = {
	doctor_cfg,        doctor_windows, doctor_base,      doctor_system_site,
	doctor_trust,      doctor_tracked, doctor_leftovers, doctor_metadata,
	doctor_duplicates, doctor_records, doctor_pip,       doctor_needs,
};

static shell_examination *const of_shell[] = {
	doctor_active,   doctor_path,    doctor_python_vars,
	doctor_pip_vars, doctor_conda,   doctor_store,
	doctor_hook,     doctor_clashes, doctor_prompt,
};

void doctor_env(struct context *ctx, const struct venv *venv,
		const struct found *found, struct findings *findings)
{
	struct dists dists = { 0 };
	const struct patient patient = {
		.ctx = ctx,
		.venv = venv,
		.found = found,
		.dists = &dists,
		.findings = findings,
	};

	dists_read(venv, &dists);

	for (size_t i = 0; i < ARRAY_SIZE(of_env); i++)
		of_env[i](&patient);
}

void doctor_place(const struct found *found, struct findings *findings)
{
	doctor_trust(&(const struct patient){ .found = found,
					      .findings = findings });
}

void doctor_shell(struct context *ctx, const struct here *here,
		  struct findings *findings)
{
	const struct surroundings s = { .ctx = ctx,
					.here = here,
					.findings = findings };

	for (size_t i = 0; i < ARRAY_SIZE(of_shell); i++)
		of_shell[i](&s);
}
