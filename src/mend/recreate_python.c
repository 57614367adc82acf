/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter that an environment is made anew with. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/path.h"
#include "mend/recreate.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** bin/python, bin/python3 and bin/python3.11 lead to each other in any order */
	LINKS_MAX = 3,
};

static bool is_same(const struct recreation *r, const struct python *python)
{
	return python->major == r->dists.major && python->minor == r->dists.minor;
}

/*
 * The interpreter that the links in bin lead to, by the name that they have for it. NULL with
 * errno: EINVAL if they lead nowhere else.
 */
static const char *linked(int dir)
{
	const char *to = "python";

	for (int i = 0; i < LINKS_MAX && to && !strchr(to, '/'); i++)
		to = files_link_text(dir, path_join("bin", to));
	if (to && to[0] == '/')
		return path_clean(to);
	if (to)
		errno = EINVAL;
	return NULL;
}

/* The file REAL is an interpreter that avenv finds without the environment. */
static bool is_installed(const struct recreation *r, const char *real)
{
	struct pythons all;

	pythons_find(r->how->from, &all);
	for (size_t i = 0; i < all.count; i++)
		if (streq(all.list[i].python.real, real))
			return true;
	return false;
}

/*
 * Ask the interpreter that the old one was made of. Returns 1, 0 if it is gone, or -1 having said
 * why there is no answer. One that only an environment without a record names may be a stranger's:
 * it is not started.
 */
static int ask_base(const struct recreation *r, struct python *python)
{
	const char *path = linked(r->dir);
	char real[PATH_MAX];

	if (!path && errno != EINVAL && !file_leads_nowhere(errno))
		return error_errno("cannot read '%s'", shown(venv_python(&r->venv)));
	if (!path)
		path = python_base(venv_python(&r->venv));
	if (!path)
		return 0;
	if (!realpath(path, real))
		return file_leads_nowhere(errno) ? 0 : error_errno("cannot use '%s'", shown(path));
	if (!r->how->allowed && !is_installed(r, real))
		return 0;
	return python_ask(path, python) ? -1 : 1;
}

/* The interpreter of the old one, else another one of the same minor version. */
static int pick_same(struct recreation *r)
{
	struct buf command = BUF_INIT;
	struct python base = { .series = "3" };
	int there = ask_base(r, &base);
	const char *why;
	char minor[32];

	if (there < 0)
		return error("'-p PYTHON' makes '%s' anew with another one", shown(r->path));
	if (there && (is_same(r, &base) || !r->dists.major)) {
		r->python = base;
		return 0;
	}
	snprintf(minor, sizeof(minor), "%d.%d", r->dists.major, r->dists.minor);
	if (r->dists.major &&
	    !python_pick(r->how->from, minor, path_parent(r->path), &r->python, &why))
		return 0;
	buf_putl(&command, "avenv recreate -p ", base.series);
	return error("the Python that '%s' was made of is gone; %s makes it anew", shown(r->path),
		     paste_command(command.data, r->path));
}

int recreate_python(struct recreation *r)
{
	const char *typed = r->how->python, *why;

	if (typed ? python_pick(r->how->from, typed, path_parent(r->path), &r->python, &why) :
		    pick_same(r))
		return -1;
	r->same = is_same(r, &r->python);
	return python_supported(&r->python, r->path);
}
