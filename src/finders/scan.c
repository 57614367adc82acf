/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any other direct subdirectory that is an environment (djvenv, myenv): by a
 * look at all of them in the shell's own directory and where a tree record
 * covers; further up, those that a record names.
 */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/strings.h"
#include "finders/finders.h"

#include "core/banned.h"

enum {
	/** a directory with more is not searched to its end */
	SUBDIRS_MAX = 64,
	ENTRIES_MAX = 1024,
};

/** What was found so far in one directory. */
struct scan {
	struct search *search;
	struct strings names;
	size_t subdirs, entries;
	/** what could not be looked at, and why; NULL: all could */
	const char *blind;
	int error;
};

static void add(struct scan *scan, const char *name)
{
	for (size_t i = 0; i < scan->names.count; i++)
		if (streq(scan->names.list[i], name))
			return;
	if (scan->names.count < SUBDIRS_MAX)
		strings_add(&scan->names, mem_dups(name));
}

static bool is_named(struct search *search, const char *name)
{
	const struct record *r;
	size_t at = 0;

	while ((r = trust_named(search->trust, search->dir, &at)))
		if (streq(path_base(r->path), name))
			return true;
	return false;
}

/* NAME cannot be looked at.  What others keep closed is passed over. */
static void note_blind(struct scan *scan, const char *name, int err)
{
	if (file_is_missing(err) || scan->blind || (err == EACCES && !is_named(scan->search, name)))
		return;
	scan->blind = mem_dups(name);
	scan->error = err;
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	struct scan *scan = arg;
	struct file_info info;
	const char *cfg;

	if (++scan->entries > ENTRIES_MAX)
		return false;
	if (type == DT_UNKNOWN) {
		if (file_lstatat(fd, name, &info))
			note_blind(scan, name, errno);
		else if (S_ISDIR(info.mode))
			type = DT_DIR;
	}
	/* What `avenv create` is making, or a kill left of it: no environment. */
	if (type != DT_DIR || starts_with(name, ".avenv-"))
		return true;
	if (++scan->subdirs > SUBDIRS_MAX)
		return false;
	cfg = path_join(name, "pyvenv.cfg");
	if (settings_name_is_fixed(scan->search->trust->settings, name))
		return true;
	if (file_lstatat(fd, cfg, &info))
		note_blind(scan, name, errno);
	else if (S_ISREG(info.mode))
		add(scan, name);
	return true;
}

static void add_named(struct scan *scan)
{
	struct search *search = scan->search;
	const struct record *r;
	size_t at = 0;

	while ((r = trust_named(search->trust, search->dir, &at))) {
		const char *name = path_base(r->path);
		struct file_info info;

		if (settings_name_is_fixed(search->trust->settings, name))
			continue;
		if (file_lstat(search_path(search, name), &info))
			note_blind(scan, name, errno);
		else if (S_ISDIR(info.mode))
			add(scan, name);
	}
}

/* Keep what really is an environment, in an order that no file system decides. */
static void drop_others(struct scan *scan)
{
	struct strings kept = { 0 };

	for (size_t i = 0; i < scan->names.count; i++) {
		const char *name = scan->names.list[i];
		struct venv venv;

		venv_read(search_path(scan->search, name), &venv);
		if (venv.health == CFG_UNREADABLE)
			note_blind(scan, name, venv.error);
		if (venv_is_env(&venv))
			strings_add(&kept, name);
	}
	scan->names = kept;
	strings_sort(&scan->names);
}

static bool is_allowed(struct scan *scan, const char *name)
{
	struct search *search = scan->search;
	struct chain chain;

	return !chain_of(search_path(search, name), &chain) &&
	       trust_env(search->trust, &chain, NULL, false).verdict == VERDICT_ALLOWED;
}

/* Of several the one that the user allowed answers; *COUNT of them are. */
static const char *only_allowed(struct scan *scan, size_t *count)
{
	const char *only = NULL;

	*count = 0;
	for (size_t i = 0; i < scan->names.count; i++) {
		if (!is_allowed(scan, scan->names.list[i]))
			continue;
		++*count;
		only = scan->names.list[i];
	}
	return *count == 1 ? only : NULL;
}

static const char *joined(const struct scan *scan)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < scan->names.count; i++)
		buf_putl(&b, i ? "/" : "", scan->names.list[i]);
	return b.data;
}

static bool look(struct search *search, struct candidate *c)
{
	struct scan *scan = mem_array(1, sizeof(*scan));
	size_t allowed = 0;
	bool known = false;

	scan->search = search;
	if (search->own || trust_covers(search->trust, search->dir)) {
		if (!file_scan(search->dir, visit, scan))
			known = true;
		else if (errno != EACCES)
			return search_blind(search, c, ".", errno);
	}
	/* To what is on record, where it was not read, or not to its end. */
	if (!known || scan->entries > ENTRIES_MAX || scan->subdirs > SUBDIRS_MAX)
		add_named(scan);
	drop_others(scan);
	if (scan->blind)
		return search_blind(search, c, scan->blind, scan->error);
	if (!scan->names.count)
		return false;
	c->name = scan->names.count == 1 ? scan->names.list[0] : only_allowed(scan, &allowed);
	if (!c->name) {
		c->name = scan->names.list[0];
		c->several = joined(scan);
		c->many_allowed = allowed > 1;
	}
	c->path = search_path(search, c->name);
	return true;
}

const struct finder find_scan = { .name = "scan", .look = look };
