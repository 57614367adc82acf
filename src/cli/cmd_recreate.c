/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make an environment anew, and take that back. */

#include "cli/here.h"
#include "cli/made.h"
#include "cli/pip.h"
#include "cli/place.h"
#include "cli/recreate.h"
#include "cli/subject.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static const char *want_python, *want_wheels;
static struct strings requirements;
static bool want_undo, want_discard;

static const struct option_spec options[] = {
	{ .letter = 'p',
	  .name = "python",
	  .arg = "PYTHON",
	  .help = "of this one, not of the one that it was made of",
	  .value = &want_python },
	{ .letter = 'r',
	  .name = "requirement",
	  .arg = "FILE",
	  .help = "install what FILE lists instead; may be repeated",
	  .values = &requirements },
	{ .name = "offline",
	  .arg = "DIR",
	  .help = "take wheels from DIR alone",
	  .value = &want_wheels },
	{ .name = "undo",
	  .help = "exchange it with its backup, as often as you like",
	  .flag = &want_undo },
	{ .name = "discard", .help = "remove its backup", .flag = &want_discard },
	{ 0 },
};

static const char *const *read_files(const struct context *ctx)
{
	struct strings files = { 0 };

	for (size_t i = 0; i < requirements.count; i++) {
		const char *file = pip_file(ctx, requirements.list[i]);

		if (!file)
			return NULL;
		strings_add(&files, file);
	}
	return files.list;
}

static int make_anew(struct context *ctx, const char *name)
{
	struct recreate_how how = { .python = want_python };

	if (requirements.count) {
		how.what.files = read_files(ctx);
		if (!how.what.files)
			return EXIT_FAILED;
	}
	if (want_wheels) {
		how.what.wheels = pip_file(ctx, want_wheels);
		how.what.wheels_typed = want_wheels;
		if (!how.what.wheels)
			return EXIT_FAILED;
	}
	return recreate(ctx, name, &how);
}

/* One that is gone, but its backup is not. */
static const char *gone_from_here(const struct context *ctx, const char *name)
{
	const char *path;

	if (strchr(name, '/') || !ctx->physical)
		return NULL;
	path = path_join(ctx->physical, name);
	return backup_is_alone(path) ? path : NULL;
}

/*
 * What was nearer than what FOUND is of, where TRACE says that was looked for, may be
 * gone, and then its backup may be meant: nothing is done to another one's.
 */
static int check_nearer(const struct trace *trace, const struct found *found)
{
	const char *project = found->candidate.project, *gone = NULL;

	for (size_t i = 0; i < trace->count && !gone; i++) {
		const struct trace_event *event = &trace->events[i];

		if (event->kind != TRACE_DIR)
			continue;
		if (project && streq(event->name, project))
			break;
		gone = backup_of_gone(event->name);
	}
	if (!gone)
		return 0;
	return error("'%s' is gone, and has a backup; %s is about that one", shown(gone),
		     paste_command(want_undo ? "avenv recreate --undo" : "avenv recreate --discard",
				   gone));
}

/*
 * The real path of the environment whose backup is meant; NULL having said so.
 * One that is merely on, and belongs elsewhere, is not.
 */
static const char *find_path(struct context *ctx, const char *name)
{
	const char *gone = name ? gone_from_here(ctx, name) : NULL;
	struct trace trace = { 0 };
	struct found found;

	if (!name) {
		here_find(ctx, &trace, &found);
		if (check_nearer(&trace, &found))
			return NULL;
		if (found.outcome == FIND_NONE) {
			place_error(ctx, &found);
			return NULL;
		}
	}
	return gone ? gone : recreate_find(ctx, name);
}

static int undo(struct context *ctx, const char *name)
{
	const char *path = find_path(ctx, name);
	enum verdict verdict;
	struct file_info info;
	bool there;
	int status;

	if (!path)
		return EXIT_FAILED;
	there = !file_lstat(path, &info);
	if (there &&
	    (subject_refused(ctx, path, &info, &recreate_act) || made_verdict(ctx, path, &verdict)))
		return EXIT_FAILED;
	stage_catch_signals();
	/* What was gone is judged as what it is now. */
	if (backup_undo(path) || (!there && made_verdict(ctx, path, &verdict))) {
		stage_end();
		return EXIT_FAILED;
	}
	if (backup_exists(path) > 0)
		note("exchanged '%s' and its backup; %s does so again, %s "
		     "removes the backup",
		     shown(path), place_line(ctx, "avenv recreate --undo", path),
		     place_line(ctx, "avenv recreate --discard", path));
	else
		note("put '%s' back", shown(path));
	status = recreate_record(ctx, path, verdict);
	stage_end();
	return status;
}

static int discard(struct context *ctx, const char *name)
{
	const char *path = find_path(ctx, name);
	int ret;

	if (!path)
		return EXIT_FAILED;
	stage_catch_signals();
	ret = backup_discard(path);
	if (!ret)
		note("removed '%s'", shown(backup_path(path)));
	stage_end();
	return ret ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	bool makes = want_python || want_wheels || requirements.count;
	const char *name = argc ? argv[0] : NULL;

	if (argc > 1)
		return command_usage(&cmd_recreate, "name one environment");
	if (want_undo + want_discard + makes > 1)
		return command_usage(&cmd_recreate, "'--undo' and '--discard' stand alone");
	if (want_undo)
		return undo(ctx, name);
	return want_discard ? discard(ctx, name) : make_anew(ctx, name);
}

const struct command cmd_recreate = {
	.name = "recreate",
	.args = "[OPTION...] [ENV]",
	.summary = "Make an environment anew, with the same packages",
	.example = "avenv recreate",
	.options = options,
	.writes = true,
	.run = run,
};
