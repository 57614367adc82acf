/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rebuild an environment: with the same packages, or with those of a lock or requirements file. */
#include "mend/recreate.h"

#include "build/pip.h"
#include "cli/command.h"
#include "core/path.h"
#include "declared/project.h"
#include "lookup/damaged.h"
#include "lookup/target.h"
#include "lookup/way_python.h"
#include "lookup/way_up.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "print/paste.h"
#include "records/change.h"

static struct strings requirements;
static struct recreate_how how = { .files = &requirements };

// clang-format off
static const struct option_spec options[] = {
	{ 'p', "python", "PYTHON", "Python to use instead of the old one's", .value = &how.python },
	{ 'r', "requirement", "FILE", "install what FILE lists instead", .values = &requirements },
	{ 0 },
};
// clang-format on

/* `.venv` in the working directory has lost its pyvenv.cfg: the search does not find it. */
static bool has_parts_here(const struct context *ctx)
{
	struct venv venv;

	if (!ctx->physical.path)
		return false;
	venv_read(path_join(ctx->physical.path, ".venv"), &venv);
	return venv.health == NO_CFG && env_has_parts(&venv);
}

static int make_anew(struct context *ctx, const char *name)
{
	bool recorded = false;
	struct project project;
	struct reason up;
	struct real_path env = { 0 };
	struct verdict found;
	int made;

	if (!name && has_parts_here(ctx))
		name = ".venv";
	if (name)
		env = remove_check_path(ctx, name, TO_CHANGE, false);
	else if (!target_find(ctx, NULL, TO_READ, &found))
		env = venv_real(&found.venv);
	if (!env.path)
		return -1;
	if (replace_check(ctx, env) || remove_check_tracked(ctx, env) ||
	    target_prepare_write(ctx, env, "rebuilt", &recorded))
		return -1;
	project = project_in(path_parent(env.path));
	if (project.manifest && project.manifest->tool) {
		up = way_to_install(ctx, &project);
		how.lock_next = how.lock_anew = reason_line(up);
		if (how.python || !*up.why)
			how.lock_anew = reason_line(way_to_rebuild_by_tool(ctx, project.manifest,
									   env.path, how.python));
		if (how.python)
			how.lock_next = how.lock_anew;
		how.lock = project.file;
	}
	how.ctx = ctx;
	made = recreate(env, &how);
	if (made < 0)
		return -1;
	/* If the slot was allowed, the new environment is on as before. */
	return recorded && record_env(ctx, env.path, made, 0) == RECORDED_FAILED ? -1 : 0;
}

static int run_recreate(struct context *ctx, int argc, char **argv)
{
	if (records_load(&ctx->trust) || pip_check_files(ctx, &requirements) ||
	    make_anew(ctx, argv[0]))
		return EXIT_FAILED;
	return EXIT_DONE;
}

const struct command cmd_recreate = {
	.name = "recreate",
	.args = "[OPTION...] [ENV]",
	.summary = "Rebuild an environment with the same packages",
	.example = "avenv recreate",
	.options = options,
	.names_here = true,
	.run = run_recreate,
};
