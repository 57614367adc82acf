/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong, in a line each: with environments, and with this shell. */
#include <stdio.h>

#include "cli/doctor.h"
#include "cli/envs.h"
#include "cli/place.h"
#include "cli/progress.h"
#include "cli/unseen.h"
#include "core/find.h"
#include "core/mem.h"
#include "print/json.h"
#include "print/msg.h"

#include "core/banned.h"

static bool want_all, want_json;

static const struct option_spec options[] = {
	{ .name = "all", .help = "every known environment", .flag = &want_all },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

/** What was found of one environment, or in its place. */
struct report {
	const char *path;
	/** of its Python; NULL: unknown */
	const char *python;
	/** where it leads was not followed: nobody knows what is wrong there */
	bool unfollowed;
	struct findings findings;
};

struct reports {
	struct report *list;
	size_t count, room;
	/** an ENV was none: said */
	bool failed;
};

static struct report *add_report(struct reports *reports, const char *path)
{
	reports->list =
		mem_grow(reports->list, reports->count, &reports->room, sizeof(*reports->list));
	reports->list[reports->count].path = path;
	return &reports->list[reports->count++];
}

static void examine(struct context *ctx, const struct venv *venv, const struct found *found,
		    struct reports *reports)
{
	struct findings findings = { 0 };
	struct report *report;

	if (doctor_env(ctx, venv, found, &findings)) {
		reports->failed = true;
		return;
	}
	report = add_report(reports, venv->path);
	report->python = env_python(venv);
	report->findings = findings;
}

static void examine_at(struct context *ctx, const struct venv *venv, struct reports *reports)
{
	struct found found = { 0 };

	find_recorded(&ctx->trust, venv->path, &found);
	examine(ctx, venv, &found, reports);
}

static void examine_named(struct context *ctx, const char *name, struct reports *reports)
{
	struct venv venv;

	if (place_look(ctx, name, &venv))
		reports->failed = true;
	else
		examine_at(ctx, &venv, reports);
}

/* What this directory gives, else what is on in this shell, else nothing. */
static void examine_here(struct context *ctx, const struct here *here, struct reports *reports)
{
	struct report *report;
	struct found found;
	struct venv venv;

	here_find(ctx, NULL, &found);
	if (found.venv.path) {
		examine(ctx, &found.venv, &found, reports);
	} else if (found.outcome != FIND_NONE) {
		report = add_report(reports, found.candidate.path);
		report->unfollowed = true;
		doctor_place(ctx, &found, &report->findings);
	} else if (is_set(here->look.virtual_env)) {
		venv_read(here->look.virtual_env, &venv);
		if (here->look.virtual_env[0] == '/' && venv.health != NO_CFG)
			examine_named(ctx, here->look.virtual_env, reports);
	}
}

static void examine_all(struct context *ctx, struct reports *reports)
{
	const char *unseen;
	struct envs envs;

	unseen_begin();
	envs_find(ctx, &envs);
	unseen = unseen_text();
	for (size_t i = 0; i < envs.count; i++) {
		examine_at(ctx, &envs.list[i].venv, reports);
		progress_step(i + 1, envs.count);
	}
	progress_end();
	if (unseen) {
		error("%s", unseen);
		reports->failed = true;
	}
	envs_tell_cut_short(&envs);
}

/* ---- what is printed ---------------------------------------------------- */

static void print_finding(const struct finding *f)
{
	if (f->harmless && (msg_quiet || want_all))
		return;
	printf("  %s  %s",
	       coloured(stdout, f->harmless ? COLOUR_FAINT : COLOUR_RED,
			f->harmless ? "note " : "wrong"),
	       f->text);
	if (f->mend)
		printf("; to %s: %s", f->harmless ? "change that" : "mend it",
		       coloured(stdout, COLOUR_BOLD, f->mend));
	putchar('\n');
}

static size_t print_findings(const char *title, const struct findings *findings)
{
	size_t wrong = findings_wrong(findings);

	if (wrong || (findings->count && !msg_quiet && !want_all))
		printf("%s\n", title);
	for (size_t i = 0; i < findings->count; i++)
		print_finding(&findings->list[i]);
	return wrong;
}

static const char *title_of(const struct report *report)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, shown(report->path));
	if (report->python)
		buf_putl(&b, ", Python ", report->python);
	return b.data;
}

/* Of one, its line has said it. */
static void print_sum(size_t wrong, size_t count)
{
	if (want_all && count && !wrong)
		printf("nothing is wrong with %s\n", counted(count, "environment", "environments"));
	else if (count > 1 && wrong)
		printf("something is wrong with %zu of %zu environments\n", wrong, count);
}

static void print_reports(const struct reports *reports, const struct findings *shell)
{
	size_t wrong = 0;

	for (size_t i = 0; i < reports->count; i++) {
		const struct report *report = &reports->list[i];

		if (print_findings(title_of(report), &report->findings))
			wrong++;
		else if (!msg_quiet && !want_all && !report->unfollowed)
			printf("nothing is wrong with '%s'\n", shown(report->path));
	}
	if (!print_findings("this shell", shell) && !reports->count && !reports->failed &&
	    !msg_quiet)
		printf("nothing is wrong with this shell\n");
	if (!msg_quiet)
		print_sum(wrong, reports->count);
}

static void json_findings(struct json *j, const struct findings *findings)
{
	json_list(j, "findings");
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->list[i];

		json_object(j, NULL);
		json_text(j, "id", f->id);
		json_text(j, "subject", f->subject);
		json_text(j, "text", f->text);
		json_text(j, "mend", f->mend);
		json_bool(j, "harmless", f->harmless);
		json_object_end(j);
	}
	json_list_end(j);
}

static void print_json(const struct reports *reports, const struct findings *shell)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "environments");
	for (size_t i = 0; i < reports->count; i++) {
		json_object(&j, NULL);
		json_text(&j, "path", reports->list[i].path);
		json_text(&j, "python", reports->list[i].python);
		json_findings(&j, &reports->list[i].findings);
		json_object_end(&j);
	}
	json_list_end(&j);
	json_object(&j, "shell");
	json_findings(&j, shell);
	json_object_end(&j);
	json_object_end(&j);
	json_print(&j);
}

static int conclude(const struct reports *reports, const struct findings *shell)
{
	size_t wrong = findings_wrong(shell);

	for (size_t i = 0; i < reports->count; i++)
		wrong += findings_wrong(&reports->list[i].findings);
	return wrong || reports->failed ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct reports reports = { 0 };
	struct findings shell = { 0 };
	struct here here;

	if (want_all && argc)
		return command_usage(&cmd_doctor, "'--all' goes with no environment");
	here_look(ctx, &here);
	if (want_all)
		examine_all(ctx, &reports);
	else if (!argc)
		examine_here(ctx, &here, &reports);
	for (int i = 0; i < argc; i++)
		examine_named(ctx, argv[i], &reports);
	doctor_shell(ctx, &here, &shell);
	if (want_json)
		print_json(&reports, &shell);
	else
		print_reports(&reports, &shell);
	return conclude(&reports, &shell);
}

const struct command cmd_doctor = {
	.name = "doctor",
	.args = "[--json] [--all | ENV...]",
	.summary = "Say what is wrong with environments, and what mends it",
	.example = "avenv doctor --all",
	.options = options,
	.run = run,
};
