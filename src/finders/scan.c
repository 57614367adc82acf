/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other direct subdirectories that are environments (djvenv, myenv). In the shell's directory all
 * subdirectories are checked; in a directory above, or at a prompt in a large one, only those with
 * a record.
 */
#include <sys/stat.h>

#include "core/buf.h"
#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

enum {
	/** limits, above which a prompt does not read the rest of a directory */
	SUBDIRS_MAX = 64,
	ENTRIES_MAX = 1024,
};

/** The possible environments in a directory */
struct scan {
	struct search *search;
	/** sorted; a name may occur twice */
	struct strings names;
	size_t subdirs, entries;
	/** a limit ended the scan */
	bool cut;
};

static void add_scanned(struct scan *scan, const char *name)
{
	if (!settings_name_is_fixed(scan->search->trust->settings, name) && !path_is_backup(name))
		strings_insert(&scan->names, mem_dups(name));
}

/* Count one more in COUNT. Returns false beyond MAX, which ends the scan. */
static bool scan_goes_on(struct scan *scan, size_t *count, size_t max)
{
	scan->cut = ++*count > max && !scan->search->trust->settings->whole_dirs;
	return !scan->cut;
}

static bool visit_name(void *arg, int fd, const char *name, int type)
{
	struct scan *scan = arg;
	struct file_info info;

	if (!scan_goes_on(scan, &scan->entries, ENTRIES_MAX))
		return false;
	if (!file_is_dir(fd, name, type) || path_is_temp(name))
		return true;
	if (!scan_goes_on(scan, &scan->subdirs, SUBDIRS_MAX))
		return false;
	if (!file_lstatat(fd, path_join(name, "pyvenv.cfg"), &info) && S_ISREG(info.mode))
		add_scanned(scan, name);
	return true;
}

static void add_recorded(struct scan *scan)
{
	const struct search *search = scan->search;
	struct real_path dir = search_real(search);
	const struct record *r;
	size_t at = 0;

	while ((r = trust_next(search->trust, dir, &at))) {
		struct file_info info;

		if (!file_lstat(r->path, &info) && S_ISDIR(info.mode))
			add_scanned(scan, path_base(r->path));
	}
}

/*
 * Choose the only environment, or of several the only one with a record. Else set C->several. One that
 * is denied is none of several.
 */
static bool choose_name(const struct strings *names, struct search *search, struct candidate *c)
{
	struct real_path dir = search_real(search);
	size_t count = 0, recorded = 0;
	const char *denied = NULL;
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i];
		bool is_recorded = trust_named(search->trust, dir, name);

		if ((i && streq(name, names->list[i - 1])) ||
		    !venv_is_at(path_join(search->dir, name)))
			continue;
		if (names->count > 1 &&
		    trust_denial_of(search->trust, path_join(search->dir, name))) {
			denied = denied ? denied : name;
			continue;
		}
		buf_putl(&all, count ? ", " : "", escape_quoted(name));
		if (!count++ || (is_recorded && !recorded))
			c->name = name;
		recorded += is_recorded;
	}
	if (!count)
		c->name = denied;
	if (!c->name)
		return false;
	c->path = path_join(search->dir, c->name);
	c->several = count > 1 && recorded != 1 ? all.data : NULL;
	return true;
}

static bool look_for_any(struct search *search, struct candidate *c)
{
	struct scan scan = { .search = search };
	bool is_read = search->in_shell_dir && !file_scan(search->dir, visit_name, &scan);

	if (!is_read || scan.cut)
		add_recorded(&scan);
	return choose_name(&scan.names, search, c);
}

const struct finder find_scan = { .look = look_for_any };
