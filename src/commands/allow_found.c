/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `avenv allow --found DIR`: each environment below DIR that is there now, so that what
 * comes there later still asks.
 */
#include <errno.h>
#include <stdio.h>

#include "command/command.h"
#include "commands/allow_parts.h"
#include "core/find.h"
#include "core/path.h"
#include "known/progress.h"
#include "known/target.h"
#include "known/walk.h"
#include "print/msg.h"
#include "records/change.h"

#include "core/banned.h"

enum {
	DEPTH_MAX = 32,
	DIRS_MAX = 500000,
};

/** All that was found below some directories. */
struct sweep {
	struct context *ctx;
	struct allow_how how;
	struct change change;
	struct walk walk;
	size_t allowed, already, left_out;
	bool failed;
	/** what is printed once the records are written */
	struct strings lines;
};

static void add_line(struct sweep *s, const char *what, const char *path, const char *why)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, what, " ", shown(path), why ? ": " : "", why ? why : "");
	strings_add(&s->lines, b.data);
}

static void leave_out(struct sweep *s, const char *path, const char *why)
{
	s->left_out++;
	add_line(s, "left out", path, why);
}

/* The records say yes to it already, as it is now. */
static bool is_allowed(struct sweep *s, const struct record *r)
{
	const struct record *old =
		trust_named(&s->ctx->trust, path_parent(r->path), path_base(r->path));

	return old && old->line && old->ino == r->ino && old->btime == r->btime &&
	       !old->target == !r->target && (!r->target || streq(r->target, old->target));
}

static void look_at(struct sweep *s, const char *dir)
{
	struct slots slots;

	if (slots_in(&s->ctx->trust, dir, true, &slots)) {
		leave_out(s, dir, strerror(errno));
		return;
	}
	for (size_t i = 0; i < slots.count; i++) {
		const char *path = path_join(dir, slots.list[i].name);
		struct buf why = BUF_INIT;
		struct record r;

		if (slot_record(&s->ctx->trust, dir, &slots.list[i], &s->how, &r, &why)) {
			leave_out(s, path, why.data);
		} else if (is_allowed(s, &r)) {
			s->already++;
			add_line(s, "allowed before", path, NULL);
		} else {
			s->allowed++;
			change_add(&s->change, &s->ctx->trust, &r);
			add_line(s, "allowed", path, NULL);
		}
	}
}

static void visit(void *arg, const struct walk_dir *dir)
{
	struct sweep *s = arg;

	progress_show(s->walk.dirs, s->allowed + s->already);
	if (dir->error) {
		leave_out(s, dir->path, strerror(dir->error));
		s->failed |= dir->error != EACCES;
	} else if (dir->promising) {
		look_at(s, dir->path);
	}
}

static void tell(const struct sweep *s)
{
	for (size_t i = 0; i < s->lines.count; i++)
		printf("%s\n", s->lines.list[i]);
	if (s->walk.too_many)
		note("the search ended after %d directories", DIRS_MAX);
	if (s->walk.too_deep)
		note("directories more than %d levels down were not searched", DEPTH_MAX);
	note("%zu allowed, %zu allowed before, %zu left out", s->allowed, s->already, s->left_out);
}

int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv)
{
	struct sweep s = { .ctx = ctx, .how = *how };
	int found = 0;

	trust_load(&ctx->trust);
	s.walk = (struct walk){ .settings = &ctx->settings,
				.dir = visit,
				.arg = &s,
				.depth_max = DEPTH_MAX,
				.dirs_max = DIRS_MAX };
	if (allow_load(ctx))
		return EXIT_FAILED;
	for (int i = 0; i < argc; i++) {
		struct target target;

		if (target_dir(argv[i], &target))
			continue;
		found++;
		walk_below(&s.walk, target.chain.path);
		progress_end();
	}
	if (change_commit(&s.change, &ctx->trust, ""))
		return EXIT_FAILED;
	if (found)
		tell(&s);
	return found < argc || s.failed ? EXIT_FAILED : EXIT_DONE;
}
