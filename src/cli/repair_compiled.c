/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Modules in machine code: whether the base can load them.  A package may bring
 * a module for several systems; one of them has to do.
 */
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** modules that are asked for their C library: all come from one place */
	ASKED_MAX = 32,
};

enum fault {
	FINE,
	WRONG_TAG,
	WRONG_MACHINE,
	WRONG_LIBC,
};

struct repair_module {
	/** below the environment, and how much of it names the module */
	const char *file;
	size_t stem;
	enum fault fault;
	/** what it is for, to be shown */
	const char *of;
};

/* What stands between the module's name and ".so" in NAME; NULL: it is none. */
static const char *tag_of(const char *name)
{
	size_t len = strlen(name), stem = strcspn(name, ".");

	if (!ends_with(name, ".so") || !stem)
		return NULL;
	return stem + 3 == len ? "" : mem_dup(name + stem + 1, len - stem - 4);
}

static bool visit_own(void *arg, int fd, const char *name, int type)
{
	struct repair_modules *m = arg;
	const char *tag = tag_of(name);

	(void)fd;
	(void)type;
	if (tag && (starts_with(tag, "cpython-") || starts_with(tag, "pypy")))
		m->tag = tag;
	return !m->tag;
}

static void find_tag(struct repair_modules *m, const char *dir)
{
	if (!m->tag && file_scan(dir, visit_own, m))
		unseen(dir);
}

/* "musl" or "glibc"; NULL: it does not say. */
static const char *libc_of(struct elf *elf)
{
	const char *library, *runpath;

	elf_needs(elf, "libc.", &library, &runpath);
	if (!library)
		return NULL;
	if (starts_with(library, "libc.musl") || streq(library, "libc.so"))
		return "musl";
	return streq(library, "libc.so.6") ? "glibc" : NULL;
}

void repair_begin_modules(struct repair_look *l)
{
	const struct interpreter *base = &l->base.interpreter;
	struct repair_modules *m = &l->modules;
	struct elf *elf;
	int fd;

	if (!l->base.path)
		return;
	if (base->stdlib) {
		find_tag(m, path_join(base->stdlib, "lib-dynload"));
		find_tag(m, base->stdlib);
	}
	fd = open(base->real, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0) {
		unseen(base->real);
		return;
	}
	m->has_kind = elf_kind(fd, base->real, &m->kind);
	elf = elf_of(fd, base->real);
	if (!elf)
		return;
	m->libc = libc_of(elf);
	elf_close(elf);
}

/* Its name says that it is for another Python or another system. */
static bool is_other_tag(const struct repair_look *l, const char *tag)
{
	return *tag && !streq(tag, "abi3") && l->modules.tag && !streq(tag, l->modules.tag);
}

/* A library may have the same form of name, but it exports no module. */
static bool is_module(struct elf *elf, const char *stem)
{
	struct buf name = BUF_INIT;

	buf_putl(&name, "PyInit_", stem);
	return elf_exports(elf, name.data);
}

/* What speaks against FILE, open as FD, which is closed. */
static enum fault look_inside(struct repair_look *l, int fd, const char *tag, const char *file,
			      const char **of)
{
	const char *path = repair_path(l, file), *name = path_base(file);
	struct repair_modules *m = &l->modules;
	enum fault fault = FINE;
	struct elf_kind kind;
	struct elf *elf;
	const char *libc;

	if (!m->has_kind) {
		close(fd);
		return FINE;
	}
	if (!elf_kind(fd, path, &kind)) {
		close(fd);
		*of = "another system";
		return *tag ? WRONG_MACHINE : FINE;
	}
	if (!elf_same_kind(&kind, &m->kind)) {
		*of = elf_machine(&kind);
		fault = WRONG_MACHINE;
	} else if (!*tag || !m->libc || m->asked++ >= ASKED_MAX) {
		close(fd);
		return FINE;
	}
	elf = elf_of(fd, path);
	if (!elf)
		return *tag ? fault : FINE;
	libc = fault ? NULL : libc_of(elf);
	if (libc && !streq(libc, m->libc)) {
		*of = libc;
		fault = WRONG_LIBC;
	}
	if (!*tag && !is_module(elf, mem_dup(name, strcspn(name, "."))))
		fault = FINE;
	elf_close(elf);
	return fault;
}

void repair_see_module(struct repair_look *l, int dir, const char *file)
{
	const char *name = path_base(file), *tag = tag_of(name);
	struct repair_modules *m = &l->modules;
	struct repair_module module = { .file = file };
	int fd;

	if (!tag || !l->base.path ||
	    (*tag && !streq(tag, "abi3") && !starts_with(tag, "cpython-") &&
	     !starts_with(tag, "pypy")) ||
	    fnmatch("*/site-packages/*", file, 0) != 0)
		return;
	module.stem = (size_t)(name - file) + strcspn(name, ".");
	if (is_other_tag(l, tag)) {
		module.fault = WRONG_TAG;
		module.of = tag;
	} else {
		fd = files_open(dir, name);
		if (fd < 0) {
			unseen(repair_path(l, file));
			return;
		}
		module.fault = look_inside(l, fd, tag, file, &module.of);
	}
	module.file = mem_dups(file);
	m->list = mem_grow(m->list, m->count, &m->room, sizeof(*m->list));
	m->list[m->count++] = module;
}

static int by_stem(const void *a, const void *b)
{
	const struct repair_module *one = a, *other = b;
	size_t n = one->stem < other->stem ? one->stem : other->stem;
	int order = strncmp(one->file, other->file, n);

	if (order)
		return order;
	if (one->stem != other->stem)
		return one->stem < other->stem ? -1 : 1;
	return (int)one->fault - (int)other->fault;
}

static bool is_same_module(const struct repair_module *a, const struct repair_module *b)
{
	return a->stem == b->stem && !strncmp(a->file, b->file, a->stem);
}

static void tell(struct repair_look *l, const struct repair_module *first, size_t count)
{
	static const char *const ids[] = {
		[WRONG_TAG] = "compiled-for-other-python",
		[WRONG_MACHINE] = "compiled-for-other-machine",
		[WRONG_LIBC] = "compiled-for-other-libc",
	};
	const struct repair_modules *m = &l->modules;
	const char *path = repair_path(l, first->file);
	const char *own = first->fault == WRONG_TAG  ? m->tag :
			  first->fault == WRONG_LIBC ? m->libc :
						       elf_machine(&m->kind);
	const char *more =
		count == 1 ? "" : finding_text(" and %s", counted(count - 1, "other", "others"));

	repair_beyond(l, ids[first->fault], path,
		      finding_text("'%s'%s %s compiled for %s, and '%s' is %s", shown(path), more,
				   count == 1 ? "is" : "are", shown(first->of), shown(l->base.path),
				   own));
}

void repair_modules(struct repair_look *l)
{
	struct repair_modules *m = &l->modules;
	const struct repair_module *first[WRONG_LIBC + 1] = { 0 };
	size_t count[WRONG_LIBC + 1] = { 0 };

	if (m->count)
		qsort(m->list, m->count, sizeof(*m->list), by_stem);
	for (size_t i = 0; i < m->count; i++) {
		const struct repair_module *one = &m->list[i];

		/* The best of each comes first. */
		if (one->fault == FINE || (i && is_same_module(one, &m->list[i - 1])))
			continue;
		if (!count[one->fault]++)
			first[one->fault] = one;
	}
	for (size_t fault = WRONG_TAG; fault < ARRAY_SIZE(first); fault++)
		if (first[fault])
			tell(l, first[fault], count[fault]);
}
