/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop records, also of directories that are gone. */
#include <errno.h>

#include "commands/record.h"
#include "core/path.h"
#include "known/target.h"
#include "records/change.h"

#include "core/banned.h"

static bool want_gone;

static const struct option_spec options[] = {
	{ .name = "gone", .help = "the records of all that is gone", .flag = &want_gone },
	{ 0 },
};

/* Drop the records of PATH and of the slots in it; if PATH is a tree, also those below it. */
static size_t drop(struct context *ctx, struct change *change, const char *path)
{
	const struct trust *trust = &ctx->trust;
	size_t before = change->drop_count;
	bool tree = false;

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		tree |= r->tree && !r->deny && r->line && streq(r->path, path);
	}
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (streq(r->path, path) || (!r->tree && (streq(path_parent(r->path), path) ||
							  (tree && path_under(r->path, path)))))
			change_drop(change, r);
	}
	return change->drop_count - before;
}

/* "; '~/src' is still denied" for a record above PATH that covers it; or "" */
static const char *still(const struct trust *trust, const char *path)
{
	const struct record *r = NULL;

	for (size_t i = 0; i < trust->count; i++)
		if (trust->records[i].tree && path_under(path, trust->records[i].path) &&
		    !(r && r->deny))
			r = &trust->records[i];
	if (!r)
		return "";
	return formatted("; '%s' is still %s", shown(r->path),
			 r->deny ? "denied" : "allowed with all below");
}

static int say_unknown(struct context *ctx, const char *path)
{
	const char *rest = still(&ctx->trust, path);
	struct slots slots;

	if (!*rest && !slots_in(&ctx->trust, path, false, &slots) && slots.tool)
		return error("no record: the environment is %s's own; 'avenv deny' keeps it off",
			     slots.tool);
	return error("nothing is recorded of '%s'%s", shown(path),
		     *rest ? rest : "; 'avenv allow --list' shows the records");
}

/* Drop the records of ARG, as typed, or of where it leads. Returns 0, or -1 having said why not. */
static int forget(struct context *ctx, struct change *change, const char *arg, const char **path)
{
	const char *tries[2];
	struct target target;
	struct chain chain;

	if (!arg) {
		if (target_of(ctx, NULL, &target))
			return -1;
		tries[0] = target_slot(&target);
		tries[1] = target.dir;
	} else {
		tries[0] = target_path(ctx, arg);
		if (!tries[0])
			return -1;
		/* The slot of a link, before the environment it leads to */
		tries[1] = chain_of(tries[0], &chain) ? NULL : chain.path;
	}
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		*path = tries[i];
		if (*path && drop(ctx, change, *path))
			return 0;
	}
	return say_unknown(ctx, tries[0]);
}

/* A denial by identity may hold elsewhere by now. */
static bool is_gone(const struct record *r)
{
	struct file_info info;

	return !(r->deny && r->btime) && file_lstat(r->path, &info) && file_is_missing(errno);
}

static int forget_gone(struct context *ctx)
{
	struct change change = { 0 };

	for (size_t i = 0; i < ctx->trust.count; i++)
		if (is_gone(&ctx->trust.records[i]))
			change_drop(&change, &ctx->trust.records[i]);
	if (change_commit(&change, &ctx->trust, ""))
		return EXIT_FAILED;
	note("forgot %s", counted(change.drop_count, "record", "records"));
	return EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct change change = { 0 };
	struct strings done = { 0 };
	int ret = EXIT_DONE;

	if (want_gone && argc)
		return command_usage(&cmd_forget, "'--gone' takes no DIR");
	if (records_load(ctx))
		return EXIT_FAILED;
	if (want_gone)
		return forget_gone(ctx);
	for (int i = 0; i < (argc ? argc : 1); i++) {
		const char *path;

		size_t before = change.drop_count;
		struct buf b = BUF_INIT;

		if (forget(ctx, &change, argc ? argv[i] : NULL, &path)) {
			ret = EXIT_FAILED;
			continue;
		}
		buf_putl(&b, "forgot '", shown(path), "'");
		if (change.drop_count > before + 1)
			buf_putl(&b, " (", counted(change.drop_count - before, "record", "records"),
				 ")");
		strings_add(&done, path);
		strings_add(&done, b.data);
	}
	if (change_commit(&change, &ctx->trust, ""))
		return EXIT_FAILED;
	for (size_t i = 0; i < done.count; i += 2)
		note("%s%s", done.list[i + 1], still(&ctx->trust, done.list[i]));
	return ret;
}

const struct command cmd_forget = {
	.name = "forget",
	.args = "[DIR...] | --gone",
	.summary = "Take back what 'allow' or 'deny' recorded",
	.example = "avenv forget ~/src/project",
	.options = options,
	.run = run,
};
