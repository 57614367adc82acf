/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv allow --found DIR`: allow each environment below DIR that is there now. */
#include <errno.h>
#include <stdio.h>

#include "commands/allow.h"
#include "core/path.h"
#include "known/target.h"
#include "known/walk.h"
#include "records/change.h"

#include "core/banned.h"

enum {
	DEPTH_MAX = 32,
	DIRS_MAX = 500000,
};

struct sweep {
	struct context *ctx;
	const struct allow_how *how;
	struct change change;
	struct walk walk;
	size_t allowed, left_out;
	bool failed;
	/** printed once the records are written */
	struct buf lines;
};

static void leave_out(struct sweep *s, const char *path, const char *why)
{
	s->left_out++;
	buf_putl(&s->lines, "left out ", shown(path), ": ", why, "\n");
}

static void visit(void *arg, const struct walk_dir *dir)
{
	struct sweep *s = arg;
	struct slots slots = { 0 };

	errno = dir->error;
	if (dir->error || (dir->promising && slots_in(&s->ctx->trust, dir->path, true, &slots))) {
		s->failed |= errno != EACCES;
		leave_out(s, dir->path, strerror(errno));
		return;
	}
	for (size_t i = 0; i < slots.count; i++) {
		const char *path = path_join(dir->path, slots.list[i].name);
		struct buf why = BUF_INIT;
		struct record r;

		if (slot_record(&s->ctx->trust, dir->path, &slots.list[i], s->how, &r, &why)) {
			leave_out(s, path, why.data);
			continue;
		}
		s->allowed++;
		change_add(&s->change, &s->ctx->trust, &r);
		buf_putl(&s->lines, "allowed ", shown(path), "\n");
	}
}

int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv)
{
	struct sweep s = { .ctx = ctx,
			   .how = how,
			   .lines = BUF_INIT,
			   .walk = { .settings = &ctx->settings,
				     .dir = visit,
				     .depth_max = DEPTH_MAX,
				     .looks = DIRS_MAX } };

	s.walk.arg = &s;
	if (records_load(ctx))
		return EXIT_FAILED;
	for (int i = 0; i < argc; i++) {
		struct target target;

		if (target_of(ctx, argv[i], &target))
			s.failed = true;
		else
			walk_below(&s.walk, target_slot(&target));
	}
	if (change_commit(&s.change, &ctx->trust, ""))
		return EXIT_FAILED;
	printf("%s", s.lines.data ? s.lines.data : "");
	if (s.walk.cut_short)
		note("the search ended after %d directories or %d levels", DIRS_MAX, DEPTH_MAX);
	note("%zu allowed, %zu left out", s.allowed, s.left_out);
	return s.failed ? EXIT_FAILED : EXIT_DONE;
}
