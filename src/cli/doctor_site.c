/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in an environment's own site-packages. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/pep440.h"
#include "installed/requirement.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** names in one command */
	NAMES_MAX = 64,
};

/* One more entry of a directory that is to go. */
static void add_name(struct strings *names, const char *name)
{
	if (names->count < NAMES_MAX)
		strings_add(names, mem_dups(name));
}

/* "rm -r" of all of NAMES, which are in DIR. */
static void mend_by_rm(struct finding *f, const char *dir, const struct strings *names)
{
	const char *parts[2 * NAMES_MAX + 1];

	for (size_t i = 0; i < names->count; i++) {
		parts[2 * i] = i ? " " : "rm -r ";
		parts[2 * i + 1] = path_join(dir, names->list[i]);
	}
	parts[2 * names->count] = NULL;
	finding_mend(f, parts);
}

/* A site-packages of the environment itself. */
static bool is_own(const struct dist_site *site)
{
	return site->local && !site->pth;
}

static bool take_leftover(void *arg, int fd, const char *name, int type)
{
	(void)fd;
	(void)type;
	if (*name == '~')
		add_name(arg, name);
	return true;
}

static bool is_other(void *arg, int fd, const char *name, int type)
{
	bool *cache = arg;

	(void)fd;
	(void)type;
	*cache = streq(name, "__pycache__");
	return *cache;
}

/* NAME in FD is a directory with __pycache__ in it, and nothing else. */
static bool is_only_cache(int fd, const char *name)
{
	int dir = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	uint64_t room[128];
	bool cache = false;

	if (dir < 0)
		return false;
	if (file_scan_fd(dir, room, sizeof(room), is_other, &cache))
		cache = false;
	close(dir);
	return cache;
}

static bool take_only_cache(void *arg, int fd, const char *name, int type)
{
	if ((type == DT_DIR || type == DT_UNKNOWN) && *name != '~' && !streq(name, "__pycache__") &&
	    is_only_cache(fd, name))
		add_name(arg, name);
	return true;
}

static void look_for_leftovers(const struct patient *patient, const char *site)
{
	struct strings names = { 0 };
	struct finding *f;

	if (file_scan(site, take_leftover, &names) || !names.count)
		return;
	f = findings_say(patient->findings, "leftover", path_join(site, names.list[0]),
			 "%s, '%s' first: pip warns of that, nothing uses it",
			 counted(names.count, "directory of an interrupted pip is left",
				 "directories of an interrupted pip are left"),
			 shown(names.list[0]));
	mend_by_rm(f, site, &names);
}

static void look_for_only_caches(const struct patient *patient, const char *site)
{
	struct strings names = { 0 };
	struct finding *f;

	if (file_scan(site, take_only_cache, &names) || !names.count)
		return;
	f = findings_say(patient->findings, "only-bytecode", path_join(site, names.list[0]),
			 "'%s' is what was left of a package that is gone: "
			 "importing it does not fail, but finds nothing in it",
			 shown(names.list[0]));
	mend_by_rm(f, site, &names);
}

void doctor_leftovers(const struct patient *patient)
{
	const struct dists *dists = patient->dists;

	for (size_t i = 0; i < dists->site_count; i++) {
		if (!is_own(&dists->sites[i]))
			continue;
		look_for_leftovers(patient, dists->sites[i].path);
		look_for_only_caches(patient, dists->sites[i].path);
	}
}

static bool is_info(const char *entry)
{
	return ends_with(entry, ".dist-info") || ends_with(entry, ".egg-info");
}

/* The entry of a site-packages that PATH is, or is the metadata of. */
static const char *entry_of(const char *path)
{
	const char *above = path_base(path_parent(path));

	return is_info(above) ? above : path_base(path);
}

/* "requests==2.31.0" of "requests-2.31.0.dist-info"; NULL: it has no version. */
static const char *named_by(const char *entry)
{
	const char *version = dist_entry_version(entry);
	struct buf b = BUF_INIT;

	buf_put(&b, entry, dist_entry_name_len(entry));
	if (!requirement_name_valid(b.data) || !*version)
		return NULL;
	buf_putl(&b, "==", version);
	return b.data;
}

void doctor_metadata(const struct patient *patient)
{
	const struct dists *dists = patient->dists;

	for (size_t i = 0; i < dists->problem_count; i++) {
		const struct dist_problem *problem = &dists->problems[i];
		const char *entry = entry_of(problem->path), *what = NULL;
		struct finding *f;

		/* Of the one nothing is installed, of the other doctor_cfg() tells. */
		if (*entry == '~' || streq(path_base(problem->path), "pyvenv.cfg"))
			continue;
		f = findings_say(patient->findings, "metadata", problem->path, "'%s' %s%s",
				 shown(problem->path), shown(problem->text),
				 problem->fatal ? ": pip stops there" : "");
		if (ends_with(entry, ".dist-info"))
			what = named_by(entry);
		if (what)
			doctor_mend_by_pip(patient, f, "--ignore-installed --no-deps ", what);
	}
}

/* "requests==2.31.0", as which an index has it. */
static const char *pinned(const struct dist *dist)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, dist->name, "==", dist->version);
	return b.data;
}

static bool is_of_index(const struct dist *dist)
{
	return dist->origin.kind == ORIGIN_INDEX && !dist->legacy;
}

/* pip neither uninstalls nor upgrades what it does not know the files of. */
void doctor_records(const struct patient *patient)
{
	const struct dists *dists = patient->dists;

	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];
		const char *record = path_join(dist->path, "RECORD");
		struct finding *f;
		int there;

		if (dist->form != DIST_INFO || !dist->local)
			continue;
		there = file_exists(AT_FDCWD, record);
		if (there < 0)
			findings_say(patient->findings, "unseen", record, "cannot look at '%s': %s",
				     shown(record), strerror(errno));
		if (there)
			continue;
		f = findings_say(patient->findings, "no-record", dist->path,
				 "%s has no RECORD: pip can neither remove nor "
				 "upgrade it",
				 shown(dist->name));
		if (is_of_index(dist))
			doctor_mend_by_pip(patient, f, "--ignore-installed --no-deps ",
					   pinned(dist));
	}
}

/*
 * Only one that pip sees is its own to remove: the metadata of the other go, and
 * what both may have written over is installed anew.  Of what is of no index it
 * would be somebody else's.
 */
static void mend_double(const struct patient *patient, struct finding *f, const struct dist *seen,
			const struct dist *hidden)
{
	bool newer = hidden->version && pep440_compare(hidden->version, seen->version) > 0;
	const struct dist *stays = newer ? hidden : seen;
	const struct dist *goes = newer ? seen : hidden;

	if (is_own(seen->site) && stays->form == DIST_INFO && goes->form != DIST_EGG &&
	    is_of_index(stays) && goes->origin.kind == ORIGIN_INDEX && doctor_has_pip(patient))
		FINDING_MEND(f, "rm -r ", goes->path, " && ", venv_python(patient->venv),
			     " -m pip install --force-reinstall --no-deps ", pinned(stays));
}

/* Double K, where there is one, is the environment's, too, and of the name of I. */
static bool is_with(const struct dists *dists, size_t i, size_t k)
{
	return k < dists->double_count && is_own(dists->doubles[k].site) &&
	       streq(dists->doubles[i].key, dists->doubles[k].key);
}

void doctor_duplicates(const struct patient *patient)
{
	const struct dists *dists = patient->dists;

	for (size_t i = 0; i < dists->double_count; i++) {
		const struct dist *hidden = &dists->doubles[i];
		const struct dist *seen = dists_find(dists, hidden->key);
		struct finding *f;

		/* What hides something of the base does so on purpose. */
		if (!seen || !is_own(hidden->site) || !seen->local)
			continue;
		f = findings_say(patient->findings, "duplicate", hidden->path,
				 "%s is there twice: pip takes it for %s, but "
				 "'%s' is there as well",
				 shown(seen->name), shown(seen->version), shown(hidden->entry));
		/* Of several, it would be one after the other. */
		if (!is_with(dists, i, i + 1) && !is_with(dists, i, i - 1))
			mend_double(patient, f, seen, hidden);
	}
}
