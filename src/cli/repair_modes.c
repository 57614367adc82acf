/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs in bin that lost their mode. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/repair.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

/* A script for a shell to source has no "#!", whatever it is called. */
static bool is_to_run(int bin, const char *name, const char *path, const struct stat *st)
{
	struct elf_kind kind;
	char head[2] = { 0 };
	bool runs;
	int fd;

	if (!S_ISREG(st->st_mode) || (st->st_mode & 0111))
		return false;
	fd = files_open(bin, name);
	if (fd < 0)
		return unseen(path);
	runs = (files_read_at(fd, head, sizeof(head), 0) == sizeof(head) && head[0] == '#' &&
		head[1] == '!') ||
	       elf_kind(fd, path, &kind);
	close(fd);
	return runs;
}

/** What lost its mode. */
struct modes {
	struct repair_look *l;
	const char *first;
	size_t count;
};

/* Without bin/python nothing of it starts. */
static bool comes_first(const char *file, const char *other)
{
	static const char python[] = "bin/python";

	return streq(file, python) || (!streq(other, python) && strcmp(file, other) < 0);
}

static bool visit_mode(void *arg, int fd, const char *name, int type)
{
	const char *file = path_join("bin", mem_dups(name));
	struct modes *m = arg;
	struct rewrite *mode;
	struct stat st;

	(void)type;
	if (starts_with(name, "activate") || repair_stat(m->l, file, AT_SYMLINK_NOFOLLOW, &st) ||
	    !is_to_run(fd, name, repair_path(m->l, file), &st))
		return true;
	mode = rewrites_add(&m->l->repair->plan, REWRITE_MODE, file);
	mode->mode = (st.st_mode & 07777) | (st.st_mode & 0444) >> 2;
	if (!m->count++ || comes_first(mode->file, m->first))
		m->first = mode->file;
	return true;
}

void repair_modes(struct repair_look *l)
{
	struct modes m = { .l = l };
	const char *bin = venv_bin(&l->repair->venv);

	if (file_scan(bin, visit_mode, &m))
		unseen(bin);
	if (!m.count)
		return;
	repair_mendable(l, "not-executable", repair_path(l, m.first),
			m.count == 1 ? finding_text("'%s' cannot be executed",
						    shown(repair_path(l, m.first))) :
				       finding_text("'%s' and %s cannot be executed",
						    shown(repair_path(l, m.first)),
						    counted(m.count - 1, "other", "others")));
}
