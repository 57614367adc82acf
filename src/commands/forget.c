/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Take back what allow or deny said, also of what is no longer there. */
#include <errno.h>

#include "command/command.h"
#include "commands/allow_parts.h"
#include "core/path.h"
#include "known/place.h"
#include "known/target.h"
#include "print/msg.h"
#include "records/change.h"

#include "core/banned.h"

static bool want_gone;

static const struct option_spec options[] = {
	{ .name = "gone", .help = "all records of what is no longer there", .flag = &want_gone },
	{ 0 },
};

/* The records of PATH, and of the slots right in it, below it where that is a tree. */
static size_t drop(struct context *ctx, struct change *change, const char *path)
{
	struct trust *trust = &ctx->trust;
	size_t before = change->drop_count;
	bool tree = false;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		tree |= r->tree && !r->deny && r->line && streq(r->path, path);
	}
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		/* What a tree had recorded goes with it. */
		if (streq(r->path, path) || (!r->tree && (streq(path_parent(r->path), path) ||
							  (tree && path_under(r->path, path)))))
			change_drop(change, r);
	}
	return change->drop_count - before;
}

/* What still speaks of DIR; NULL: nothing. */
static const struct record *above(struct context *ctx, const char *path)
{
	const struct record *r;
	struct chain chain;

	if (chain_of(path, &chain))
		return NULL;
	r = trust_denies(&ctx->trust, &chain);
	for (size_t i = 0; i < ctx->trust.count && !r; i++)
		if (!ctx->trust.records[i].deny && ctx->trust.records[i].tree &&
		    path_under(chain.path, ctx->trust.records[i].path))
			r = &ctx->trust.records[i];
	return r;
}

static int say_unknown(struct context *ctx, const char *path)
{
	const struct record *r = above(ctx, path);
	struct slots slots;

	if (allow_load(ctx))
		return -1;
	if (r)
		return error("nothing is recorded of '%s' itself; '%s'%s is %s", shown(path),
			     shown(r->path), r->line ? "" : ", in AVENV_TRUST,",
			     r->deny ? "denied" : "allowed with all below");
	if (!slots_in(&ctx->trust, path, false, &slots) && slots.tool)
		return error("no record: the environment is %s's own; 'avenv deny' keeps it off",
			     slots.tool);
	return error("nothing is recorded of '%s'; 'avenv allow --list' shows what is",
		     shown(path));
}

/* As it was typed, then where it really is. Returns 0, or -1 having said why not. */
static int forget(struct context *ctx, struct change *change, const char *arg, const char **path)
{
	const char *given, *real;
	struct target target;

	if (!arg) {
		if (target_here(ctx, &target))
			return -1;
		*path = target_path(&target);
		if (drop(ctx, change, *path))
			return 0;
		*path = target.chain.path;
		return drop(ctx, change, *path) ? 0 : say_unknown(ctx, *path);
	}
	if (place_check_empty(arg))
		return -1;
	given = place_from_here(ctx, arg);
	if (!given)
		return -1;
	*path = path_clean(given);
	if (drop(ctx, change, *path))
		return 0;
	/* A link in the slot is what was recorded, not its end. */
	real = place_unfollowed(*path);
	if (real && drop(ctx, change, real)) {
		*path = real;
		return 0;
	}
	real = place_real(*path);
	if (real && drop(ctx, change, real)) {
		*path = real;
		return 0;
	}
	return say_unknown(ctx, *path);
}

static bool is_gone(const struct record *r)
{
	struct file_info info;

	/* What is denied by identity may be elsewhere by now. */
	return !(r->deny && r->btime) && file_lstat(r->path, &info) && file_is_missing(errno);
}

static int forget_gone(struct context *ctx)
{
	struct change change = { 0 };

	trust_load(&ctx->trust);
	for (size_t i = 0; i < ctx->trust.count; i++)
		if (is_gone(&ctx->trust.records[i]))
			change_drop(&change, &ctx->trust.records[i]);
	if (change_commit(&change, &ctx->trust, ""))
		return EXIT_FAILED;
	note("forgot %s", counted(change.drop_count, "record", "records"));
	return EXIT_DONE;
}

/* A tree takes along what was allowed below it. */
static size_t count_below(const struct change *change, const char *path)
{
	size_t n = 0;

	for (size_t i = 0; i < change->drop_count; i++)
		n += path_under(change->drops[i]->path, path) &&
		     !streq(change->drops[i]->path, path) &&
		     !streq(path_parent(change->drops[i]->path), path);
	return n;
}

static void tell(struct context *ctx, const struct change *change, const char *path)
{
	const struct record *r = above(ctx, path);
	size_t below = count_below(change, path);
	struct buf b = BUF_INIT;

	buf_putl(&b, "forgot '", shown(path), "'");
	if (below)
		buf_putl(&b, " and ", counted(below, "record", "records"), " below it");
	if (r)
		buf_putl(&b, "; '", shown(r->path), "' is still ",
			 r->deny ? "denied" : "allowed with all below", NULL);
	note("%s", b.data);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct change change = { 0 };
	struct strings done = { 0 };
	int ret = EXIT_DONE;

	if (want_gone)
		return argc ? command_usage(&cmd_forget, "'--gone' takes nothing else") :
			      forget_gone(ctx);
	for (int i = 0; i < (argc ? argc : 1); i++) {
		const char *path;

		if (forget(ctx, &change, argc ? argv[i] : NULL, &path))
			ret = EXIT_FAILED;
		else
			strings_add(&done, path);
	}
	if (change_commit(&change, &ctx->trust, ""))
		return EXIT_FAILED;
	for (size_t i = 0; i < done.count; i++)
		tell(ctx, &change, done.list[i]);
	return ret;
}

const struct command cmd_forget = {
	.name = "forget",
	.args = "[DIR...] | --gone",
	.summary = "Take back what 'allow' or 'deny' recorded",
	.example = "avenv forget ~/src/project",
	.options = options,
	.writes = true,
	.run = run,
};
