/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/doctor.h"

#include <unistd.h>

#include "mend/repair.h"

#include "core/banned.h"

static examination *const of_env[] = {
	doctor_cfg,        doctor_windows, doctor_system_site, doctor_trust,
	doctor_tracked,    doctor_backup,  doctor_leftovers,   doctor_metadata,
	doctor_duplicates, doctor_records, doctor_pip,         doctor_needs,
};

static shell_examination *const of_shell[] = {
	doctor_active, doctor_path,  doctor_python_vars, doctor_pip_vars, doctor_managed,
	doctor_conda,  doctor_store, doctor_hook,        doctor_clashes,
};

static void take(struct findings *to, const struct findings *from)
{
	for (size_t i = 0; i < from->count; i++)
		*findings_add(to, NULL, NULL, NULL) = from->list[i];
}

/* What repair would mend, and what it cannot. */
static int look_for_repairs(struct context *ctx, const struct venv *venv, struct findings *findings)
{
	const struct python_from from = { .settings = &ctx->settings, .cwd = ctx->physical };
	struct repair r = { .venv = venv, .from = &from, .user = &ctx->user, .dry = true };

	/* Of what it cannot look over, doctor_cfg() and doctor_windows() tell. */
	if (!venv_is_env(venv) || streq(venv->bin, "Scripts"))
		return 0;
	if (repair(&r))
		return -1;
	take(findings, &r.refused);
	for (size_t i = 0; i < r.mended.count; i++)
		FINDING_MEND(&r.mended.list[i], "avenv repair ", venv->path);
	take(findings, &r.mended);
	return 0;
}

int doctor_env(struct context *ctx, const struct venv *venv, const struct found *found,
	       struct findings *findings)
{
	struct dists dists = { 0 };
	const struct patient patient = {
		.ctx = ctx,
		.venv = venv,
		.found = found,
		.dists = &dists,
		.findings = findings,
	};

	if (look_for_repairs(ctx, venv, findings))
		return -1;
	dists_read(venv, &dists);

	for (size_t i = 0; i < ARRAY_SIZE(of_env); i++)
		of_env[i](&patient);
	return 0;
}

void doctor_place(struct context *ctx, const struct found *found, struct findings *findings)
{
	doctor_trust(&(const struct patient){ .ctx = ctx, .found = found, .findings = findings });
}

void doctor_shell(struct context *ctx, const struct here *here, struct findings *findings)
{
	const struct surroundings s = { .ctx = ctx, .here = here, .findings = findings };

	for (size_t i = 0; i < ARRAY_SIZE(of_shell); i++)
		of_shell[i](&s);
}
