/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make an environment, as `python -m venv` makes it. */
#include "build/create.h"

#include "build/pip.h"
#include "cli/command.h"
#include "commands/allow.h"
#include "core/path.h"
#include "core/utf8.h"
#include "declared/install.h"
#include "declared/project.h"
#include "formats/pep440.h"
#include "lookup/target.h"
#include "lookup/way_python.h"
#include "lookup/way_up.h"
#include "mend/repoint.h"
#include "plan/search.h"
#include "print/paste.h"
#include "records/change.h"
#include "system/file_at.h"

static struct strings requirements;
static struct create_how how = { .files = &requirements, .typed = true };

// clang-format off
static const struct option_spec options[] = {
	{ 'p', "python", "PYTHON", "Python to use: 3.12 or a path", .value = &how.python },
	{ 'r', "requirement", "FILE", "install what FILE lists", .values = &requirements },
	{ 0, "clear", NULL, "replace it by a new one", .flag = &how.venv.clear },
	{ 0, "upgrade-deps", NULL, "upgrade pip from the index", .flag = &how.venv.upgrade_deps },
	{ 0, "prompt", "TEXT", "name in the prompt; '.': this directory's",
	  .value = &how.venv.prompt },
	{ 0, "system-site-packages", NULL, "share the system's packages",
	  .flag = &how.venv.system_site },
	{ 0, "without-pip", NULL, "do not install pip", .flag = &how.venv.without_pip },
	{ 0, "tracked", NULL, "even if git tracks it", .flag = &how.tracked },
	{ 0 },
};
// clang-format on

/* A prompt of "." is the name of the working directory. */
static int check_prompt(void)
{
	const char *prompt = how.venv.prompt ? how.venv.prompt : "";
	const char *cwd = streq(prompt, ".") ? cwd_physical().path : NULL;
	uint32_t c;

	prompt = cwd ? path_base(cwd) : prompt;
	for (const char *s = prompt; *s;) {
		size_t len = utf8_decode(s, &c);

		if (!len || c < ' ' || (c > '~' && c < 0xA0))
			return error(
				"'%s' cannot be a prompt: it must be UTF-8 without control characters",
				shown(prompt));
		s += len;
	}
	return 0;
}

/* Refuse "3.12" and "python3.12", which are versions, unless there is such a directory. */
static int check_name(const char *name)
{
	const char *version = name + (starts_with(name, "python") ? strlen("python") : 0);
	size_t n = strspn(version, "0123456789.");

	if (version[0] != '3' || version[n + (version[n] == 't')] || file_exists(name) > 0)
		return 0;
	return error("'%s' is a version; did you mean %s? (for a directory: %s)", name,
		     paste_quoted(paste_instead(name, joined("-p ", name))),
		     paste_quoted(paste_instead(name, joined("./", name))));
}

/* ---- messages --------------------------------------------------------------- */

/* The project of TARGET: the directory that holds it, except for `avenv create .` */
static const char *project_of(const struct context *ctx, const struct create_target *target)
{
	return ctx->physical.path && streq(ctx->physical.path, target->path) ?
		       target->path :
		       path_parent(target->path);
}

/* Print that TARGET comes before the environment of BEFORE, which the project had until now. */
static void note_replaced(const struct create_target *target, const struct verdict *before)
{
	const struct candidate *c = &before->candidate;
	const char *name = c->tool    ? formatted("%s's environment", c->tool) :
			   c->several ? c->several :
					formatted("'%s'", shown(c->name ? c->name : ""));

	if (c->name && !streq(c->path, target->path))
		note("'%s' comes first in '%s' from now on, before %s", shown(target->name),
		     shown(path_parent(target->path)), name);
}

/* Print the command that installs what the project of ENV, which is new, declares. */
static void note_up(struct context *ctx, const char *env)
{
	const char *dir = path_parent(env), *way = NULL;
	struct project p = project_above(&ctx->settings, dir);

	if (!p.manifest || p.manifest->file->refused || !streq(p.dir, dir))
		return;
	if (how.python && p.manifest->tool)
		way = python_not_kept(ctx, p.manifest, env, how.python);
	if (way) {
		note("%s does not take Python %s here; %s", p.manifest->tool->name,
		     shown(how.python), way);
		return;
	}
	note("%s", reason_line(way_to_install(ctx, &p)));
}

/*
 * Print why TARGET stays off at the next prompt, if it does; and, with SUGGEST_UP, the command that
 * installs what the project declares.
 */
static void note_how_to_activate(struct context *ctx, const struct create_target *target,
				 enum recorded recorded, bool suggest_up)
{
	const char *project = project_of(ctx, target), *obstacle;

	if (recorded >= RECORDED_NOT || msg_quiet)
		return;
	obstacle = allow_obstacle(ctx, target->path);
	/* A shell in the environment's own directory finds it first. */
	if (!obstacle && recorded == RECORDED_BEHIND && !streq(project, target->path))
		obstacle = allow_behind(ctx, target->path);
	if (obstacle)
		note("%s", obstacle);
	if (suggest_up && streq(path_base(target->path), ".venv"))
		note_up(ctx, target->path);
}

/* ---- making it ----------------------------------------------------------------- */

static int install_requirements(const struct create_target *target, const struct python *python)
{
	const char *const deps[] = { "install", "--upgrade", "pip",
				     pep440_compare(python->version, "3.12") < 0 ? "setuptools" :
										   NULL,
				     NULL };
	struct strings args = { 0 };

	if (how.venv.upgrade_deps && pip_run(target->path, python->exe, deps))
		return -1;
	if (!requirements.count)
		return 0;
	strings_add(&args, "install");
	for (size_t i = 0; i < requirements.count; i++)
		strings_add_all(&args, (const char *const[]){ "-r", requirements.list[i], NULL });
	return pip_run(target->path, python->exe, args.list);
}

/* The command that does what install_requirements() could not. */
static const char *line_to_install(const struct context *ctx, const struct create_target *target,
				   const struct python *python)
{
	const char *exe = joined(target->path, "/bin/", python->exe);

	return requirements.count ? pip_line(ctx, exe, &requirements) : pip_upgrade(exe);
}

static int create(struct context *ctx, struct create_target *target, struct python *python)
{
	struct creation c = { .how = &how, .target = target };
	const char *project = project_of(ctx, target), *here = ctx->physical.path;
	const char *where = here && streq(project, here) ?
				    "" :
				    formatted(" for '%s' and below", shown(project));
	struct python_choice choice;

	if (create_look(ctx, &how, target) || python_choose(ctx, how.python, project, &choice))
		return -1;
	if (target->is_complete) {
		python->exe = path_base(venv_python(&target->venv));
		return 0;
	}
	if (create_stage(&c, &choice, python) || create_commit(&c))
		return -1;
	note("made '%s'%s with Python %s (%s)%s", shown(target->name), where, python->version,
	     shown(python->path), how.venv.without_pip ? ", without pip" : "");
	return 0;
}

static int run_create(struct context *ctx, int argc, char **argv)
{
	struct create_target target = { .name = argc ? argv[0] : ".venv", .dir = -1 };
	enum recorded recorded;
	struct python python = { 0 };
	struct verdict before;
	struct reason r = { 0 };
	bool installs = requirements.count || how.venv.upgrade_deps;
	int ret;

	if (how.venv.without_pip && installs)
		return command_usage(&cmd_create, "'--without-pip' excludes installing");
	if (check_prompt() || check_name(target.name) || pip_check_files(ctx, &requirements))
		return EXIT_FAILED;
	/* The path as os.path.abspath() returns it. */
	if (target.name[0] != '/' && !ctx->physical.path)
		return error("%s", pwd_lost);
	target.path =
		path_clean(path_join(ctx->physical.path ? ctx->physical.path : "/", target.name));
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	find_in(&ctx->trust, path_parent(target.path), &before);
	if (installs)
		r = way_to_pip(ctx, path_parent(target.path), &before, &requirements);
	if (r.why)
		return error("%s", reason_line(r));
	ret = create(ctx, &target, &python);
	if (ret)
		return EXIT_FAILED;
	if (files_are_noexec(target.path))
		note("'%s' %s", shown(target.name), files_noexec_text);
	recorded =
		record_env(ctx, target.path, target.dir, how.tracked ? BY_TRACKED : target.accepts);
	file_close(target.dir);
	/* Not recorded, so not safe: its pip is not started. */
	if (recorded >= RECORDED_NOT)
		return EXIT_FAILED;
	if (installs && install_requirements(&target, &python))
		return error("'%s' is there with pip; %s continues", shown(target.name),
			     paste_quoted(line_to_install(ctx, &target, &python)));
	if (recorded == RECORDED_ON)
		note_replaced(&target, &before);
	/* With --system-site-packages the packages may be installed already. */
	note_how_to_activate(ctx, &target, recorded,
			     !requirements.count && !how.venv.without_pip && !how.venv.system_site);
	return EXIT_DONE;
}

const struct command cmd_create = {
	.name = "create",
	.args = "[OPTION...] [DIR]",
	.summary = "Make an environment, '.venv' or DIR, and activate it",
	.notes = "It is on in the directory that holds DIR, and below.",
	.example = "avenv create -r requirements.txt",
	.options = options,
	.run = run_create,
};
