/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `avenv allow --found DIR`: each project below DIR that has an environment
 * now, singly, so that what comes there later still asks.
 */
#include <errno.h>
#include <stdio.h>

#include "cli/allow.h"
#include "cli/progress.h"
#include "cli/said.h"
#include "cli/walk.h"
#include "core/find.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	DEPTH_MAX = 32,
	DIRS_MAX = 500000,
};

/** What is to be printed of one project, once the store is written. */
struct line {
	struct line *next;
	const char *text;
};

/** All that was found below some directories. */
struct sweep {
	struct context *ctx;
	struct said said;
	struct allow_how how;
	/** all of the records */
	struct change change;
	struct walk walk;
	size_t allowed, already, left_out, errors;
	/** something could not be looked at that nobody closed */
	bool failed;
	struct line *first, **last;
};

static void add_line(struct sweep *s, const char *what, const char *path, const char *why)
{
	struct line *line = mem_array(1, sizeof(*line));
	struct buf b = BUF_INIT;

	buf_putl(&b, what, path ? " " : "", path ? shown(path) : "");
	if (why)
		buf_putl(&b, ": ", why);
	line->text = b.data;
	*s->last = line;
	s->last = &line->next;
}

static void leave_out(struct sweep *s, const char *path, const char *why)
{
	s->left_out++;
	add_line(s, "left out", path, why);
}

/* A plan for what answered in DIR: for an oddly named one a record of its own. */
static void allow_one(struct sweep *s, struct context *ctx, const char *dir,
		      const struct candidate *c)
{
	struct target target = { .env = !c->fixed && !c->pointer };
	struct buf why = BUF_INIT;
	struct allowance a;
	struct buf others = BUF_INIT;
	struct trust trial;

	if (chain_of(target.env ? c->path : dir, &target.chain)) {
		leave_out(s, c->path, strerror(errno));
		return;
	}
	if (allow_plan(ctx, &target, &s->how, &a, &why)) {
		leave_out(s, c->path, why.data);
		return;
	}
	if (a.found.outcome != FIND_ENV) {
		leave_out(s, c->path,
			  a.found.problem ? a.found.problem : "it would not be turned on");
		return;
	}
	change_add_all(&s->change, &a.change);
	s->allowed++;
	add_line(s, "allowed", path_join(dir, c->name), NULL);
	if (a.target->env)
		return;
	trial = record_try(&ctx->trust, &a.change);
	if (allow_beside(&trial, dir, &a.found, &others))
		add_line(s, "allowed with it", NULL, others.data);
}

static void look_at(struct sweep *s, const char *dir)
{
	struct context ctx = *s->ctx;
	struct found found;

	ctx.trust = said_of(&s->said, dir);
	find_in(&ctx.trust, dir, &found);
	if (found.candidate.pointer) {
		ctx.trust = s->ctx->trust;
		find_in(&ctx.trust, dir, &found);
	}
	switch (found.outcome) {
	case FIND_NONE:
		break;
	case FIND_ENV:
		s->already++;
		add_line(s, "allowed before", path_join(dir, found.candidate.name), NULL);
		break;
	case FIND_DENIED:
		leave_out(s, found.candidate.path, "denied; 'avenv allow DIR' takes that back");
		break;
	case FIND_AMBIGUOUS:
		leave_out(s, dir,
			  "several are there; 'avenv -C DIR use NAME' chooses "
			  "one");
		break;
	case FIND_BROKEN:
		s->failed |= found.candidate.blind && found.candidate.blind != EACCES;
		leave_out(s, found.candidate.path, found.problem);
		break;
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_REFUSED:
	case FIND_FOREIGN:
		allow_one(s, &ctx, dir, &found.candidate);
		break;
	}
}

static void visit(void *arg, const struct walk_dir *dir)
{
	struct sweep *s = arg;

	progress_show(s->walk.dirs, s->allowed + s->already);
	if (dir->error) {
		leave_out(s, dir->path, strerror(dir->error));
		s->failed |= dir->error != EACCES;
	} else if (dir->promising)
		look_at(s, dir->path);
}

static void walk_dir(struct sweep *s, const char *arg)
{
	struct target target;

	if (target_dir(arg, &target)) {
		s->errors++;
		return;
	}
	walk_below(&s->walk, target.chain.path);
	progress_end();
}

static void tell(const struct sweep *s)
{
	for (const struct line *line = s->first; line; line = line->next)
		printf("%s\n", line->text);
	if (s->walk.too_many)
		note("the search ended after %d directories", DIRS_MAX);
	if (s->walk.too_deep)
		note("directories more than %d levels down were not searched", DEPTH_MAX);
	note("%zu allowed, %zu allowed before, %zu left out", s->allowed, s->already, s->left_out);
}

static void sweep_init(struct sweep *s, struct context *ctx, const struct allow_how *how,
		       size_t dirs_max)
{
	*s = (struct sweep){ .ctx = ctx, .how = *how };
	s->last = &s->first;
	trust_load(&ctx->trust);
	said_init(&s->said, &ctx->trust);
	s->walk = (struct walk){ .settings = &ctx->settings,
				 .dir = visit,
				 .arg = s,
				 .depth_max = DEPTH_MAX,
				 .dirs_max = dirs_max };
}

void allow_count(struct context *ctx, const char *dir, struct found_count *n)
{
	const struct allow_how plainly = { 0 };
	struct sweep s;

	sweep_init(&s, ctx, &plainly, n->dirs_max);
	s.walk.dirs = n->dirs;
	walk_below(&s.walk, dir);
	progress_end();
	n->open = s.allowed;
	n->allowed = s.already;
	n->dirs = s.walk.dirs;
	n->cut_short = s.walk.too_many || s.walk.too_deep;
}

int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv)
{
	struct buf why = BUF_INIT;
	struct sweep s;

	trust_load(&ctx->trust);
	if (ctx->trust.closed) {
		hint_store(&why, &ctx->trust);
		error("%s", why.data);
		return EXIT_FAILED;
	}
	sweep_init(&s, ctx, how, DIRS_MAX);
	for (int i = 0; i < argc; i++)
		walk_dir(&s, argv[i]);
	if (s.allowed && record_commit(&ctx->trust, &s.change))
		return EXIT_FAILED;
	if (!s.errors || s.first)
		tell(&s);
	return s.errors || s.failed ? EXIT_FAILED : EXIT_DONE;
}
