/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small things that a copy by zip, cp or another system lacks. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/layout.h"
#include "core/path.h"
#include "mend/repair.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

/* ---- modes -------------------------------------------------------------------- */

/** Programs that cannot be executed. */
struct modes {
	bool dry;
	size_t count;
	int error;
};

/* FD is a program without the mode. A file with several links may belong to others, too. */
static bool lost_mode(int fd, const struct stat *st)
{
	char head[4] = { 0 };

	return S_ISREG(st->st_mode) && !(st->st_mode & 0111) && st->st_nlink == 1 &&
	       pread(fd, head, sizeof(head), 0) > 2 &&
	       (!memcmp(head, "#!", 2) || !memcmp(head, "\177ELF", sizeof(head)));
}

static bool visit(void *arg, int dir, const char *name, int type)
{
	struct modes *m = arg;
	struct stat st;
	int fd;

	(void)type;
	errno = 0;
	fd = starts_with(name, "activate") ? -1 : files_open(dir, name);
	if (fd < 0) {
		/* A link, a socket. */
		m->error = errno == ELOOP || errno == ENXIO ? 0 : errno;
		return !m->error;
	}
	if (fstat(fd, &st) || (lost_mode(fd, &st) && ++m->count && !m->dry &&
			       fchmod(fd, (st.st_mode & 07777) | (st.st_mode & 0444) >> 2)))
		m->error = errno;
	close(fd);
	return !m->error;
}

int repair_modes(struct repair *r)
{
	const char *bin = path_join(r->venv->path, "bin");
	struct modes m = { .dry = r->dry };

	if (file_scan(bin, visit, &m))
		return file_failed(r->venv->path, "read", "bin");
	errno = m.error;
	if (errno)
		return file_failed(r->venv->path, "mend the modes in", "bin");
	if (m.count)
		findings_say(&r->mended, "not-executable", bin, "%s in '%s' cannot be executed",
			     counted(m.count, "program", "programs"), shown(bin));
	return 0;
}

/* ---- lib64 ---------------------------------------------------------------------- */

/* venv of 64 bits makes the link; virtualenv makes a directory on some systems. */
int repair_lib64(struct repair *r)
{
	const char *path = path_join(r->venv->path, "lib64");
	struct file_info info;
	bool there = !file_lstat(path, &info);
	int leads = there ? file_exists_through(r->dir, "lib64") : 0;

	if (leads < 0 || (!there && errno != ENOENT))
		return file_failed(r->venv->path, "look at", "lib64");
	if (there ? !S_ISLNK(info.mode) || leads : r->venv->cfg.maker || sizeof(void *) != 8)
		return 0;
	findings_say(&r->mended, "lib64", path, "'%s' %s", shown(path),
		     there ? "leads nowhere" : "is missing");
	return r->dry ? 0 :
			edit_put(r->dir, r->venv->path,
				 &(struct edit){ .file = "lib64", .to = "lib" });
}

/* ---- bin/activate --------------------------------------------------------------- */

static int write_activate(void *arg, const char *name, const struct buf *text, mode_t mode)
{
	const struct repair *r = arg;
	const struct edit edit = { .file = "bin/activate", .text = *text };

	(void)mode;
	return streq(name, "activate") ? edit_put(r->dir, r->venv->path, &edit) : 0;
}

int repair_activate(struct repair *r)
{
	const char *path = path_join(r->venv->path, "bin/activate");
	const struct layout_scripts scripts = { r->base.guess.stdlib, r->venv->path,
						path_base(r->base.path), r->venv->cfg.prompt };
	int there = file_exists(r->dir, "bin/activate");

	if (there)
		return there > 0 ? 0 : file_failed(r->venv->path, "look at", "bin/activate");
	findings_say(&r->mended, "no-activate", path, "'%s' is missing", shown(path));
	return r->dry ? 0 : layout_scripts(&scripts, write_activate, r);
}
