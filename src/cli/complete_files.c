/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files, for bash: its own completion of them cannot tell names with a newline
 * apart, and a glob depends on a dozen options.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/complete.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum wanted {
	WANT_DIRS,
	WANT_REQUIREMENTS,
	WANT_FILES,
	WANT_PROGRAMS
};

/** A directory's entries while they become completions. */
struct listing {
	struct completions *c;
	enum wanted wanted;
	/** what stands before each name, and what each begins with */
	const char *dir, *base;
};

static bool is_wanted(const struct listing *l, const char *name, mode_t mode)
{
	switch (l->wanted) {
	case WANT_DIRS:
		return false;
	case WANT_REQUIREMENTS:
		return ends_with(name, ".txt") || ends_with(name, ".in");
	case WANT_FILES:
		return true;
	case WANT_PROGRAMS:
		return S_ISREG(mode) && (mode & 0111);
	}
	return false;
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	struct listing *l = arg;
	struct buf value = BUF_INIT;
	struct stat st;
	bool dir;

	(void)type;
	if (!starts_with(name, l->base) || (*name == '.' && *l->base != '.') ||
	    fstatat(fd, name, &st, AT_NO_AUTOMOUNT))
		return true;
	dir = S_ISDIR(st.st_mode) && l->wanted != WANT_PROGRAMS;
	if (!dir && !is_wanted(l, name, st.st_mode))
		return true;
	buf_putl(&value, l->dir, name, dir ? "/" : "");
	return complete_add(l->c, value.data, "");
}

/* What goes on from the prefix, in the directory that it names. */
static void list_prefix(struct completions *c, enum wanted wanted)
{
	const char *slash = strrchr(c->prefix, '/');
	size_t len = slash ? (size_t)(slash - c->prefix) + 1 : 0;
	struct listing l = {
		.c = c, .wanted = wanted, .dir = mem_dup(c->prefix, len), .base = c->prefix + len
	};

	if (streq(l.base, ".."))
		complete_add(c, path_join(c->prefix, ""), "");
	complete_scan(len ? l.dir : ".", 0, visit, &l);
}

void complete_dir(struct context *ctx, const char *env, struct completions *c)
{
	(void)ctx;
	(void)env;
	list_prefix(c, WANT_DIRS);
}

void complete_file(struct context *ctx, const char *env, struct completions *c)
{
	(void)ctx;
	(void)env;
	list_prefix(c, WANT_FILES);
}

void complete_requirement(struct context *ctx, const char *env, struct completions *c)
{
	list_prefix(c, WANT_REQUIREMENTS);
	if (!c->count)
		complete_file(ctx, env, c);
}

void complete_program(struct context *ctx, const char *env, struct completions *c)
{
	const char *path = getenv("PATH"), *dir;
	struct listing l = { .c = c, .wanted = WANT_PROGRAMS, .dir = "", .base = c->prefix };

	(void)ctx;
	(void)env;
	while ((dir = settings_element(&path)))
		if (dir[0] == '/')
			complete_scan(dir, 0, visit, &l);
}
