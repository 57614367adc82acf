/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the defects of environments and of this shell, a line each. */
#include "mend/doctor.h"

#include <stdio.h>

#include "cli/command.h"
#include "commands/doctor_shell.h"
#include "core/mem.h"
#include "lookup/calling_shell.h"
#include "lookup/known.h"
#include "lookup/target.h"
#include "print/msg.h"
#include "print/paste.h"

static bool want_all, want_json;

static const struct option_spec options[] = {
	{ 0, "all", NULL, "every known environment", .flag = &want_all },
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0 },
};

/* ---- environments ----------------------------------------------------------- */

struct answer {
	struct context *ctx;
	/** the document; NULL without --json */
	json_t *json;
	/** a defect or an error was found; findings were printed */
	bool failed, printed;
};

/* Print the FINDINGS about the environment at PATH; NULL: about this shell. */
static void print_findings(struct answer *a, const char *path, const struct findings *findings)
{
	json_t *object;

	a->failed |= findings_wrong(findings) > 0;
	progress_end();
	if (!want_json) {
		a->printed |= findings_print(path ? shown(path) : "this shell", findings,
					     !msg_quiet && !want_all);
		return;
	}
	object = json_object();
	if (path)
		json_put_text(object, "path", path);
	json_object_set_new(object, "findings", findings_json(findings));
	if (path)
		json_array_append_new(json_object_get(a->json, "environments"), object);
	else
		json_object_set_new(a->json, "shell", object);
}

/*
 * The command `pip check` of the environment, since `doctor` does not compare requirements. NULL:
 * the environment has no pip that a printed command may start.
 */
static const char *pip_check_line(const struct doctor *d)
{
	if (!d->dists.count || !d->has_pip)
		return NULL;
	return formatted("%s -I -m pip check", paste_word(venv_python(d->venv)));
}

/*
 * Examine VENV, NULL if the search found none, with the result FOUND. IN_STORE: it is in the store
 * of a tool. Print the findings.
 */
static void examine(struct answer *a, const struct venv *venv, const struct verdict *found,
		    bool in_store)
{
	struct doctor d = { .ctx = a->ctx, .venv = venv, .found = found, .in_store = in_store };
	const char *path = found->candidate.path, *pip_check;

	if (!venv)
		doctor_trust(&d);
	else if (doctor_env(&d))
		a->failed = true;
	print_findings(a, venv ? venv->path : path, &d.findings);
	pip_check = venv && !want_all && !want_json ? pip_check_line(&d) : NULL;
	if (pip_check)
		note("requirements of packages are not compared; %s compares them",
		     paste_quoted(pip_check));
}

/* Examine the environment ENV; NULL: this directory's, else the active one. */
static void examine_named(struct answer *a, const char *env)
{
	struct verdict found;
	struct venv venv;
	bool in_store;

	if (env ? target_look(a->ctx, env, &venv) : target_find(a->ctx, NULL, &found)) {
		a->failed = true;
	} else if (env) {
		in_store = known_tool(venv.path) != NULL;
		known_judge(&a->ctx->trust, venv.path, in_store, &found);
		examine(a, &venv, &found, in_store);
	} else if (found.candidate.path) {
		examine(a, found.venv.path ? &found.venv : NULL, &found, false);
	}
}

static void examine_all(struct answer *a)
{
	struct known known;

	progress_begin("examining all environments");
	known_find_judged(a->ctx, &known);
	for (size_t i = 0; i < known.count; i++) {
		struct mem_mark mark = mem_mark();

		examine(a, &known.list[i].found->venv, known.list[i].found, known.list[i].tool);
		mem_release(mark);
	}
}

static void examine_shell(struct answer *a, const struct calling_shell *s)
{
	struct findings findings = { 0 };

	doctor_shell(a->ctx, s, &findings);
	print_findings(a, NULL, &findings);
}

static int run_doctor(struct context *ctx, int argc, char **argv)
{
	struct answer a = { .ctx = ctx };
	struct calling_shell s;

	if (want_all && argc)
		return command_usage(&cmd_doctor, "'--all' takes no ENV");
	calling_shell_read(ctx, EVENT_PROMPT, &s);
	if (want_json) {
		a.json = json_document();
		json_object_set_new(a.json, "environments", json_array());
	}
	if (want_all)
		examine_all(&a);
	for (int i = 0; !want_all && (i < argc || !i); i++)
		examine_named(&a, argv[i]);
	examine_shell(&a, &s);
	if (want_json)
		json_print(a.json, stdout);
	else if (!a.printed && !a.failed && !msg_quiet)
		printf("nothing is wrong\n");
	return a.failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.args = "[--json] [--all | ENV...]",
	.summary = "Find what is wrong, and the command that mends it",
	.notes = "Exit status: 1 if something is wrong; notes do not count.",
	.example = "avenv doctor --all",
	.options = options,
	.run = run_doctor,
};
