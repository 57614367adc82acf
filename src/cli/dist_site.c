/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a directory on the import path may be distributions. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "cli/dist.h"
#include "cli/envs.h"
#include "cli/pep440.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** of a directory's entries, that are read at a time */
	ROOM = 32768,
	/** of an egg-link, in bytes */
	LINK_MAX_SIZE = 4096,
	/** distributions on the import path, and entries of any kind */
	DIST_MAX = 65536,
	ENTRIES_MAX = 1024 * 1024,
	/** bytes of all distributions together: of headers and direct_url.json,
	 * which are kept, and of all that is read */
	KEPT_MAX = 32 * 1024 * 1024,
	READ_MAX = 512 * 1024 * 1024,
};

/** What is in one directory. */
struct entries {
	struct dist_reading *r;
	struct strings infos, eggs, links, pths;
	/** there is more */
	bool cut;
};

static bool visit_entry(void *arg, int fd, const char *name, int type)
{
	struct entries *e = arg;
	const char *end = strrchr(name, '.');

	(void)fd;
	(void)type;
	if (e->r->entry_count == ENTRIES_MAX) {
		e->cut = true;
		return false;
	}
	e->r->entry_count++;
	if (!end)
		return true;
	if (!strcasecmp(end, ".dist-info") || !strcasecmp(end, ".egg-info"))
		strings_add(&e->infos, mem_dups(name));
	else if (streq(end, ".egg"))
		strings_add(&e->eggs, mem_dups(name));
	else if (streq(end, ".egg-link"))
		strings_add(&e->links, mem_dups(name));
	else if (streq(end, ".pth"))
		strings_add(&e->pths, mem_dups(name));
	return true;
}

/* Not all of what PATH holds is read: say so, once. */
static void say_full(struct dist_reading *r, const char *path)
{
	if (!r->full)
		dists_problem(r->dists, path, "holds too much, not all of it is read", true);
	r->full = true;
}

/* One more distribution would be too many. */
static bool is_full(struct dist_reading *r, const char *path)
{
	if (r->count < DIST_MAX && r->kept < KEPT_MAX && r->bytes < READ_MAX)
		return false;
	say_full(r, path);
	return true;
}

/* List what is in FD, which is at PATH. */
static void list(struct dist_reading *r, int fd, const char *path, struct entries *e)
{
	*e = (struct entries){ .r = r };
	if (!r->entries)
		r->entries = mem_alloc(ROOM);
	if (file_scan_fd(fd, r->entries, ROOM, visit_entry, e))
		unseen(path);
	if (e->cut)
		say_full(r, path);
}

/*
 * The name in ENTRY as pkg_resources compares it: without regard to case, and
 * "_" before all else.
 */
static const char *comparable(const char *entry)
{
	char *name = mem_dup(entry, dist_entry_name_len(entry));

	for (char *s = name; *s; s++)
		*s = (char)(*s == '_' ? ' ' : tolower((unsigned char)*s));
	return name;
}

/* Backwards, by name and then by version. */
static int by_version(const void *a, const void *b)
{
	const char *left = *(const char *const *)a;
	const char *right = *(const char *const *)b;
	int order = tolower((unsigned char)*right) - tolower((unsigned char)*left);

	/* What is called alike begins alike: the rest is seldom asked. */
	if (!order)
		order = strcmp(comparable(right), comparable(left));
	if (!order)
		order = pep440_compare(dist_entry_version(right), dist_entry_version(left));
	return order ? order : strcmp(left, right);
}

/* Into the order in which that pip goes through them. */
static void sort_infos(const struct pip_rules *rules, struct strings *infos)
{
	if (rules->importlib || !infos->count)
		return;
	if (rules->first_by_name)
		strings_sort(infos);
	else
		qsort(infos->list, infos->count, sizeof(*infos->list), by_version);
}

static void read_infos(struct dist_reading *r, int fd, const char *path,
		       const struct strings *infos, size_t site)
{
	for (size_t i = 0; i < infos->count && !is_full(r, path); i++) {
		const char *entry = infos->list[i];
		enum dist_form form =
			!strcasecmp(strrchr(entry, '.'), ".dist-info") ? DIST_INFO : DIST_EGG_INFO;

		dist_read(r, fd, path, entry, form, site);
	}
}

void dist_unread(struct dist_reading *r, const char *path)
{
	if (errno == EACCES || unseen_is_answer(errno))
		dists_problem(r->dists, path, dist_reason(), false);
	else
		unseen(path);
}

/*
 * A directory on the import path, as it is written, which is at PATH: a link to one
 * is fine.  Python passes over what it may not read, too.
 */
static int open_dir(struct dist_reading *r, int at, const char *name, const char *path)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 && !unseen_is_answer(errno))
		dist_unread(r, path);
	return fd;
}

/* .egg directories, which pkg_resources reads where they lie. */
static void read_eggs(struct dist_reading *r, int fd, const char *path, const struct strings *eggs,
		      size_t site)
{
	for (size_t i = 0; i < eggs->count && !is_full(r, path); i++) {
		const char *name = eggs->list[i], *at = path_join(path, name);
		struct dist_found *found;
		int egg = openat(fd, name,
				 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

		if (egg < 0) {
			if (!unseen_is_answer(errno))
				unseen(at);
			else
				dists_problem(r->dists, at,
					      "is no directory, what is in it is not seen", false);
			continue;
		}
		found = dist_read(r, egg, at, "EGG-INFO", DIST_EGG, site);
		if (found) {
			found->dist.entry = name;
			found->key = NULL;
		}
		close(egg);
	}
}

/* The first line of a link that has something in it, or NULL. */
static const char *link_target(struct dist_reading *r, int fd, const char *path, const char *name)
{
	char *s, *line;

	if (dist_slurp(r, fd, name, LINK_MAX_SIZE)) {
		unseen(path_join(path, name));
		return NULL;
	}
	s = r->data + strspn(r->data, " \t\r\n\f\v");
	line = mem_dup(s, strcspn(s, "\r\n"));
	for (size_t len = strlen(line); len && (line[len - 1] == ' ' || line[len - 1] == '\t');)
		line[--len] = '\0';
	return *line ? line : NULL;
}

/* What egg-links lead to, which importlib.metadata's users look up. */
static void read_links(struct dist_reading *r, int fd, const char *path,
		       const struct strings *links, size_t site)
{
	for (size_t i = 0; i < links->count && !is_full(r, path); i++) {
		const char *target = link_target(r, fd, path, links->list[i]);
		size_t first = r->count;
		struct entries e;
		int dir;

		if (!target)
			continue;
		dir = open_dir(r, fd, target, path_join(path, target));
		if (dir < 0)
			continue;
		target = path_clean(path_join(path, target));
		list(r, dir, target, &e);
		read_infos(r, dir, target, &e.infos, site);
		for (size_t k = first; k < r->count; k++)
			r->list[k].dist.form = DIST_EGG_LINK;
		close(dir);
	}
}

/* FD, which is at PATH, is itself an egg. */
static void read_egg_site(struct dist_reading *r, int fd, const char *path, size_t site)
{
	bool importlib = r->dists->pip.importlib;
	struct dist_found *found =
		dist_read(r, fd, path, "EGG-INFO", importlib ? DIST_EGG_INFO : DIST_EGG, site);

	if (found)
		found->dist.form = DIST_EGG;
}

static void keep_links(struct dist_reading *r, const struct strings *links)
{
	for (size_t i = 0; i < links->count; i++) {
		const char *name = links->list[i];
		size_t len = strlen(name) - strlen(".egg-link");

		strings_add(&r->links, mem_dup(name, len));
	}
}

/* It is on the import path already, or there is no room for it. */
static bool is_known(struct dist_reading *r, const char *path)
{
	const struct dists *dists = r->dists;

	for (size_t i = 0; i < dists->site_count; i++)
		if (streq(dists->sites[i].path, path))
			return true;
	if (dists->site_count < DIST_SITES_MAX)
		return false;
	if (!r->full)
		dists_problem(r->dists, path, "is one directory too many on the import path", true);
	r->full = true;
	return true;
}

int dist_site_open(struct dist_reading *r, const char *path)
{
	return is_known(r, path) ? -1 : open_dir(r, AT_FDCWD, path, path);
}

/*
 * Python passes over a .pth file whose name begins with a dot, since gh-113659;
 * each series had that in a release of its own.
 */
static bool is_passed_over(const struct dist_reading *r, const char *pth)
{
	static const char *const since[] = { "3.8.19", "3.9.19", "3.10.14", "3.11.8", "3.12.2" };
	const char *version = env_python(r->venv);
	size_t i = (size_t)r->dists->minor - 8;

	if (pth[0] != '.' || r->dists->major != 3 || r->dists->minor < 8)
		return false;
	return i >= ARRAY_SIZE(since) || (version && pep440_compare(version, since[i]) >= 0);
}

/* The directories that the .pth files in FD, which is at PATH, name. */
static void read_pths(struct dist_reading *r, int fd, const char *path, struct strings *pths)
{
	strings_sort(pths);
	for (size_t i = 0; i < pths->count && !is_full(r, path); i++) {
		const char *file = path_join(path, pths->list[i]);
		struct strings dirs = { 0 };

		if (is_passed_over(r, pths->list[i]))
			continue;
		dist_pth(r, fd, path, pths->list[i], &dirs);
		for (size_t k = 0; k < dirs.count; k++) {
			const char *dir = dirs.list[k];
			int at = dist_site_open(r, dir);

			if (at >= 0)
				dist_site_read(r, at, dir, file);
		}
	}
}

void dist_site_read(struct dist_reading *r, int fd, const char *path, const char *pth)
{
	struct dists *dists = r->dists;
	size_t site = dists->site_count++;
	struct entries e;

	dists->sites[site] = (struct dist_site){
		.path = path,
		.pth = pth,
		.local = path_under(path, r->venv->path),
	};
	list(r, fd, path, &e);
	if (pth && ends_with(path, ".egg"))
		read_egg_site(r, fd, path, site);
	sort_infos(&dists->pip, &e.infos);
	read_infos(r, fd, path, &e.infos, site);
	if (dists->pip.eggs)
		read_eggs(r, fd, path, &e.eggs, site);
	if (dists->pip.importlib)
		read_links(r, fd, path, &e.links, site);
	keep_links(r, &e.links);
	if (!pth)
		read_pths(r, fd, path, &e.pths);
	close(fd);
}
