/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/dist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/pep440.h"
#include "cli/requirement.h"
#include "cli/site.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

void dists_problem(struct dists *dists, const char *path, const char *text, bool fatal)
{
	struct dist_problem *new;

	dists->problems = mem_grow(dists->problems, dists->problem_count, &dists->problem_room,
				   sizeof(*dists->problems));
	new = &dists->problems[dists->problem_count++];
	*new = (struct dist_problem){ path, text, fatal };
}

/* X.Y of the environment's Python. */
static void read_version(const struct venv *venv, struct dists *dists)
{
	const char *text = venv->cfg.version, *name;
	char *end;

	if (!text) {
		name = site_python(venv);
		text = name ? name + strcspn(name, "0123456789") : "";
	}
	dists->major = (int)strtol(text, &end, 10);
	if (*end == '.')
		dists->minor = (int)strtol(end + 1, NULL, 10);
}

bool dist_see_version(void *arg, int fd, const char *name, int type)
{
	struct dist_versions *there = arg;
	const char *version = dist_version_of(name, there->name);

	(void)fd;
	(void)type;
	if (version)
		strings_add(&there->list, version);
	return true;
}

const char *dist_newest(const struct dist_versions *there)
{
	const char *newest = NULL;

	for (size_t i = 0; i < there->list.count; i++) {
		const char *version = there->list.list[i];

		if (!newest || pep440_compare(version, newest) > 0)
			newest = version;
	}
	return newest;
}

/* The version of the pip that is installed there; NULL: there is none. */
static const char *pip_version(const struct venv *venv)
{
	enum {
		ROOM = 32768
	};
	struct dist_versions there = { .name = "pip" };
	const char *path;
	int fd = site_open(venv, &path);

	if (fd < 0)
		return NULL;
	if (file_scan_fd(fd, mem_alloc(ROOM), ROOM, dist_see_version, &there))
		unseen(path);
	close(fd);
	return dist_newest(&there);
}

/* A distributor may tell pip to use pkg_resources still. */
static bool is_patched(const struct dist_reading *r)
{
	static const char file[] = "importlib/metadata/__init__.py";
	const char *stdlib;
	struct text text;

	if (r->dists->major != 3 || r->dists->minor < 11 || r->dists->minor > 13)
		return false;
	stdlib = dist_base_stdlib(r);
	return stdlib && dist_slurp_base(path_join(stdlib, file), &text) &&
	       strstr(text.data, "\n_PIP_USE_IMPORTLIB_METADATA = False\n");
}

void dists_read(const struct venv *venv, struct dists *dists)
{
	struct dist_reading r = { .venv = venv, .dists = dists };

	*dists = (struct dists){ 0 };
	unseen_begin();
	if (venv->health == CFG_UNREADABLE) {
		errno = venv->error;
		unseen(path_join(venv->path, "pyvenv.cfg"));
	}
	read_version(venv, dists);
	dists->pip = pip_rules(pip_version(venv), dists->major, dists->minor, is_patched(&r));
	dist_sites(&r);
	if (unseen_path())
		dists_problem(dists, unseen_path(), unseen_why(), true);
	dist_pick(&r);
}

const struct dist *dists_find(const struct dists *dists, const char *name)
{
	const char *key = requirement_key(name);
	size_t low = 0, high = dists->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct dist *dist = dists->by_key[middle];
		int order = strcmp(key, dist->key);

		if (!order)
			return dist;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool dists_fatal(const struct dists *dists)
{
	for (size_t i = 0; i < dists->problem_count; i++)
		if (dists->problems[i].fatal)
			return true;
	return false;
}

void dists_complain(const struct dists *dists)
{
	for (size_t i = 0; i < dists->problem_count; i++) {
		const struct dist_problem *p = &dists->problems[i];

		if (p->fatal)
			error("'%s' %s", shown(p->path), p->text);
		else
			note("'%s' %s", shown(p->path), p->text);
	}
	for (size_t i = 0; i < dists->imports.count; i++)
		note("'%s' has lines that Python would run: what they add is not seen",
		     shown(dists->imports.list[i]));
}
