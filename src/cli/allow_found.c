/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `avenv allow --found DIR`: each project below DIR that has an environment
 * now, singly, so that what comes there later still asks.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/msg.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"

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

/** A walk over everything below some directories. */
struct walk {
	struct context *ctx;
	struct allow_how how;
	/** all of the records */
	struct change change;
	/** the directory that the walk began in is on this device */
	uint64_t dev;
	size_t dirs, allowed, already, left_out, errors;
	/** a bound was hit */
	bool too_deep, too_many;
	struct line *first, **last;
};

/** A directory's subdirectories. */
struct subdir {
	struct subdir *next;
	const char *path;
};

/** What was seen of one directory. */
struct view {
	struct walk *walk;
	const char *dir;
	struct subdir *first;
	/** it may have an environment: a finder should look */
	bool promising;
};

static void add_line(struct walk *w, const char *what, const char *path,
		     const char *why)
{
	struct line *line = mem_array(1, sizeof(*line));
	struct buf b = BUF_INIT;

	buf_putl(&b, what, " ", shown(path));
	if (why)
		buf_putl(&b, ": ", why);
	line->text = b.data;
	*w->last = line;
	w->last = &line->next;
}

static void leave_out(struct walk *w, const char *path, const char *why)
{
	w->left_out++;
	add_line(w, "left out", path, why);
}

/* A plan for what answered in DIR: for an oddly named one a record of its own. */
static void allow_one(struct walk *w, const char *dir,
		      const struct candidate *c)
{
	struct target target = { .env = !c->fixed && !c->pointer };
	struct buf why = BUF_INIT;
	struct allowance a;

	if (chain_of(target.env ? c->path : dir, &target.chain)) {
		leave_out(w, c->path, strerror(errno));
		return;
	}
	if (allow_plan(w->ctx, &target, &w->how, &a, &why)) {
		leave_out(w, c->path, why.data);
		return;
	}
	if (a.found.outcome != FIND_ENV) {
		leave_out(w, c->path,
			  a.found.problem ? a.found.problem :
					    "it would not be turned on");
		return;
	}
	for (size_t i = 0; i < a.change.add_count; i++)
		change_add(&w->change, &a.change.adds[i]);
	w->allowed++;
	add_line(w, "allowed", path_join(dir, c->name), NULL);
}

static void look_at(struct walk *w, const char *dir)
{
	struct found found;

	allow_look(w->ctx, &w->ctx->trust, dir, &found);
	switch (found.outcome) {
	case FIND_NONE:
		break;
	case FIND_ENV:
		w->already++;
		add_line(w, "allowed before",
			 path_join(dir, found.candidate.name), NULL);
		break;
	case FIND_DENIED:
		leave_out(w, found.candidate.path,
			  "denied; 'avenv allow DIR' takes that back");
		break;
	case FIND_AMBIGUOUS:
		leave_out(w, dir,
			  "several are there; 'avenv allow NAME' chooses one");
		break;
	case FIND_BROKEN:
		leave_out(w, found.candidate.path, found.problem);
		break;
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_REFUSED:
	case FIND_FOREIGN:
		allow_one(w, dir, &found.candidate);
		break;
	}
}

/* Full of directories, none of which is anybody's project. */
static bool is_skipped(const char *name)
{
	static const char *const names[] = {
		".git", ".hg",    ".svn",        ".tox",
		".nox", ".cache", "__pycache__", "node_modules",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(name, names[i]))
			return true;
	return false;
}

static void visit(struct view *view, int fd, const char *name, int type)
{
	struct walk *w = view->walk;
	struct file_info info;
	struct subdir *sub;

	if (target_name_is_fixed(&w->ctx->settings, name) ||
	    streq(name, ".python-envs"))
		view->promising = true;
	if (type != DT_DIR && type != DT_UNKNOWN)
		return;
	if (is_skipped(name) || file_lstatat(fd, name, &info) ||
	    !S_ISDIR(info.mode) || info.dev != w->dev)
		return;
	if (!file_lstatat(fd, path_join(name, "pyvenv.cfg"), &info)) {
		view->promising = true;
		return;
	}
	sub = mem_array(1, sizeof(*sub));
	sub->path = path_join(view->dir, name);
	sub->next = view->first;
	view->first = sub;
}

/* Not with file_scan(), whose memory is never given back. */
static int scan(struct view *view)
{
	int fd = open(view->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
					 O_NONBLOCK | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *d;

	if (!dir)
		return -1;
	while ((d = readdir(dir)))
		if (!streq(d->d_name, ".") && !streq(d->d_name, ".."))
			visit(view, fd, d->d_name, d->d_type);
	closedir(dir);
	return 0;
}

static void walk_below(struct walk *w, const char *dir, unsigned depth)
{
	struct view view = { .walk = w, .dir = dir };

	if (w->dirs++ >= DIRS_MAX) {
		w->too_many = true;
		return;
	}
	if (scan(&view)) {
		leave_out(w, dir, strerror(errno));
		return;
	}
	if (view.promising)
		look_at(w, dir);
	for (const struct subdir *s = view.first; s; s = s->next) {
		if (depth == DEPTH_MAX)
			w->too_deep = true;
		else
			walk_below(w, s->path, depth + 1);
	}
}

static void walk_dir(struct walk *w, const char *arg)
{
	struct target target;

	if (target_dir(arg, &target)) {
		w->errors++;
		return;
	}
	w->dev = chain_end(&target.chain)->info.dev;
	walk_below(w, target.chain.path, 0);
}

static void tell(const struct walk *w)
{
	for (const struct line *line = w->first; line; line = line->next)
		printf("%s\n", line->text);
	if (w->too_many)
		note("the search ended after %d directories", DIRS_MAX);
	if (w->too_deep)
		note("directories more than %d levels down were not searched",
		     DEPTH_MAX);
	note("%zu allowed, %zu allowed before, %zu left out", w->allowed,
	     w->already, w->left_out);
}

int allow_found(struct context *ctx, const struct allow_how *how, int argc,
		char **argv)
{
	struct walk w = { .ctx = ctx, .how = *how };

	w.last = &w.first;
	for (int i = 0; i < argc; i++)
		walk_dir(&w, argv[i]);
	if (w.allowed && record_commit(&ctx->trust, &w.change))
		return EXIT_FAILED;
	if (!w.errors || w.allowed || w.already)
		tell(&w);
	return w.errors ? EXIT_FAILED : EXIT_DONE;
}
