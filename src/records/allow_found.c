/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/allow_found.h"

#include <errno.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/refusal.h"
#include "trust/brought.h"

static const char unreadable[] = "cannot be read";

static void leave_out(struct allow_found *s, const char *kind, const char *path, const char *why)
{
	struct left_out *l = s->left_out;

	while (l->kind && !streq(l->kind, kind))
		l++;
	if (!l->kind)
		*l = (struct left_out){ .kind = kind, .lines = BUF_INIT };
	if (l->count++ < LEFT_OUT_SHOWN)
		buf_putl(&l->lines, "  ", shell_lines(joined(shown(path), ": ", why)), "\n");
}

/* Less than LEFT_OUT_KINDS answers, beside "cannot be read" */
static const char *kind_of_bar(const struct verdict *v)
{
	switch ((unsigned)verdict_bar(v)) {
	case BAR_DENIED:
	case BAR_DENIED_ITSELF:
		return "denied";
	case BAR_OTHERS:
		return "others own it or can write to it";
	case BAR_GIT:
		return "git tracks it, or may do so";
	case BAR_BROUGHT:
		return "made elsewhere, or brought along";
	default:
		return "no environment";
	}
}

size_t allow_found_left_out(const struct allow_found *s)
{
	size_t count = 0;

	for (size_t i = 0; i < LEFT_OUT_KINDS; i++)
		count += s->left_out[i].count;
	return count;
}

/* NAME is that of a directory without projects, or a temporary one. */
static bool is_not_searched(const char *name)
{
	static const char *const names[] = {
		".git", ".tox", ".nox", ".cache", "__pycache__", "node_modules", NULL,
	};

	return is_one_of(name, names) || is_one_of(name, repository_names) || path_is_temp(name);
}

/* Collect the directories to search: not environments, links and other file systems. */
static bool visit_subdir(void *arg, int fd, const char *name, int type)
{
	struct allow_found *s = arg;
	struct mem_mark mark = mem_mark();
	const char *path = path_join(s->at, name);
	struct file_info info;

	if (!is_not_searched(name) && file_is_dir(fd, name, type) && !file_lstat(path, &info) &&
	    info.dev == s->dev && venv_exists(path) <= 0)
		strings_add(&s->dirs, mem_keep_text(mark, path));
	else
		mem_release(mark);
	return true;
}

static void look_at_slots(struct allow_found *s, const char *dir, const struct candidates *slots)
{
	for (size_t i = 0; i < slots->count; i++) {
		const char *path = path_join(dir, slots->list[i].name);
		struct verdict v;
		struct record r;

		if (slot_look(s->trust, &slots->list[i], s->accepts, &v)) {
			leave_out(s, kind_of_bar(&v), path, refusal_line(&v));
			continue;
		}
		r = slot_record(&v);
		change_add(&s->change, s->trust, &r);
	}
}

static void look_at_dir(struct allow_found *s, struct real_path dir)
{
	struct candidates slots = { 0 };
	size_t before = s->dirs.count;
	struct mem_mark mark;
	int failed;

	s->at = dir.path;
	failed = file_scan(dir.path, visit_subdir, s);
	if (s->dirs.count > before)
		qsort(s->dirs.list + before, s->dirs.count - before, sizeof(*s->dirs.list),
		      by_bytes);
	mark = mem_mark();
	failed = failed || candidates_in(s->trust, dir, true, &slots);
	if (failed)
		leave_out(s, unreadable, dir.path, strerror(errno));
	else if (slots.count)
		look_at_slots(s, dir.path, &slots);
	else
		mem_release(mark);
}

void allow_found_in(struct allow_found *s, struct real_path dir)
{
	struct file_info info;

	if (file_lstat(dir.path, &info)) {
		leave_out(s, unreadable, dir.path, strerror(errno));
		return;
	}
	s->dev = info.dev;
	trust_load(s->trust);
	strings_add(&s->dirs, dir.path);
	for (size_t i = s->dirs.count - 1; i < s->dirs.count; i++)
		look_at_dir(s, real_path_kept(s->dirs.list[i]));
}
