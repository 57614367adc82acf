/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The defects of environments and of this shell, a line each. */
#include "mend/doctor.h"

#include <stdio.h>

#include "command/command.h"
#include "commands/doctor_shell.h"
#include "core/find.h"
#include "known/known.h"
#include "known/target.h"

#include "core/banned.h"

static bool want_all, want_json;

static const struct option_spec options[] = {
	{ .name = "all", .help = "every known environment", .flag = &want_all },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

struct answer {
	struct context *ctx;
	struct json json;
	/** something is wrong or cannot be looked at; something was printed */
	bool failed, printed;
};

/* Print the FINDINGS about the environment at PATH; NULL: about this shell. */
static void print(struct answer *a, const char *path, const struct findings *findings)
{
	a->failed |= findings_wrong(findings) > 0;
	if (!want_json)
		a->printed |= findings_print(path ? shown(path) : "this shell", findings,
					     !msg_quiet && !want_all);
	json_object(&a->json, path ? NULL : "shell");
	if (path)
		json_text(&a->json, "path", path);
	findings_json(&a->json, findings);
	json_object_end(&a->json);
}

/* FOUND is what the search found; NULL: there was no search. */
static void examine(struct answer *a, const struct venv *venv, const struct found *found)
{
	const struct python_from from = { .settings = &a->ctx->settings, .cwd = a->ctx->physical };
	struct doctor d = { .trust = &a->ctx->trust, .from = &from, .venv = venv, .found = found };
	struct found recorded;

	if (!found) {
		find_recorded(d.trust, venv->path, &recorded);
		d.found = &recorded;
	}
	if (doctor_env(&d))
		a->failed = true;
	print(a, venv->path, &d.findings);
}

static void examine_named(struct answer *a, const char *name)
{
	struct venv venv;

	if (target_look(a->ctx, name, &venv))
		a->failed = true;
	else
		examine(a, &venv, NULL);
}

/* The environment of this directory, or the one that is on. */
static void examine_here(struct answer *a, const struct here *here)
{
	const char *active = here->look.virtual_env;
	struct found found;
	struct doctor d = { .trust = &a->ctx->trust, .found = &found };

	here_find(a->ctx, &found);
	if (found.venv.path) {
		examine(a, &found.venv, &found);
	} else if (found.outcome != FIND_NONE) {
		doctor_trust(&d);
		print(a, found.candidate.path, &d.findings);
	} else if (is_set(active) && active[0] == '/' && venv_exists(active)) {
		examine_named(a, active);
	}
}

static void examine_all(struct answer *a)
{
	struct known known;

	known_find(a->ctx, KNOWN_ALL, &known);
	known_judge(a->ctx, &known);
	for (size_t i = 0; i < known.count; i++)
		examine(a, &known.list[i].found.venv, NULL);
	known_tell_cut_short(&known);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct answer a = { .ctx = ctx };
	struct findings shell = { 0 };
	struct here here;

	if (want_all && argc)
		return command_usage(&cmd_doctor, "'--all' takes no ENV");
	here_look(ctx, &here);
	json_begin(&a.json);
	json_list(&a.json, "environments");
	if (want_all)
		examine_all(&a);
	else if (!argc)
		examine_here(&a, &here);
	for (int i = 0; i < argc; i++)
		examine_named(&a, argv[i]);
	json_list_end(&a.json);
	doctor_shell(ctx, &here, &shell);
	print(&a, NULL, &shell);
	json_object_end(&a.json);
	if (want_json)
		json_print(&a.json);
	else if (!a.printed && !a.failed && !msg_quiet)
		printf("nothing is wrong\n");
	return a.failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.args = "[--json] [--all | ENV...]",
	.summary = "Find defects, and name the command that mends each",
	.example = "avenv doctor --all",
	.options = options,
	.run = run,
};
