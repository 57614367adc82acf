/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remove environments. A record of the slot stays: a new environment there is on again. Links of other
 * projects that led to a removed environment are printed. All are checked before the first is removed.
 */
#include <fcntl.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "cli/command.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "lookup/extra_files.h"
#include "lookup/target.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "print/paste.h"
#include "records/change.h"
#include "system/files.h"
#include "system/tree.h"

static bool want_yes;

static const struct option_spec options[] = {
	{ .letter = 'y', .name = "yes", .help = "do not ask", .flag = &want_yes },
	{ 0 },
};

/** An environment to remove. */
struct removal {
	/** real path, and the directory at that path as it was checked */
	const char *path;
	struct file_info info;
	/** description: "'~/p/.venv' (12M, 3 packages)" */
	const char *text;
};

static const char *describe(const char *path)
{
	struct tree_size size;
	struct venv venv;

	venv_read(path, &venv);
	return formatted("'%s' (%s, %s)", shown(path),
			 tree_measure(AT_FDCWD, path, &size) ? "size unknown" :
							       size_text(size.bytes),
			 counted(site_count(&venv), "package", "packages"));
}

/* The environment is missing: a killed run may have renamed it. Sweep, and print that. Returns -1. */
static int refuse_missing(const struct removal *r)
{
	stage_sweep(path_parent(r->path));
	return error("there is no '%s'", shown(r->path));
}

/* Fill in R for NAME. Returns 0, or -1 after printing why NAME must not be removed. */
static int look_before_removal(struct context *ctx, const char *name, struct removal *r)
{
	int dir;

	r->path = remove_check_path(ctx, name, !want_yes && question_possible());
	if (!r->path)
		return -1;
	if (file_exists(AT_FDCWD, r->path) == 0)
		return refuse_missing(r);
	if (remove_check(ctx, r->path, &r->info))
		return -1;
	r->text = describe(r->path);
	dir = files_open_dir(AT_FDCWD, r->path);
	return dir < 0 ? error_errno("cannot open '%s'", shown(r->path)) :
			 check_extra_files(dir, r->path, NULL);
}

static bool confirmed(const struct removal *list, size_t count)
{
	struct buf all = BUF_INIT;
	bool can_ask = question_possible();

	for (size_t i = 0; i < count; i++)
		buf_putl(&all, i ? ", " : "", list[i].text);
	if (want_yes || (can_ask && question_yes(formatted("Remove %s? [y/N] ", all.data))))
		return true;
	if (can_ask)
		error("%s: not removed", all.data);
	else
		error("%s: not removed, as there is no terminal to ask on; %s does not ask",
		      all.data, paste_quoted(paste_with("-y")));
	return false;
}

/* An allowed slot: a new environment at PATH would be on without a question. */
static bool is_recorded_slot(struct trust *trust, const char *path)
{
	const char *project = path_parent(path);
	const struct record *r = trust_named(trust, project, path_base(path));
	struct file_info info;

	return r && !r->deny && !file_lstat(project, &info) && record_is_of(r, project, &info);
}

static int remove_env(struct context *ctx, const struct removal *r)
{
	/* The list may name an environment twice, or one inside another. */
	bool gone = file_exists(AT_FDCWD, r->path) == 0;
	int ret = gone ? 0 : discard(r->path, &r->info);

	if (ret < 0)
		return -1;
	if (!ret && !gone)
		note("removed %s", r->text);
	if (is_recorded_slot(&ctx->trust, r->path))
		note("a new one there is on again; %s ends that",
		     paste_command("avenv forget", r->path));
	note_pointers(&ctx->trust, r->path, NULL);
	repoint_kernels(r->path, NULL);
	return ret;
}

static int run_remove(struct context *ctx, int argc, char **argv)
{
	size_t count = (size_t)argc;
	struct removal *list = mem_array(count, sizeof(*list));
	int failed = 0;

	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	for (size_t i = 0; i < count; i++)
		failed |= look_before_removal(ctx, argv[i], &list[i]);
	if (failed || !confirmed(list, count))
		return EXIT_FAILED;
	for (size_t i = 0; i < count; i++)
		failed |= remove_env(ctx, &list[i]);
	return failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_remove = {
	.name = "remove",
	.alias = "rm",
	.args = "[-y] ENV...",
	.args_min = 1,
	.summary = "Delete environments, after a question",
	.example = "avenv remove .venv",
	.options = options,
	.run = run_remove,
};
