/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remove environments. A record of the slot stays, and may turn on an environment that is made
 * there later. Links of other projects that led to a removed environment are printed. All are
 * checked before the first is removed.
 */
#include <bsd/stdlib.h>
#include <fcntl.h>
#include <stdio.h>

#include "build/stage_dir.h"
#include "cli/command.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/last_used.h"
#include "installed/site.h"
#include "lookup/extra_files.h"
#include "lookup/known.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "plan/search.h"
#include "print/paste.h"
#include "print/table.h"
#include "records/change.h"
#include "system/files.h"
#include "system/tree.h"

/** longest time of --unused, in days */
#define DAYS_MAX 36500

static bool want_yes;
static const char *unused;

static const struct option_spec options[] = {
	{ .name = "unused",
	  .arg = "DAYS",
	  .help = "those with no program started for DAYS days",
	  .value = &unused },
	{ .letter = 'y', .name = "yes", .help = "do not ask", .flag = &want_yes },
	{ 0 },
};

/** An environment to remove. */
struct removal {
	/** real path, and the directory at that path as it was checked */
	const char *path;
	struct file_info info;
	/** bytes on the disk that the removal frees; or SIZE_UNKNOWN */
	uint64_t freed;
	/** description: "'~/p/.venv' (12M, 3 packages)" */
	const char *text;
};

/* Set the descriptions of R. */
static void describe(struct removal *r)
{
	struct tree_size size;
	struct venv venv;
	int packages;

	(void)!tree_measure(AT_FDCWD, r->path, &size);
	venv_read(r->path, &venv);
	packages = site_count(&venv);
	r->freed = size.freed;
	r->text = formatted("'%s' (%s%s, %s)", shown(r->path),
			    r->freed == SIZE_UNKNOWN ? "size " : "", size_text(r->freed),
			    packages < 0 ? "packages unknown" :
					   counted((size_t)packages, "package", "packages"));
}

/* R is missing: a killed run may have renamed it. Sweep, and print that. Returns -1. */
static int refuse_missing(const struct removal *r)
{
	stage_sweep(path_parent(r->path));
	return error("there is no '%s'", shown(r->path));
}

/* Fill in R for NAME. Returns 0, or -1 after printing why NAME must not be removed. */
static int look_before_removal(struct context *ctx, const char *name, struct removal *r)
{
	r->path = remove_check_path(ctx, name, !want_yes && question_possible());
	if (!r->path)
		return -1;
	if (file_exists(r->path) == 0)
		return refuse_missing(r);
	if (remove_check(ctx, r->path, &r->info))
		return -1;
	describe(r);
	return check_extra_files(r->path, NULL);
}

/* Ask whether ALL, a description, may be removed. */
static bool confirmed(const char *all)
{
	bool can_ask = question_possible();

	if (want_yes || (can_ask && question_yes(formatted("Remove %s? [y/N] ", all))))
		return true;
	if (can_ask)
		error("%s: not removed", all);
	else
		error("%s: not removed, as there is no terminal to ask on; %s does not ask", all,
		      paste_quoted(paste_with("-y")));
	return false;
}

/*
 * A new environment in place of the one at PATH would be on without a question: its slot is allowed
 * by a record of its own, and the search of its project finds that slot.
 */
static bool is_on_when_made(struct trust *trust, const char *path)
{
	struct verdict found;

	find_in(trust, path_parent(path), &found);
	return found.word == WORD_ALLOWED && found.record && streq(found.record->path, path);
}

static int remove_env(struct context *ctx, const struct removal *r)
{
	/* The list may name an environment twice, or one inside another. */
	bool gone = file_exists(r->path) == 0, on_when_made = is_on_when_made(&ctx->trust, r->path);
	int ret = gone ? 0 : discard(r->path, &r->info);

	if (ret < 0)
		return -1;
	if (!ret && !gone)
		note("removed %s", r->text);
	if (on_when_made)
		note("one that is made there later is on at once; %s ends that",
		     paste_command("avenv forget", r->path));
	note_pointers(&ctx->trust, r->path, NULL);
	return ret;
}

static int remove_all(struct context *ctx, const struct removal *list, size_t count)
{
	int failed = 0;

	for (size_t i = 0; i < count; i++)
		failed |= remove_env(ctx, &list[i]);
	return failed ? EXIT_FAILED : EXIT_DONE;
}

/* ---- --unused -------------------------------------------------------------------- */

/** The environments that were not used for some days. */
struct unused_envs {
	struct removal *list;
	size_t count;
	/** row by row what the list shows */
	struct table table;
	/** number of environments whose last use is unknown */
	size_t unknown;
	/** sum of the sizes that are known */
	uint64_t freed;
};

/* Add ENV if it was surely not used for DAYS days, and may be removed. */
static void add_unused(struct context *ctx, const struct env *env, int days, struct unused_envs *u)
{
	int unused_days = days_unused(&env->found->venv);
	struct removal *r = &u->list[u->count];

	u->unknown += unused_days == DAYS_UNKNOWN;
	/* A shell that has one on may have turned it on long ago. */
	if (env->active || unused_days <= days || look_before_removal(ctx, env->path, r))
		return;
	u->count++;
	u->freed += r->freed == SIZE_UNKNOWN ? 0 : r->freed;
	table_add(&u->table, r->path, COLOUR_PLAIN);
	table_add(&u->table, days_unused_text(unused_days), COLOUR_PLAIN);
	table_add(&u->table, size_text(r->freed), COLOUR_PLAIN);
	table_add(&u->table,
		  env->gone_project ? formatted("its project '%s' is gone", env->gone_project) :
				      NULL,
		  COLOUR_FAINT);
}

/* Find the environments that were not used for DAYS days: first those whose project is gone. */
static void find_unused(struct context *ctx, int days, struct unused_envs *u)
{
	static const char *const titles[] = { "ENVIRONMENT", "LAST USED", "FREES", "" };
	struct known known;

	known_find_judged(ctx, &known);
	*u = (struct unused_envs){ .list = mem_array(known.count + 1, sizeof(*u->list)) };
	table_init(&u->table, titles, ARRAY_SIZE(titles));
	for (int gone = 1; gone >= 0; gone--)
		for (size_t i = 0; i < known.count; i++)
			if (!known.list[i].gone_project == !gone)
				add_unused(ctx, &known.list[i], days, u);
}

static int remove_unused(struct context *ctx)
{
	const char *no_number, *number;
	int days = (int)strtonum(unused, 1, DAYS_MAX, &no_number);
	struct unused_envs u;

	if (no_number)
		return command_usage(&cmd_remove, "'%s' is no number of days", shown(unused));
	find_unused(ctx, days, &u);
	number = counted((size_t)days, "day", "days");
	if (u.unknown)
		note("when %s last used is unknown: the file system does not keep that",
		     u.unknown == 1 ? "1 environment was" :
				      formatted("%zu environments were", u.unknown));
	if (!u.count) {
		note("no other environment was surely unused for %s", number);
		return EXIT_DONE;
	}
	table_print(&u.table, stderr);
	return confirmed(formatted("%s (%s), unused for %s",
				   counted(u.count, "environment", "environments"),
				   size_text(u.freed), number)) ?
		       remove_all(ctx, u.list, u.count) :
		       EXIT_FAILED;
}

/* ---- the command ----------------------------------------------------------------- */

static int run_remove(struct context *ctx, int argc, char **argv)
{
	size_t count = (size_t)argc;
	struct removal *list = mem_array(count + 1, sizeof(*list));
	struct buf all = BUF_INIT;
	int failed = 0;

	if (unused ? argc : !argc)
		return command_usage(&cmd_remove, unused ? "'--unused' takes no ENV" :
							   "an argument is missing: ENV");
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (unused)
		return remove_unused(ctx);
	for (size_t i = 0; i < count; i++) {
		if (look_before_removal(ctx, argv[i], &list[i]))
			failed = -1;
		else
			buf_putl(&all, i ? ", " : "", list[i].text);
	}
	return failed || !confirmed(all.data) ? EXIT_FAILED : remove_all(ctx, list, count);
}

const struct command cmd_remove = {
	.name = "remove",
	.alias = "rm",
	.args = "[-y] ENV... | [-y] --unused DAYS",
	.summary = "Delete environments, after a question",
	.example = "avenv remove .venv",
	.options = options,
	.run = run_remove,
};
