/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small things that a copy by zip, cp or another system lacks. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "build/layout.h"
#include "core/mem.h"
#include "core/path.h"
#include "mend/repair.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/replace.h"
#include "system/tree.h"

#include "core/banned.h"

static int failed(const struct repair *r, const char *what, const char *file)
{
	return error_errno("cannot %s '%s'", what, shown(path_join(r->venv->path, file)));
}

/* ---- modes -------------------------------------------------------------------- */

/** Programs that cannot be executed. */
struct modes {
	bool dry;
	const char *first;
	size_t count;
	int error;
};

/* A file that others name as well is not only the environment's. */
static bool lost_mode(int fd, struct stat *st)
{
	char head[4] = { 0 };

	return !fstat(fd, st) && S_ISREG(st->st_mode) && !(st->st_mode & 0111) &&
	       st->st_nlink == 1 && files_read_at(fd, head, sizeof(head), 0) > 2 &&
	       (!memcmp(head, "#!", 2) || !memcmp(head, "\177ELF", sizeof(head)));
}

static bool visit(void *arg, int dir, const char *name, int type)
{
	struct modes *m = arg;
	struct file_info info;
	struct stat st;
	int fd;

	(void)type;
	if (starts_with(name, "activate"))
		return true;
	if (file_lstatat(dir, name, &info)) {
		m->error = errno;
		return false;
	}
	if (!S_ISREG(info.mode) || (info.mode & 0111))
		return true;
	fd = files_open(dir, name);
	if (fd < 0)
		m->error = errno;
	if (fd >= 0 && lost_mode(fd, &st)) {
		if (!m->count++ || strcmp(name, m->first) < 0)
			m->first = mem_dups(name);
		if (!m->dry && fchmod(fd, (st.st_mode & 07777) | (st.st_mode & 0444) >> 2))
			m->error = errno;
	}
	if (fd >= 0)
		close(fd);
	return !m->error;
}

int repair_modes(struct repair *r)
{
	const char *bin = path_join(r->venv->path, "bin");
	struct modes m = { .dry = r->dry };
	const char *more;

	if (file_scan(bin, visit, &m))
		return failed(r, "read", "bin");
	errno = m.error;
	if (errno)
		return failed(r, "mend the modes in", "bin");
	if (!m.count)
		return 0;
	bin = path_join(bin, m.first);
	more = m.count == 1 ? "" : finding_text(" and %s", counted(m.count - 1, "other", "others"));
	findings_say(&r->mended, "not-executable", bin, "'%s'%s cannot be executed", shown(bin),
		     more);
	return 0;
}

/* ---- modules in machine code ------------------------------------------------------ */

/** A look for a module of another Python or machine. */
struct modules {
	/** ".cpython-311-", and what names another machine */
	const char *tag, *machine;
	/** the first one */
	const char *found;
};

/* "x.cpython-311-x86_64-linux-gnu.so" */
static int visit_module(struct tree_walk *walk, int dir, const char *name)
{
	struct modules *m = walk->arg;

	(void)dir;
	if (!ends_with(name, ".so") ||
	    !((strstr(name, ".cpython-") && !strstr(name, m->tag)) || strstr(name, m->machine)))
		return 0;
	m->found = mem_dups(walk->path.data);
	return -1;
}

/* Those of a package lie in it, or one level below. */
static int enter_package(struct tree_walk *walk, int dir, const char *name)
{
	(void)dir;
	(void)name;
	return walk->depth > 2 ? TREE_SKIP : 0;
}

const char *repair_other_module(const struct repair *r)
{
	const struct library *l = &r->base.library;
	struct buf site = BUF_INIT, tag = BUF_INIT;
	struct utsname system;
	struct modules m = { 0 };
	struct tree_walk walk = { .file = visit_module, .enter = enter_package, .arg = &m };

	if (!l->series || !streq(l->implementation, "cpython") || uname(&system))
		return NULL;
	buf_putl(&site, "lib/python", l->series, l->threads, "/site-packages");
	buf_puts(&tag, ".cpython-");
	for (const char *s = l->series; *s; s++)
		if (*s != '.')
			buf_putc(&tag, *s);
	buf_putl(&tag, l->threads, "-");
	m.tag = tag.data;
	m.machine = streq(system.machine, "aarch64") ? "-x86_64-" : "-aarch64-";
	if (!tree_walk(&walk, r->dir, site.data) || !m.found)
		return NULL;
	return path_join(path_join(r->venv->path, site.data), m.found);
}

/* ---- lib64 ---------------------------------------------------------------------- */

/* venv of 64 bits makes the link; virtualenv makes a directory on some systems. */
static bool wants_lib64(const struct repair *r)
{
	return !r->venv->cfg.maker && sizeof(void *) == 8 && file_exists(r->dir, "lib") > 0;
}

bool repair_lib64_differs(const struct repair *r)
{
	struct file_info info;

	return wants_lib64(r) && !file_lstatat(r->dir, "lib64", &info) && !S_ISLNK(info.mode);
}

int repair_lib64(struct repair *r)
{
	const char *path = path_join(r->venv->path, "lib64");
	struct file_info info;
	bool missing = file_lstatat(r->dir, "lib64", &info) != 0;

	if (missing && errno != ENOENT)
		return failed(r, "look at", "lib64");
	if (missing ? !wants_lib64(r) : !S_ISLNK(info.mode) || !file_stat(path, &info))
		return 0;
	if (!missing && !file_leads_nowhere(errno))
		return failed(r, "look at", "lib64");
	findings_say(&r->mended, "lib64", path, "'%s' %s", shown(path),
		     missing ? "is missing" : "leads nowhere");
	if (!r->dry && replace_link(r->dir, "lib64", "lib", NULL))
		return failed(r, "write", "lib64");
	return 0;
}

/* ---- bin/activate --------------------------------------------------------------- */

static int write_activate(void *arg, const char *name, const struct buf *text, mode_t mode)
{
	const struct repair *r = arg;
	int bin;

	if (!streq(name, "activate"))
		return 0;
	bin = files_open_dir(r->dir, "bin");
	if (bin < 0 || replace_file(bin, name, text->data, text->len, mode))
		return failed(r, "write", "bin/activate");
	close(bin);
	return 0;
}

int repair_activate(struct repair *r)
{
	const char *path = path_join(r->venv->path, "bin/activate"), *dot;
	const struct base *base = &r->base;
	struct file_info info;
	struct python python = {
		.path = base->path,
		.home = path_parent(base->path),
		.exe = path_base(base->path),
		.series = base->library.series,
		.stdlib = base->guess.stdlib,
		.major = 3,
	};

	if (file_lstatat(r->dir, "bin/activate", &info)) {
		if (errno != ENOENT)
			return failed(r, "look at", "bin/activate");
	} else if (!S_ISREG(info.mode) || info.size) {
		return 0;
	}
	findings_say(&r->mended, "no-activate", path, "'%s' is missing", shown(path));
	dot = strchr(python.series, '.');
	python.minor = dot ? (int)strtol(dot + 1, NULL, 10) : 0;
	if (!python.stdlib)
		return error("'%s' has no venv module to make '%s' from", shown(base->path),
			     shown(path));
	return r->dry ? 0 :
			layout_scripts(&python, r->venv->path, r->venv->cfg.prompt, write_activate,
				       r);
}
