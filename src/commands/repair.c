/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mend an environment in place, and print each defect that was mended. */
#include "mend/repair.h"

#include <fcntl.h>
#include <stdio.h>

#include "build/stage_dir.h"
#include "cli/command.h"
#include "commands/allow.h"
#include "core/path.h"
#include "installed/editable.h"
#include "lookup/damaged.h"
#include "lookup/known.h"
#include "lookup/target.h"
#include "plan/words.h"
#include "print/paste.h"
#include "records/slots.h"

static bool dry_run;

static const struct option_spec options[] = {
	{ .letter = 'n', .name = "dry-run", .help = "print the defects only", .flag = &dry_run },
	{ 0 },
};

static void print_repaired(struct context *ctx, const struct repair *r)
{
	const char *path = shown(r->venv->path);
	bool allowed = env_is_allowed(&ctx->trust, venv_real(r->venv));
	const char *would = "", *way = paste_for_quoted("avenv allow", r->venv->path);

	if (dry_run && allowed)
		would = joined(paste_quoted(paste_env("avenv repair", r->venv->path)), " would ");
	else if (dry_run)
		would = joined("after ", way, " repair would ");
	if (r->defects.count)
		note("%s%s %s in '%s'", would, dry_run ? "repair" : "repaired",
		     counted(r->defects.count, "defect", "defects"), path);
	for (size_t i = 0; !msg_quiet && i < r->defects.count; i++)
		printf("%s\n", r->defects.list[i].text);
	relocations_tell_others(&r->paths);
	for (size_t i = 0; i < r->refused.count; i++) {
		const struct finding *f = &r->refused.list[i];
		const struct reason rebuild = { f->text, f->mend, "rebuilds it" };

		error("%s",
		      allowed ? reason_line(rebuild) : formatted("%s; first %s", f->text, way));
	}
	if (!r->defects.count && !r->refused.count)
		note("there is nothing to repair in '%s'; %s says whether its Python starts here",
		     path, paste_quoted(paste_env("avenv doctor", r->venv->path)));
}

/*
 * Lock ENV. If it was moved with its project, add its record at the new path to CHANGE. Returns 0,
 * or -1 after printing why not.
 */
static int lock_and_take_record(struct trust *trust, const char *env, struct change *change)
{
	int dir = stage_dir_lock(AT_FDCWD, env, env, NULL);
	struct verdict found;

	if (dir < 0)
		return -1;
	find_at(trust, env, false, &found);
	if (!verdict_was_moved(&found))
		return 0;
	if (slot_allow(trust, &found.candidate, BY_MADE, change))
		return -1;
	return change_check_project(change, dir, "..", found.project.path);
}

/* Repair ENV; NULL: this directory's environment, else the active one. */
static int repair_env(struct context *ctx, const char *env)
{
	struct repair r = { .ctx = ctx };
	struct reason elsewhere = { 0 };
	struct change change = { 0 };
	struct verdict found;
	struct venv venv;

	if (target_find(ctx, env, TO_READ, &found))
		return EXIT_FAILED;
	venv = found.venv;
	r.venv = &venv;
	if (!venv_is_env(&venv) || venv.health == CFG_NOT_UTF8 || venv.health == UNSUPPORTED)
		return damaged_error(&ctx->trust, &venv);
	if (repair_check_owners(&ctx->trust, &venv))
		return EXIT_FAILED;
	if (!dry_run && lock_and_take_record(&ctx->trust, venv.path, &change))
		return EXIT_FAILED;
	if (!dry_run)
		edits_sweep(venv.path);
	if (repair_look(&r))
		return EXIT_FAILED;
	/* A healthy environment needs no record. */
	if (!dry_run && r.defects.count && !r.refused.count &&
	    (target_prepare_write(ctx, venv_real(&venv), "repaired", NULL) || repair_write(&r)))
		return EXIT_FAILED;
	file_close(r.dir);
	print_repaired(ctx, &r);
	if (!r.refused.count && change_commit(&change, &ctx->trust))
		return EXIT_FAILED;
	if (!r.refused.count && change.add_count)
		allow_tell(ctx, real_path_parent(venv_real(&venv)), path_base(venv.path));
	if (!r.refused.count && !(dry_run && r.defects.count))
		elsewhere = editable_elsewhere(&venv);
	if (elsewhere.why)
		note("%s", reason_line(elsewhere));
	return r.refused.count ? EXIT_FAILED : EXIT_DONE;
}

static int run_repair(struct context *ctx, int argc, char **argv)
{
	int ret = EXIT_DONE;

	for (int i = 0; i < argc || !i; i++)
		if (repair_env(ctx, argv[i]))
			ret = EXIT_FAILED;
	return ret;
}

const struct command cmd_repair = {
	.name = "repair",
	.args = "[OPTION...] [ENV...]",
	.summary = "Repair an environment that was moved, or lost its Python",
	.example = "avenv repair --dry-run",
	.options = options,
	.run = run_repair,
};
