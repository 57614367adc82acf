/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bin leads to: links to the interpreter, and copies of it. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/layout.h"
#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** names that the interpreter goes by in bin */
	NAMES_MAX = 32,
	/** links to links */
	LINKS_MAX = 40,
};

/** What stands under one of them. */
enum kind {
	MISSING,
	/** a link out of the environment */
	OUTWARD,
	/** a link to another name in bin, or to elsewhere in the environment */
	INWARD,
	/** a copy of the interpreter */
	COPY,
	/** the text of a link, as archivers write it that know none */
	TEXT,
	/** a script of the user's, which is not changed */
	SCRIPT,
};

struct name {
	/** "python3", and below the environment */
	const char *name, *file;
	enum kind kind;
	/** what a link leads to: OUTWARD by its whole path, else as it stands there */
	const char *to;
	struct stat st;
	/** it is planned, or as it should be */
	bool good;
};

struct bin_names {
	struct name list[NAMES_MAX];
	size_t count;
	/** what a name that is missing can lead to; NULL: none yet */
	const char *primary;
};

/* ---- what there is ------------------------------------------------------ */

/* Archivers write no end of a line; all other text may be a script, as for a shell. */
static enum kind file_kind(const struct repair_look *l, const char *file)
{
	int fd = files_open(l->repair->dir, file);
	char head[PATH_MAX];
	ssize_t n = fd < 0 ? -1 : files_read_at(fd, head, sizeof(head) - 1, 0);

	if (n < 0)
		unseen(repair_path(l, file));
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return COPY;
	head[n] = '\0';
	if (starts_with(head, "#!"))
		return SCRIPT;
	if (strlen(head) < (size_t)n)
		return COPY;
	return strpbrk(head, " \t\r\n") || !strstr(head, "py") ? SCRIPT : TEXT;
}

static void look_at(const struct repair_look *l, struct name *n)
{
	const struct venv *venv = &l->repair->venv;
	const char *whole;

	n->kind = MISSING;
	if (repair_stat(l, n->file, AT_SYMLINK_NOFOLLOW, &n->st))
		return;
	if (S_ISREG(n->st.st_mode)) {
		n->kind = file_kind(l, n->file);
		return;
	}
	n->to = files_link_text(l->repair->dir, n->file);
	if (!n->to) {
		unseen(repair_path(l, n->file));
		return;
	}
	whole = path_join(venv_bin(venv), n->to);
	n->kind = path_under(path_clean(whole), venv->path) ? INWARD : OUTWARD;
	/* Where it was once: that is mended with all the rest. */
	for (size_t i = 0; l->relocation.from[i]; i++)
		if (path_under(n->to, l->relocation.from[i]))
			n->kind = INWARD;
	if (n->kind == OUTWARD)
		n->to = whole;
}

static struct name *find_name(struct bin_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (streq(names->list[i].name, name))
			return &names->list[i];
	return NULL;
}

static void add_name(const struct repair_look *l, struct bin_names *names, const char *name)
{
	struct name *n;

	if (names->count == NAMES_MAX || find_name(names, name))
		return;
	n = &names->list[names->count++];
	*n = (struct name){ .name = mem_dups(name) };
	n->file = path_join("bin", n->name);
	look_at(l, n);
}

/** What visit_bin() fills. */
struct visit {
	const struct repair_look *l;
	struct bin_names *names;
};

/* A link that is called otherwise is of interest where it is Python's. */
static bool visit_bin(void *arg, int fd, const char *name, int type)
{
	struct visit *v = arg;
	struct python_name parsed;

	(void)fd;
	(void)type;
	if (python_name_parse(name, &parsed))
		add_name(v->l, v->names, name);
	return true;
}

static void find_names(const struct repair_look *l, struct bin_names *names)
{
	const struct repair_python *python = &l->python;
	const char *bin = venv_bin(&l->repair->venv);
	struct visit visit = { .l = l, .names = names };
	struct buf versioned = BUF_INIT;

	add_name(l, names, "python");
	add_name(l, names, repair_is_2(l) ? "python2" : "python3");
	/* Since 3.9 venv makes it, and the others always did. */
	if (python->series && streq(python->implementation, "cpython") &&
	    !(l->by_venv && strlen(python->series) == 3 && python->series[2] < '9')) {
		buf_putl(&versioned, "python", python->series);
		add_name(l, names, versioned.data);
	}
	if (file_scan(bin, visit_bin, &visit))
		unseen(bin);
}

/* ---- what there is to be ------------------------------------------------ */

static bool is_there(const struct repair_look *l, const char *file)
{
	struct stat st;

	return !repair_stat(l, file, 0, &st) && S_ISREG(st.st_mode);
}

/* PATH is one of NAMES, which is judged by itself. */
static bool is_name(const struct repair_look *l, struct bin_names *names, const char *path)
{
	return streq(path_parent(path), venv_bin(&l->repair->venv)) &&
	       find_name(names, path_base(path));
}

/* Where the link at PATH will lead, as it was moved with the rest; NULL: it was not. */
static const char *moved_to(const struct repair_look *l, const char *path)
{
	const char *file = path + strlen(l->repair->venv.path);
	const struct rewrite *link;

	if (!path_under(path, l->repair->venv.path) || *file != '/')
		return NULL;
	link = rewrites_find(&l->repair->plan, REWRITE_LINK, file + 1);
	return link ? path_clean(path_join(path_parent(path), link->to)) : NULL;
}

/*
 * To one of the names, or to what is Python by itself.  That a program lies in an
 * environment is enough for python_resolve(): it would take any for the base.
 */
static bool leads_to_python(struct repair_look *l, struct bin_names *names, const struct name *n)
{
	const char *root = l->repair->venv.path;
	const char *path = repair_path(l, n->file), *to = moved_to(l, path);
	struct interpreter interpreter;
	char real[PATH_MAX];

	if (!to && !is_there(l, n->file))
		return false;
	if (!to)
		to = path_clean(path_join(path_parent(path), n->to));
	for (int i = 0; to && i < LINKS_MAX; i++) {
		path = to;
		if (is_name(l, names, path))
			return true;
		to = moved_to(l, path);
	}
	if (!realpath(path, real))
		return unseen(path);
	if (!path_under(real, root))
		return repair_fits(l, mem_dups(real), &interpreter);
	return is_name(l, names, real) || repair_is_python(l, mem_dups(real + strlen(root) + 1));
}

static bool is_good(struct repair_look *l, struct bin_names *names, const struct name *n)
{
	struct interpreter interpreter;

	switch (n->kind) {
	case MISSING:
	case TEXT:
		break;
	case OUTWARD:
		return repair_fits(l, n->to, &interpreter);
	case INWARD:
		return leads_to_python(l, names, n);
	case COPY:
		return repair_copy_works(l, n->file);
	case SCRIPT:
		return repair_script(l, n->file);
	}
	return false;
}

/* It will lead out of the environment: to none of the others. */
static bool is_first(const struct bin_names *names, const struct name *n)
{
	return !names->primary || streq(names->primary, n->name) || n->kind == OUTWARD;
}

static void plan_link(struct repair_look *l, struct bin_names *names, struct name *n)
{
	struct rewrites *plan = &l->repair->plan;
	struct rewrite *link = rewrites_find(plan, REWRITE_LINK, n->file);

	/* It may have been planned where the old one leads by now. */
	if (!link)
		link = rewrites_add(plan, REWRITE_LINK, n->file);
	link->to = is_first(names, n) ? l->base.path : names->primary;
	if (!names->primary)
		names->primary = n->name;
	n->good = true;
}

static void plan_copy(struct repair_look *l, struct bin_names *names, struct name *n)
{
	struct rewrite *copy = rewrites_add(&l->repair->plan, REWRITE_COPY, n->file);

	copy->to = l->base.interpreter.real;
	copy->mode = 0755;
	if (!names->primary)
		names->primary = n->name;
	n->good = true;
}

static void mend(struct repair_look *l, struct bin_names *names, struct name *n)
{
	static const char *const problems[] = {
		[MISSING] = "is missing",         [OUTWARD] = "does not lead to it",
		[INWARD] = "does not lead to it", [COPY] = "is not a copy of it that works here",
		[TEXT] = "is the text of a link",
	};
	const char *path = repair_path(l, n->file);
	bool gone = (n->kind == OUTWARD || n->kind == INWARD) && !is_there(l, n->file);

	/* What led to a base that is gone is one with that. */
	if (!l->base.changed || n->kind == MISSING || n->kind == TEXT)
		repair_mendable(l, n->kind == COPY ? "copy" : "link", path,
				finding_text("'%s' %s", shown(path),
					     gone ? "leads nowhere" : problems[n->kind]));
	if (n->kind == COPY || (repair_is_2(l) && is_first(names, n)))
		plan_copy(l, names, n);
	else
		plan_link(l, names, n);
}

/* What leads to a name that will be there will do so again. */
static bool will_lead(const struct bin_names *names, const struct name *n)
{
	for (size_t i = 0; n->kind == INWARD && i < names->count; i++)
		if (names->list[i].good && streq(names->list[i].name, n->to))
			return true;
	return false;
}

/*
 * First what says by itself where it leads, then the names that nothing is under,
 * then what leads to others.
 */
static void mend_names(struct repair_look *l, struct bin_names *names)
{
	static const enum kind order[] = { COPY, OUTWARD, TEXT, MISSING, INWARD };
	struct name *own = find_name(names, path_base(l->base.path));

	for (size_t i = 0; i < names->count; i++) {
		struct name *n = &names->list[i];

		n->good = is_good(l, names, n);
		if (n->good && !names->primary && n->kind != INWARD)
			names->primary = n->name;
	}
	/* As venv has it: the one that is called like the base leads out. */
	if (!names->primary && own && own->kind != INWARD && own->kind != SCRIPT)
		mend(l, names, own);
	for (size_t k = 0; k < ARRAY_SIZE(order); k++)
		for (size_t i = 0; i < names->count; i++) {
			struct name *n = &names->list[i];

			if (n->kind == order[k] && !n->good && !will_lead(names, n))
				mend(l, names, n);
		}
}

void repair_bin(struct repair_look *l)
{
	struct bin_names names = { 0 };

	find_names(l, &names);
	if (l->base.path)
		mend_names(l, &names);
}
