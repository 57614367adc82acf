/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with environments and with this shell, in a line each. */
#include <stdio.h>

#include "command/command.h"
#include "commands/doctor_here.h"
#include "core/find.h"
#include "known/envs.h"
#include "known/place.h"
#include "known/unseen.h"
#include "mend/doctor.h"
#include "print/msg.h"

#include "core/banned.h"

static bool want_all, want_json;

static const struct option_spec options[] = {
	{ .name = "all", .help = "every known environment", .flag = &want_all },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

/** The answer while it is made. */
struct answer {
	struct context *ctx;
	struct json json;
	/** environments that were examined, and the last one */
	size_t count;
	const char *path;
	/** something is wrong or cannot be looked at; something was printed */
	bool failed, printed;
};

/* FINDINGS about the environment at PATH; NULL: about this shell. */
static void tell(struct answer *a, const char *path, const char *python,
		 const struct findings *findings)
{
	a->failed |= findings_wrong(findings) > 0;
	if (!want_json)
		a->printed |= findings_print(path ? shown(path) : "this shell", findings,
					     !msg_quiet && !want_all);
	json_object(&a->json, path ? NULL : "shell");
	if (path) {
		json_text(&a->json, "path", path);
		json_text(&a->json, "python", python);
	}
	findings_json(&a->json, findings);
	json_object_end(&a->json);
}

/* FOUND is what the search found; NULL: there was none. */
static void examine(struct answer *a, const struct venv *venv, const struct found *found)
{
	const struct python_from from = { &a->ctx->settings, a->ctx->physical };
	struct doctor d = { .trust = &a->ctx->trust, .from = &from, .venv = venv, .found = found };
	struct found recorded;

	if (!found) {
		find_recorded(d.trust, venv->path, &recorded);
		d.found = &recorded;
	}
	a->count++;
	a->path = venv->path;
	if (doctor_env(&d))
		a->failed = true;
	tell(a, venv->path, env_python(venv), &d.findings);
}

static void examine_named(struct answer *a, const char *name)
{
	struct venv venv;

	if (place_look(a->ctx, name, &venv))
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
		tell(a, found.candidate.path, NULL, &d.findings);
	} else if (is_set(active) && active[0] == '/' && venv_exists(active)) {
		examine_named(a, active);
	}
}

static void examine_all(struct answer *a)
{
	struct envs envs;

	unseen_begin();
	envs_find(a->ctx, &envs);
	if (unseen_text()) {
		error("%s", unseen_text());
		a->failed = true;
	}
	for (size_t i = 0; i < envs.count; i++)
		examine(a, &envs.list[i].venv, NULL);
	envs_tell_cut_short(&envs);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct answer a = { .ctx = ctx };
	struct findings shell = { 0 };
	struct here here;

	if (want_all && argc)
		return command_usage(&cmd_doctor, "'--all' goes with no environment");
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
	doctor_shell(here.look.virtual_env, here.look.path, &shell);
	doctor_here(ctx, &here, &shell);
	tell(&a, NULL, NULL, &shell);
	json_object_end(&a.json);
	if (want_json)
		json_print(&a.json);
	else if (!a.printed && !a.failed && !msg_quiet)
		printf("nothing is wrong with %s\n",
		       !a.count     ? "this shell" :
		       a.count == 1 ? formatted("'%s'", shown(a.path)) :
				      counted(a.count, "environment", "environments"));
	return a.failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.args = "[--json] [--all | ENV...]",
	.summary = "Say what is wrong with environments, and what mends it",
	.example = "avenv doctor --all",
	.options = options,
	.run = run,
};
