/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the defects of environments and of this shell, a line each. */
#include "mend/doctor.h"

#include <stdio.h>

#include "cli/command.h"
#include "commands/status_lines.h"
#include "context/calling_shell.h"
#include "core/mem.h"
#include "lookup/known.h"
#include "lookup/target.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/in_effect.h"

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
	/** the command that compares the packages of the environment; NULL: none */
	const char *pip_check;
};

/* Print the FINDINGS about the environment at PATH. */
static void print_findings(struct answer *a, const char *path, const struct findings *findings)
{
	json_t *object;

	a->failed |= findings_wrong(findings) > 0;
	progress_end();
	if (!want_json) {
		a->printed |= findings_print(shown(path), findings, !msg_quiet && !want_all);
		return;
	}
	object = json_object();
	json_put_text(object, "path", path);
	json_object_set_new(object, "findings", findings_json(findings));
	json_array_append_new(json_object_get(a->json, "environments"), object);
}

/* Print the findings about VENV, the environment of FOUND; NULL: the search found none. */
static void examine(struct answer *a, const struct venv *venv, const struct verdict *found)
{
	struct doctor d = { .ctx = a->ctx, .venv = venv, .found = found };

	if (!venv)
		doctor_trust(&d);
	else if (doctor_env(&d))
		a->failed = true;
	print_findings(a, venv ? venv->path : found->candidate.path, &d.findings);
	if (venv && !want_all)
		a->pip_check = doctor_pip_check(&d);
}

/* Examine the environment ENV; NULL: this directory's, else the active one. */
static void examine_named(struct answer *a, const char *env)
{
	struct verdict found;
	struct venv venv;

	if (target_find(a->ctx, env, env ? TO_READ : TO_NAME, &found)) {
		a->failed = true;
	} else if (env) {
		/* Typed, it is found without a record: what do the records say? */
		venv = found.venv;
		known_judge(&a->ctx->trust, venv_real(&venv), known_tool(venv_real(&venv)), &found);
		examine(a, &venv, &found);
	} else if (found.candidate.path) {
		examine(a, found.venv.path ? &found.venv : NULL, &found);
	}
}

static void examine_all(struct answer *a)
{
	struct known known;

	progress_begin("examining all environments");
	known_find_judged(a->ctx, &known);
	for (size_t i = 0; i < known.count; i++) {
		struct mem_mark mark = mem_mark();
		const struct venv venv = known.list[i].found->venv;

		examine(a, &venv, known.list[i].found);
		mem_release(mark);
	}
}

/* Print of the shell the same lines as `avenv`. */
static void examine_shell(struct answer *a)
{
	struct status_lines lines;
	struct calling_shell s;
	struct reason path_alone;
	const char *plugin;
	json_t *object;

	calling_shell_read(a->ctx, EVENT_PROMPT, &s);
	lines = status_lines(a->ctx, &s);
	a->failed |= lines.wrong;
	status_lines_note(&lines);
	plugin = rival_plugin(&s);
	if (plugin)
		note("%s turns environments on and off at each cd, too; remove that from your "
		     "startup file, and avenv alone does",
		     plugin);
	path_alone = path_alone_reason(&s);
	if (path_alone.why)
		note("%s", reason_line(path_alone));
	if (!want_json) {
		if (lines.wrong || !msg_quiet)
			status_lines_print(&s, &lines);
		return;
	}
	object = json_object();
	json_object_set_new(object, "wrong", json_boolean(lines.wrong));
	status_lines_json(object, &lines);
	json_object_set_new(a->json, "shell", object);
}

static int run_doctor(struct context *ctx, int argc, char **argv)
{
	struct answer a = { .ctx = ctx };

	if (want_all && argc)
		return command_usage(&cmd_doctor, "'--all' takes no ENV");
	if (want_json) {
		a.json = json_document();
		json_object_set_new(a.json, "environments", json_array());
	}
	examine_shell(&a);
	if (want_all)
		examine_all(&a);
	/* Without ENV, argv[0] is NULL. */
	for (int i = 0; !want_all && (i < argc || !i); i++)
		examine_named(&a, argv[i]);
	if (want_json)
		json_print(a.json, stdout);
	else if (!a.printed && !a.failed && !msg_quiet)
		printf("nothing is wrong\n");
	if (a.pip_check && argc < 2 && !want_all && !want_json && !a.failed)
		note("%s compares the requirements of packages", paste_quoted(a.pip_check));
	return a.failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.args = "[--json] [--all | ENV...]",
	.summary = "Find what is wrong, and the command that repairs it",
	.notes = "Exit status: 1 if something is wrong; notes do not count.",
	.example = "avenv doctor --all",
	.options = options,
	.run = run_doctor,
};
