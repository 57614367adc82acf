/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/source.h"

#include <string.h>
#include <sys/stat.h>

#include "core/base.h"
#include "core/file.h"
#include "core/path.h"

#include "core/banned.h"

struct module {
	const char *name;
	bool found;
};

/* As importlib.machinery.all_suffixes() has them. */
static bool is_suffix(const char *suffix)
{
	return streq(suffix, ".py") || streq(suffix, ".pyc") ||
	       (*suffix == '.' && ends_with(suffix, ".so"));
}

static bool visit_entry(void *arg, int fd, const char *name, int type)
{
	struct module *m = arg;
	struct stat st;

	(void)type;
	m->found = starts_with(name, m->name) && is_suffix(name + strlen(m->name)) &&
		   !fstatat(fd, name, &st, 0) && S_ISREG(st.st_mode);
	return !m->found;
}

bool source_is_module(const char *path)
{
	struct module m = { .name = path_base(path) };

	return !file_scan(path_parent(path), visit_entry, &m) && m.found;
}
