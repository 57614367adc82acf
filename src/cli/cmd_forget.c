/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Take back what allow or deny said, also of what is no longer there. */
#include "cli/allow.h"
#include "cli/place.h"
#include "cli/record.h"
#include "cli/redirect_file.h"
#include "cli/target.h"
#include "core/judge.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/*
 * PATH is forgotten where something is recorded of it; what was denied there and moved
 * only where nothing else is.  Of a store that was not read nobody knows: who writes it
 * says why.
 */
static bool forget_path(struct context *ctx, struct change *all, const char *path)
{
	struct file_info there;
	const struct file_info *info = file_lstat(path, &there) ? NULL : &there;
	enum forgotten of = FORGET_ITSELF;

	for (;;) {
		struct change one = { 0 };

		change_forget(&one, path, of, info);
		if (record_losses(&ctx->trust, &one, false) || ctx->trust.closed)
			break;
		if (of == FORGET_PATH)
			return false;
		of = FORGET_PATH;
	}
	change_forget(all, path, of, info);
	return true;
}

/* What speaks of PATH by TRUST; NULL: nothing. */
static const struct record *spoken_of(struct trust *trust, const char *path, const char **how)
{
	struct judgement j = { 0 };
	struct chain chain;

	if (!chain_of(path, &chain))
		j = judge_recorded(trust, &chain);
	if (j.verdict != VERDICT_ALLOWED && j.verdict != VERDICT_DENIED)
		return NULL;
	*how = j.verdict == VERDICT_DENIED ? "denied" : "allowed";
	return j.by;
}

/* What follows "it is allowed" of what BY says. */
static const char *by_what(const struct record *by)
{
	struct buf b = BUF_INIT;

	if (!by->line)
		return "by AVENV_TRUST";
	buf_putl(&b, "with '", shown(by->path), "'");
	return b.data;
}

/*
 * What was denied by name right in PATH was not meant; nor was what a link or redirect of
 * it leads to, which may be denied by itself, as one who stood in it said.
 */
static void tell_denied(const struct trust *trial, const char *path)
{
	const char *end = dotvenv_end(path);

	if (end && record_denies(trial, end))
		allow_tell_denied(end);
	for (size_t i = 0; i < trial->count; i++) {
		const struct record *r = &trial->records[i];

		if (r->deny && r->env && !r->moved && streq(path_parent(r->path), path) &&
		    !(end && streq(r->path, end)))
			allow_tell_denied(r->path);
	}
}

static void say_unknown(struct context *ctx, const char *path)
{
	const char *how;
	const struct record *by = spoken_of(&ctx->trust, path, &how);

	/* One of PATH itself that is in a file is the administrator's. */
	if (by && (!by->line || !streq(by->path, path)))
		error("nothing is recorded of '%s'; it is %s %s", shown(path), how, by_what(by));
	else
		error("nothing is recorded of '%s'; 'avenv allow --list' shows "
		      "what is",
		      shown(path));
	tell_denied(&ctx->trust, path);
}

/* The paths that ARG may be recorded by, in the order of trying. */
static const char *forget_named(struct context *ctx, struct change *all, const char *arg)
{
	const char *given, *real;
	struct target target;
	struct file_info info;

	if (place_check_empty(arg))
		return NULL;
	given = place_from_here(ctx, arg);
	if (!given)
		return NULL;
	given = path_clean(given);
	real = place_real(given);
	if (real && forget_path(ctx, all, real))
		return real;
	if (forget_path(ctx, all, given))
		return given;
	/* In a directory that is gone nothing has a real path. */
	if ((ctx->physical || arg[0] == '/') && !file_stat(arg, &info) &&
	    !target_named(ctx, arg, &target) && forget_path(ctx, all, target.chain.path))
		return target.chain.path;
	say_unknown(ctx, given);
	return NULL;
}

/* Where allow and deny record two, *LED is the second; else NULL. */
static const char *forget_here(struct context *ctx, struct change *all, const char **led)
{
	struct target target;

	*led = NULL;
	if (target_here(ctx, &target))
		return NULL;
	if (target.led && forget_path(ctx, all, target.led))
		*led = target.led;
	if (forget_path(ctx, all, target.chain.path))
		return target.chain.path;
	if (!*led && forget_path(ctx, all, ctx->physical))
		return ctx->physical;
	if (!*led) {
		say_unknown(ctx, target.chain.path);
		return NULL;
	}
	*led = NULL;
	return target.led;
}

/* Also what still speaks of PATH: a record of a directory above it. */
static void tell(struct trust *trial, const char *path)
{
	const char *how;
	const struct record *by = spoken_of(trial, path, &how);

	if (by)
		note("forgot '%s'; it is still %s %s", shown(path), how, by_what(by));
	else
		note("forgot '%s'", shown(path));
}

/* What was denied and is not at its path any more may be elsewhere. */
static bool is_elsewhere(const struct record *r)
{
	struct file_info info;

	return r->deny && !r->by_path && (r->moved || file_lstat(r->path, &info));
}

static bool is_among(const char *path, const char *const *list)
{
	while (*list && !streq(*list, path))
		list++;
	return *list;
}

/* What was denied and moved is listed by where it was: each of these paths once. */
static void tell_moved(const struct change *lost)
{
	const char **told = mem_array(lost->add_count + 1, sizeof(*told));
	size_t count = 0;

	for (size_t i = 0; i < lost->add_count; i++) {
		const struct record *r = &lost->adds[i];

		if (is_among(r->path, told) || !is_elsewhere(r))
			continue;
		told[count++] = r->path;
		note("what was denied at '%s' and moved, or is gone, is no "
		     "longer denied",
		     shown(r->path));
	}
}

static int run(struct context *ctx, int argc, char **argv)
{
	size_t wanted = argc ? (size_t)argc : 1, known = 0;
	const char **paths = mem_array(wanted + 1, sizeof(*paths));
	const char **led = mem_array(wanted + 1, sizeof(*led));
	const char *second = NULL;
	bool all;
	struct change change = { 0 }, lost = { 0 };
	struct trust trial;

	for (size_t i = 0; i < wanted; i++) {
		paths[known] = argc ? forget_named(ctx, &change, argv[i]) :
				      forget_here(ctx, &change, &second);
		if (paths[known]) {
			led[known] = allow_led_to(ctx, paths[known]);
			if (led[known] && path_under(led[known], paths[known]))
				change_forget(&change, led[known], FORGET_ALLOWS, NULL);
		}
		known += paths[known] != NULL;
	}
	if (known && record_commit(&ctx->trust, &change))
		return EXIT_FAILED;
	all = known == wanted;
	if (second)
		paths[known++] = second;
	record_kept(&ctx->trust, &change, &lost);
	trial = record_try(&ctx->trust, &change);
	for (size_t i = 0; i < known; i++) {
		tell(&trial, paths[i]);
		tell_denied(&trial, paths[i]);
		allow_tell_left(&trial, paths[i], led[i]);
	}
	tell_moved(&lost);
	return all ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_forget = {
	.name = "forget",
	.args = "[DIR...]",
	.summary = "Take back what 'allow' or 'deny' recorded",
	.example = "avenv forget ~/src/project",
	.options = NULL,
	.writes = true,
	.run = run,
};
