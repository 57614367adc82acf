/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Install what the project declares, by its own tool or by pip. */
#include "up/up.h"

#include "build/pip.h"
#include "cli/command.h"
#include "commands/allow.h"
#include "core/path.h"
#include "formats/requirement.h"
#include "lookup/why_off.h"
#include "mend/repoint.h"
#include "print/paste.h"
#include "records/home.h"
#include "records/slots.h"
#include "up/place.h"

static struct up up;

static const struct option_spec options[] = {
	{ 'n', "dry-run", NULL, "print the commands only", .flag = &up.dry_run },
	{ 'p', "python", "PYTHON", "Python of a new environment", .value = &up.python },
	{ 'r', "requirement", "FILE", "install only what FILE lists", .values = &up.files },
	{ 0, "extra", "EXTRA", "also the packages of this extra", .values = &up.in.extras },
	{ 0, "group", "GROUP", "also the packages of this group", .values = &up.in.groups },
	{ 0 },
};

static int check_names(const struct strings *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (!requirement_name_valid(names->list[i]))
			return error("'%s' is no name of an extra or a group",
				     shown(names->list[i]));
	return 0;
}

/* Record the environment that a tool has just made in the project, as `create` records its own. */
static int record_made(struct context *ctx, const struct verdict *found)
{
	struct change change = { 0 };

	if (slot_allow(&ctx->trust, &found->candidate, BY_MADE, &change) ||
	    change_commit(&change, &ctx->trust))
		return -1;
	warn_home(&ctx->settings, up.project.root);
	return 0;
}

/* Make the environment that pip installs into. Returns 0, or -1 after printing why not. */
static int make_env(struct context *ctx)
{
	unsigned accepts = 0;
	int made = up_create(&up, &accepts);

	if (made <= 0)
		return made;
	if (record_env(ctx, path_join(up.project.root, ".venv"), accepts) != RECORDED_ON)
		return -1;
	/* pip installs into the environment that is there now. */
	return up_find(&up);
}

/*
 * Record what came about, whether the tool succeeded or not, and print what keeps it off in START,
 * where the command was typed.
 */
static int finish(struct context *ctx, int status, const char *start)
{
	const char *obstacle;
	struct verdict found, here;

	find_in(&ctx->trust, up.project.root, &found);
	if (!up.found.candidate.path && verdict_is_unallowed(&found)) {
		if (record_made(ctx, &found))
			return EXIT_FAILED;
		find_in(&ctx->trust, up.project.root, &found);
	}
	if (status) {
		up_note_other_way(&up, &found);
		return status;
	}
	if (!found.candidate.path)
		return error("no environment in '%s'%s", shown(up.project.root),
			     none_next(ctx, up.project.root));
	if (!verdict_is_usable(&found))
		return reason_error(ctx, &found);
	obstacle = allow_obstacle(ctx, found.venv.path);
	if (obstacle)
		note("%s", obstacle);
	find_in(&ctx->trust, start, &here);
	if (here.venv.path && !streq(here.venv.path, found.venv.path))
		note("'%s' comes first here; %s turns '%s' on in this shell", shown(here.venv.path),
		     paste_for_quoted("avenv activate", found.venv.path), shown(found.venv.path));
	up_note_dev(&up, &found);
	return EXIT_DONE;
}

static int run_up(struct context *ctx, int argc, char **argv)
{
	const char *start = ctx->physical.path;
	int status;

	up.ctx = ctx;
	if (up.files.count && (up.in.extras.count || up.in.groups.count))
		return command_usage(&cmd_up, "'-r' excludes '--extra' and '--group'");
	if (pip_check_files(&up.files) || check_names(&up.in.extras) ||
	    check_names(&up.in.groups) || records_load(&ctx->trust) || up_find(&up))
		return EXIT_FAILED;
	if (up_is_built(&up)) {
		note("nothing to do: '%s' has what '%s' declares", shown(up.found.venv.path),
		     up.compared.file);
		up_note_dev(&up, &up.found);
		return EXIT_DONE;
	}
	if (up_check_tool(&up) || up_check_place(&up) || change_dir(ctx, up.project.dir) ||
	    make_env(ctx))
		return EXIT_FAILED;
	status = up_install(&up);
	if (!up.dry_run)
		return finish(ctx, status, start);
	up_note_dev(&up, &up.found);
	return status;
}

const struct command cmd_up = {
	.name = "up",
	.args = "[OPTION...]",
	.summary = "Install what the project's files ask for",
	.notes =
		"It reads the first of uv.lock, poetry.lock, pdm.lock, Pipfile.lock, Pipfile,\n"
		"pylock.toml, requirements.txt, pyproject.toml and setup.py, and runs uv, poetry,\n"
		"pdm, pipenv or pip, as 'avenv up -n' prints. A pyproject.toml with settings of\n"
		"uv, poetry or pdm comes before requirements.txt.",
	.example = "avenv up",
	.options = options,
	.run = run_up,
};
