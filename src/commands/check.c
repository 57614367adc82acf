/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compare what is installed with what the project's files declare. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/command.h"
#include "core/path.h"
#include "lookup/target.h"
#include "lookup/way_up.h"
#include "lookup/why_off.h"
#include "print/json.h"
#include "print/paste.h"
#include "print/table.h"
#include "up/difference.h"

static bool want_unjudged, want_json, want_hint;
static struct strings files;
static struct comparison wanted;

static const struct option_spec options[] = {
	{ 'r', "requirement", "FILE", "the file to compare with; may be repeated",
	  .values = &files },
	{ 0, "extra", "EXTRA", "also the packages of this extra", .values = &wanted.extras },
	{ 0, "group", "GROUP", "also the packages of this group", .values = &wanted.groups },
	{ 'v', "verbose", NULL, "list what cannot be compared", .flag = &want_unjudged },
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0, "hint", NULL, "one line or nothing, for a prompt", .flag = &want_hint },
	{ 0 },
};

/* The version that IS asks for, its URL, or why it cannot be compared, in words for people. */
static const char *declared_words(const struct declared *is)
{
	if (is->unsure)
		return is->unsure;
	if (*is->requirement.specifiers)
		return shown(is->requirement.specifiers);
	return is->requirement.url ? shown(is->requirement.url) : "any";
}

static void add_rows(struct table *t, const struct declared_list *l)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct declared *req = &l->list[i];
		const char *file = req->document->name;

		table_add(t, req->requirement.name, COLOUR_PLAIN);
		table_add(t, req->installed ? req->installed->version : "-", COLOUR_PLAIN);
		table_add_words(t, declared_words(req), COLOUR_PLAIN);
		table_add(t, req->line ? formatted("%s:%zu", file, req->line) : file, COLOUR_FAINT);
		table_add(t, req->required_by ? dist_pin(req->required_by) : NULL, COLOUR_FAINT);
	}
}

static struct declared_list python_row(const struct comparison *c)
{
	return (struct declared_list){ .list = c->python, .count = c->python != NULL };
}

static json_t *declared_json(const struct declared_list *l)
{
	json_t *list = json_array();

	for (size_t i = 0; i < l->count; i++) {
		const struct declared *req = &l->list[i];
		json_t *object = json_object();

		json_put_text(object, "name", req->requirement.name);
		json_put_text(object, "installed", req->installed ? req->installed->version : NULL);
		json_put_text(object, "declared", req->requirement.specifiers);
		json_put_text(object, "file", req->document->name);
		json_object_set_new(object, "line", json_integer((json_int_t)req->line));
		json_put_text(object, "by", req->required_by ? dist_pin(req->required_by) : NULL);
		json_put_text(object, "why", req->unsure);
		json_array_append_new(list, object);
	}
	return list;
}

static void print_check_json(const struct comparison *c, const char *command)
{
	const struct declared_list python = python_row(c);
	json_t *root = json_document();

	json_put_text(root, "path", c->venv->path);
	json_put_text(root, "file", c->file);
	json_object_set_new(root, "python", declared_json(&python));
	json_object_set_new(root, "differences", declared_json(&c->differences));
	json_object_set_new(root, "unjudged", declared_json(&c->unjudged));
	json_put_text(root, "command", declared_is_different(c) ? command : NULL);
	json_print(root, stdout);
}

/* Name the command of the tool that tells if its lock file, which C has read, is up to date. */
static void print_question(struct context *ctx, const struct comparison *c)
{
	const char *question = declared_question(ctx, c);

	if (question)
		note("%s says if '%s' fits '%s'", paste_quoted(question), shown(c->file),
		     manifest_project_file(c->project.manifest));
}

/* MISSING: why COMMAND would start nothing, or why the tool installs elsewhere */
static void print_check(const struct comparison *c, const char *command,
			const struct reason *missing)
{
	static const char *const titles[] = { "NAME", "INSTALLED", "DECLARED", "BY", "" };
	const struct declared_list python = python_row(c);
	struct table t;

	table_init(&t, titles, ARRAY_SIZE(titles));
	add_rows(&t, &python);
	add_rows(&t, &c->differences);
	if (want_unjudged)
		add_rows(&t, &c->unjudged);
	if (python.count || c->differences.count || (want_unjudged && c->unjudged.count))
		table_print(&t, stdout);
	if (c->unjudged.count && !want_unjudged)
		note("%s not compared: %s says why",
		     counted(c->unjudged.count, "package is", "packages are"),
		     paste_quoted(paste_with("-v")));
	if (declared_is_different(c))
		note("%s%s", declared_summary(c),
		     missing->why || !command ?
			     "" :
			     formatted("; %s installs what is declared", paste_quoted(command)));
	else if (c->met || !c->unjudged.count)
		note("'%s' has %s %s declares", shown(c->venv->path),
		     c->unjudged.count ? "all else that" : "what", shown(c->file));
	if (missing->why)
		note("%s", reason_line(*missing));
}

/* ---- at a prompt -------------------------------------------------------------------- */

enum {
	/** the processor's time that a prompt waits for, in microseconds: with start and end 0.2 s */
	HINT_TIME = 150 * 1000,
};

static void give_up(int signal)
{
	(void)signal;
	_exit(EXIT_DONE);
}

/*
 * End the process in silence after TIME microseconds of the processor's time; 0: never. Other
 * processes do not count, so that the same files have the same answer on a busy machine. What a
 * slow disk costs is bounded by the bytes that are read.
 */
static void limit_time(suseconds_t time)
{
	const struct itimerval timer = { .it_value.tv_usec = time };

	(void)signal(SIGPROF, give_up);
	(void)setitimer(ITIMER_PROF, &timer, NULL);
}

/* Print one line if this directory's environment, which avenv turned on, differs; else nothing. */
static int print_check_hint(struct context *ctx)
{
	const char *active = getenv("VIRTUAL_ENV"), *ours = getenv("AVENV_ENV");
	struct project project;
	struct comparison c;
	const char *up;
	struct verdict found;

	limit_time(HINT_TIME);
	project = project_here(ctx);
	find_pwd(ctx, &found);
	if (!verdict_is_usable(&found) || !is_set(active) || !is_set(ours) ||
	    !streq(active, ours) || !streq(found.venv.path, active) ||
	    !declared_differs(ctx, &project, &found, &c))
		return EXIT_DONE;
	up = declared_up(ctx, &c);
	limit_time(0);
	note("%s ('avenv check' %s%s)", declared_summary(&c), declared_check_does(&c),
	     up ? formatted(", %s installs", paste_quoted(up)) : "");
	return EXIT_FAILED;
}

/* ---- asked for ---------------------------------------------------------------------- */

/* PROJECT has no file that is compared. */
static int not_compared(struct context *ctx, const struct project *project)
{
	const struct manifest *m = project->manifest;
	struct reason up = way_to_install(ctx, project);
	const char *why = m->is_tree ? "only a build tells what it requires" :
				       "only its tool tells what it requires";

	return error("'%s' is not compared: %s", m->file->name,
		     *up.why ? reason_line(up) : joined(why, "; ", reason_line(up)));
}

/*
 * Set FOUND to the environment of PROJECT, that of this directory, if that is not FOUND. Returns 0,
 * or -1 after printing why there is none, or why `up` would not fill it from here.
 */
static int find_filled(struct context *ctx, const struct project *project, struct verdict *found)
{
	struct verdict here, own;
	struct reason r;

	find_pwd(ctx, &here);
	if (!here.candidate.path || !up_fills_other(ctx, project, &here, &own))
		return 0;
	if (project->fault)
		return error("%s", project->fault);
	r = way_to_root(ctx, project, &own);
	if (!r.why && !own.candidate.path)
		r = way_to_make(ctx,
				formatted("'%s' is of '%s', and '%s' has no environment",
					  shown(here.candidate.path), shown(here.candidate.project),
					  shown(project->root)),
				project);
	if (r.why)
		return error("%s", reason_line(r));
	if (!verdict_is_usable(&own))
		return reason_error(ctx, &own);
	*found = own;
	return 0;
}

/* The project with which FOUND is compared: PROJECT, that of this directory, or FOUND's own. */
static struct project compared_project(const struct context *ctx, const struct verdict *found,
				       const struct project *project)
{
	const char *dir = ctx->physical.path ? ctx->physical.path : "/";

	/* As `pip install -r`, typed here: paths in the files are relative to this directory. */
	if (files.count)
		return (struct project){ .dir = dir, .root = dir };
	return project_of_env(project, found);
}

/*
 * Compare FOUND with the files of -r, or with PROJECT: fill in `wanted`. Returns 0, or -1 after
 * printing why one of the files is not read.
 */
static int compare_files(struct context *ctx, const struct verdict *found,
			 const struct project *project)
{
	static struct dists dists;

	wanted.project = compared_project(ctx, found, project);
	wanted.venv = &found->venv;
	wanted.dists = &dists;
	for (size_t i = 0; i < files.count; i++) {
		const char *path = path_clean(path_join(wanted.project.dir, files.list[i]));
		struct reason r = install_refusal(ctx, path);

		if (r.why)
			return error("%s", reason_line(r));
		strings_add(&wanted.files, path);
	}
	dists_read(&found->venv, &dists);
	declared_compare(&wanted);
	if (!wanted.file && ctx->physical.path &&
	    !path_under(found->venv.path, wanted.project.root)) {
		wanted.project = project_in(ctx->physical.path);
		declared_compare(&wanted);
	}
	return 0;
}

static int run_check(struct context *ctx, int argc, char **argv)
{
	const struct project *project = &wanted.project;
	struct project here;
	struct verdict found;
	struct reason missing;
	const char *command = NULL;
	bool differs;

	if (want_hint) {
		paste_by_hook();
		return print_check_hint(ctx);
	}
	here = project_here(ctx);
	if (target_find(ctx, argv[0], TO_READ, &found) ||
	    (!argv[0] && !files.count && find_filled(ctx, &here, &found)))
		return EXIT_FAILED;
	if (compare_files(ctx, &found, &here))
		return EXIT_FAILED;
	if (wanted.fault || wanted.unknown)
		return error("%s", wanted.fault ? wanted.fault : wanted.unknown);
	if (!wanted.file && project->manifest && project->manifest->file->refused)
		return error("%s", reason_line(install_refusal(ctx, project->file)));
	if (!wanted.file && project->manifest)
		return not_compared(ctx, project);
	if (!wanted.file)
		return error("'%s' has no file that declares packages; '-r FILE' names one",
			     shown(project->root));
	differs = declared_is_different(&wanted);
	if (differs || want_json)
		command = declared_command(ctx, &wanted, &missing);
	if (!differs)
		missing = declared_elsewhere(ctx, &wanted);
	if (want_json)
		print_check_json(&wanted, command);
	else
		print_check(&wanted, command, &missing);
	if (want_unjudged && !want_json)
		print_question(ctx, &wanted);
	return differs ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_check = {
	.name = "check",
	.args = "[OPTION...] [ENV]",
	.summary = "Show what differs from the project's files",
	.notes = "The files are those of 'avenv up --help', but for setup.py. A package that no\n"
		 "file asks for is no difference.\nExit status: 1 if a package differs.",
	.example = "avenv check -r requirements-dev.txt",
	.options = options,
	.run = run_check,
};
