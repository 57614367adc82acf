/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/import_path.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "formats/requirement.h"
#include "system/file_at.h"

enum {
	/** most directories and archives on the import path */
	SITES_MAX = 1024,
};

/* Open a directory on the import path; links are followed, as in Python. Returns -1 with errno. */
static int site_open(const char *path)
{
	return openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
}

/* Sort NAMES, the entries of a directory, by suffix. LINKS gets the normalized names. */
static void sort_entries(const struct strings *names, struct strings *infos, struct strings *pths,
			 struct strings *links)
{
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i], *end = strrchr(name, '.');

		/* in the directory of an egg, "a-1.0-py3.11.egg" */
		if (streq(name, "EGG-INFO"))
			strings_add(infos, name);
		if (!end)
			continue;
		if (streq(end, ".dist-info") || streq(end, ".egg-info"))
			strings_add(infos, name);
		else if (streq(end, ".pth") && *name != '.')
			strings_add(pths, name);
		else if (streq(end, ".egg-link"))
			strings_add(links, requirement_key(mem_dup(name, (size_t)(end - name))));
	}
}

/* Set R->pip_version to the newest pip among INFOS, entries of the own site-packages. */
static void find_pip(struct dist_reading *r, const struct strings *infos)
{
	for (size_t i = 0; i < infos->count; i++) {
		const char *version;

		if (!dist_entry_is_pip(infos->list[i]))
			continue;
		version = dist_entry_version(infos->list[i]);
		if (!r->pip_version || pep440_compare(version, r->pip_version) > 0)
			r->pip_version = version;
	}
}

/*
 * Add SITE to the import path. Returns NULL, and adds one fatal problem in all, if there are
 * SITES_MAX already.
 */
static const struct dist_site *add_site(struct dist_reading *r, struct dist_site site)
{
	if (r->site_count >= SITES_MAX) {
		if (!r->sites_left_out)
			dist_problem(r, site.path, "is one entry too many on the import path",
				     true);
		r->sites_left_out = true;
		return NULL;
	}
	r->sites[r->site_count] = site;
	return &r->sites[r->site_count++];
}

/*
 * Open the directory PATH. Returns -1 if PATH is on the import path already, or if it cannot be
 * opened: Python ignores such a directory.
 */
static int open_import_dir(struct dist_reading *r, const char *path)
{
	int fd;

	for (size_t i = 0; i < r->site_count; i++)
		if (streq(r->sites[i].path, path))
			return -1;
	fd = site_open(path);
	if (fd < 0 && !file_leads_nowhere(errno))
		dist_unread(r, path, false);
	return fd;
}

static void read_pth(struct dist_reading *r, const char *pth);

/* Add SITE, read its distributions and .pth files, and close FD. An FD of -1 is ignored. */
static void read_site(struct dist_reading *r, int fd, struct dist_site site)
{
	const struct dist_site *added = fd < 0 ? NULL : add_site(r, site);
	struct strings names = { 0 }, infos = { 0 }, pths = { 0 };

	if (!added) {
		file_close(fd);
		return;
	}
	if (dir_names_at(fd, &names))
		dist_unread(r, site.path, true);
	sort_entries(&names, &infos, &pths, &r->egg_links);
	if (r->site_count == 1)
		find_pip(r, &infos);
	for (size_t i = 0; i < infos.count; i++)
		dist_read(r, added, fd, infos.list[i]);
	close(fd);
	strings_sort(&pths);
	/* Python ignores .pth files in a directory that a .pth file names. */
	for (size_t i = 0; !site.pth && i < pths.count; i++)
		read_pth(r, path_join(site.path, pths.list[i]));
}

/* Add the distribution in SITE, a ZIP archive "a-1.0-py3.11.egg", by that name alone. */
static void add_zipped_egg(struct dist_reading *r, struct dist_site site)
{
	const char *entry = path_base(site.path), *rest = strchr(entry, '-');
	const char *name = mem_dup(entry, dist_entry_name_len(entry));
	struct dist dist = {
		.form = DIST_EGG_INFO,
		.entry = entry,
		.path = site.path,
		.name = name,
		.version = rest ? pep440_normalize(mem_dup(rest + 1, strcspn(rest + 1, "-"))) : "",
		.key = requirement_key(name),
		.metadata = "",
		.installer = "",
		.local = site.local,
	};

	if (!is_set(dist.version) || !requirement_name_valid(name))
		return;
	dist.site = add_site(r, site);
	if (dist.site)
		LIST_ADD(r, dist);
}

/*
 * Read the directory that LINE of the .pth file PTH names, as Lib/site.py does. Import lines and
 * comments are skipped.
 */
static void read_line(struct dist_reading *r, const char *pth, char *line)
{
	struct dist_site site = { .pth = pth };
	size_t len = strlen(line);
	struct file_info info;

	while (len && isspace((unsigned char)line[len - 1]))
		line[--len] = '\0';
	if (!len || *line == '#' || starts_with(line, "import ") || starts_with(line, "import\t"))
		return;
	site.path = path_clean(path_join(path_parent(pth), line));
	site.local = path_under(site.path, r->venv->path);
	if (ends_with(site.path, ".egg") && !file_stat(site.path, &info) && S_ISREG(info.mode))
		add_zipped_egg(r, site);
	else
		read_site(r, open_import_dir(r, site.path), site);
}

static void read_pth(struct dist_reading *r, const char *pth)
{
	size_t sites = r->site_count, problems = r->problem_count;
	struct mem_mark mark = mem_mark();
	struct text text;
	char *rest;

	if (file_slurp_follow(pth, FILE_MAX, &text)) {
		dist_unread(r, pth, false);
		return;
	}
	if (dist_spend(r, text.len)) {
		dist_unread(r, pth, true);
		return;
	}
	rest = text.data;
	for (char *line; !r->sites_left_out && (line = strsep(&rest, "\r\n"));)
		read_line(r, pth, line);
	/* New sites and problems refer to paths in this memory. */
	if (r->site_count == sites && r->problem_count == problems)
		mem_release(mark);
}

/* Open PATH, the environment's own site-packages. */
static int open_own_dir(struct dist_reading *r, const char *path)
{
	int fd = site_open(path);

	if (fd < 0 && !file_is_missing(errno))
		dist_unread(r, path, true);
	return fd;
}

void import_path_read(struct dist_reading *r)
{
	static const char *const libs[] = { "lib", "lib64" };
	struct strings base = { 0 };
	const char *first = NULL;

	r->sites = mem_array(SITES_MAX, sizeof(*r->sites));
	for (size_t i = 0; i < ARRAY_SIZE(libs); i++) {
		const char *path = site_path(r->venv, r->library, libs[i]);

		/* lib64 is a link to lib, or with virtualenv on Fedora a second directory. */
		if (first && file_same_at(first, path))
			continue;
		first = path;
		read_site(r, open_own_dir(r, path),
			  (struct dist_site){ .path = path, .local = true });
	}
	if (r->venv->cfg.system_site)
		site_base(r->venv, r->library, &base);
	for (size_t i = 0; i < base.count; i++)
		read_site(r, open_import_dir(r, base.list[i]),
			  (struct dist_site){ .path = base.list[i] });
}
