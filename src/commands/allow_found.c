/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv allow --found DIR`: allow each environment below DIR that is there now. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "commands/allow.h"
#include "core/path.h"
#include "core/venv.h"
#include "known/target.h"

#include "core/banned.h"

enum {
	DIRS_MAX = 500000,
};

struct sweep {
	struct trust *trust;
	const struct allow_how *how;
	struct change change;
	/** all directories, level by level; the one that is looked at; their file system */
	struct strings dirs;
	const char *at;
	uint64_t dev;
	/** printed once the records are written */
	struct buf lines;
};

static void leave_out(struct sweep *s, const char *path, const char *why)
{
	buf_putl(&s->lines, "left out ", shown(path), ": ", why, "\n");
}

/* No project is in a directory of this name; or `avenv create` or `remove` is at work on it. */
static bool is_skipped(const char *name)
{
	static const char *const names[] = { ".git",   ".hg",         ".tox",        ".nox",
					     ".cache", "__pycache__", "node_modules" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(name, names[i]))
			return true;
	return starts_with(name, ".avenv-");
}

/* Environments, links and other file systems are not entered. */
static bool visit(void *arg, int fd, const char *name, int type)
{
	struct sweep *s = arg;
	const char *path = path_join(s->at, name);
	struct file_info info;

	if ((type == DT_DIR || type == DT_UNKNOWN) && !is_skipped(name) &&
	    !file_lstat(path, &info) && S_ISDIR(info.mode) && info.dev == s->dev &&
	    venv_exists(path) <= 0)
		strings_add(&s->dirs, path);
	return s->dirs.count < DIRS_MAX;
}

static void look_at(struct sweep *s, const char *dir)
{
	struct slots slots = { 0 };

	s->at = dir;
	if (file_scan(dir, visit, s) || slots_in(s->trust, dir, true, &slots))
		leave_out(s, dir, strerror(errno));
	for (size_t i = 0; i < slots.count; i++) {
		const char *path = path_join(dir, slots.list[i].name);
		struct buf why = BUF_INIT;
		struct record r;

		if (slot_record(s->trust, dir, &slots.list[i], s->how, &r, &why)) {
			leave_out(s, path, why.data);
			continue;
		}
		change_add(&s->change, s->trust, &r);
		buf_putl(&s->lines, "allowed ", shown(path), "\n");
	}
}

int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv)
{
	struct sweep s = { .trust = &ctx->trust, .how = how, .lines = BUF_INIT };
	int ret = EXIT_DONE;

	for (int i = 0; i < argc; i++) {
		struct target target;
		struct file_info info;

		if (target_of(ctx, argv[i], &target) || file_lstat(target_slot(&target), &info)) {
			ret = EXIT_FAILED;
			continue;
		}
		s.dev = info.dev;
		strings_add(&s.dirs, target_slot(&target));
		for (size_t k = s.dirs.count - 1; k < s.dirs.count; k++)
			look_at(&s, s.dirs.list[k]);
	}
	if (change_commit(&s.change, &ctx->trust))
		return EXIT_FAILED;
	printf("%s", s.lines.data);
	if (s.dirs.count >= DIRS_MAX)
		note("the search ended after %d directories", DIRS_MAX);
	note("allowed %s", counted(s.change.add_count, "environment", "environments"));
	return ret;
}
