/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is installed in an environment, as its *.dist-info say, and what an
 * older version leaves behind that a newer one was unpacked over.  RECORD is
 * not believed: only what such a distribution ever consists of can go, and
 * nothing that is outside the environment, or behind a link.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "build/record_csv.h"
#include "cli/create.h"
#include "cli/dist.h"
#include "core/path.h"
#include "core/strings.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

/** What the distributions that ensurepip installs consist of, in any version. */
static const struct parts {
	const char *name;
	/** in site-packages, beside the *.dist-info */
	const char *files[6];
	/** in bin: by itself, or followed by a dash and a version */
	const char *script, *dash;
} parts[] = {
	{ "pip", { "pip" }, "pip", "" },
	{ "setuptools",
	  { "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence.pth",
	    "easy_install.py" },
	  "easy_install",
	  "-" },
};

const char *create_installed(const char *site, const char *name)
{
	struct dist_versions there = { .name = name };

	if (file_scan(site, dist_see_version, &there))
		return NULL;
	return dist_newest(&there);
}

static const char *info_of(const char *name, const char *version)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, name, "-", version, ".dist-info");
	return b.data;
}

static const struct parts *parts_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (streq(parts[i].name, name))
			return &parts[i];
	return NULL;
}

/* PATH, below site-packages, is a part of it. */
static bool has_file(const struct parts *p, const char *path)
{
	for (size_t i = 0; p->files[i]; i++)
		if (path_under(path, p->files[i]))
			return true;
	return false;
}

/* NAME, in bin, is a script of it: "pip", "pip3", "easy_install-3.6". */
static bool has_script(const struct parts *p, const char *name)
{
	size_t len = strlen(p->script), dash = strlen(p->dash);

	if (!starts_with(name, p->script))
		return false;
	name += len;
	if (*name && starts_with(name, p->dash))
		name += dash;
	return name[strspn(name, "0123456789.")] == '\0';
}

/* Paths below the environment that RECORD in INFO names; what it says of
 * others is left out. */
static int read_record(const char *target, const char *site, const char *info,
		       struct strings *files)
{
	const char *path = path_join(path_join(site, info), "RECORD");
	struct record_rows all = { 0 };
	struct text text;

	*files = (struct strings){ 0 };
	if (file_slurp(path, RECORD_MAX, &text))
		return errno == ENOENT ? 0 : -1;
	if (record_rows_parse(text.data, text.len, &all)) {
		errno = EINVAL;
		return -1;
	}
	for (size_t i = 0; i < all.count; i++) {
		const char *below = record_below(target, site, all.list[i].path);

		if (below)
			strings_add(files, below);
	}
	return 0;
}

bool create_whole(const char *target, const char *site, const char *name, const char *version)
{
	struct strings files;
	struct file_info info;

	if (read_record(target, site, info_of(name, version), &files))
		return false;
	for (size_t i = 0; i < files.count; i++)
		if (!ends_with(files.list[i], ".pyc") &&
		    file_lstat(path_join(target, files.list[i]), &info))
			return false;
	return files.count > 0;
}

/* The bytecode of NAME in DIR, which RECORD need not name. */
static void remove_bytecode(const struct python *python, int dir, const char *name)
{
	static const char *const ends[] = { ".pyc", ".opt-1.pyc", ".opt-2.pyc" };
	size_t len = strlen(name);

	if (len < 4 || !streq(name + len - 3, ".py"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		struct buf b = BUF_INIT;

		buf_puts(&b, "__pycache__/");
		buf_put(&b, name, len - 2);
		buf_putl(&b, python->cache_tag, ends[i]);
		(void)unlinkat(dir, b.data, 0);
	}
	(void)unlinkat(dir, "__pycache__", AT_REMOVEDIR);
}

/* Remove the directories from PATH's upwards that are now empty. */
static void remove_empty(int root, const char *path, const char *site)
{
	for (path = path_parent(path); strchr(path, '/') && !streq(path, site);
	     path = path_parent(path)) {
		int dir = files_open_parent(root, path);
		int ret = dir < 0 ? -1 : unlinkat(dir, path_base(path), AT_REMOVEDIR);

		if (dir >= 0)
			close(dir);
		if (ret)
			return;
	}
}

/* What is gone already is fine, and so is what is behind a link. */
static int remove_file(const struct python *python, int root, const char *path)
{
	int dir = files_open_parent(root, path), ret = 0;

	if (dir < 0)
		return file_leads_nowhere(errno) ? 0 : -1;
	if (unlinkat(dir, path_base(path), 0) && errno != ENOENT)
		ret = -1;
	else
		remove_bytecode(python, dir, path_base(path));
	close(dir);
	return ret;
}

/** Where old files are removed. */
struct sweep {
	const struct python *python;
	const struct parts *parts;
	/** the environment, open, and its path; site-packages */
	int root;
	const char *target, *site;
	/** what the version that stays consists of, sorted */
	struct strings kept;
};

/* PATH, below the environment, may go with an older version. */
static bool goes(const struct sweep *s, const char *path)
{
	const char *site = s->site + strlen(s->target) + 1;

	if (strings_has(&s->kept, path))
		return false;
	if (starts_with(path, "bin/"))
		return has_script(s->parts, path + strlen("bin/"));
	return path_under(path, site) && !streq(path, site) &&
	       has_file(s->parts, path + strlen(site) + 1);
}

static int sweep_version(const struct sweep *s, const char *info)
{
	const char *site = s->site + strlen(s->target) + 1;
	const char *dir = path_join(site, info);
	struct strings old;
	int fd, ret;

	if (read_record(s->target, s->site, info, &old))
		return -1;
	for (size_t i = 0; i < old.count; i++) {
		const char *path = old.list[i];

		/* RECORD tells a second run what is to go: it goes last. */
		if (!goes(s, path))
			continue;
		if (remove_file(s->python, s->root, path))
			return -1;
		remove_empty(s->root, path, site);
	}
	fd = files_open_parent(s->root, dir);
	if (fd < 0)
		return -1;
	ret = tree_remove(fd, info);
	close(fd);
	return ret;
}

int create_sweep(const struct python *python, const char *target, const char *site,
		 const char *name, const char *version)
{
	struct dist_versions there = { .name = name };
	struct sweep s = {
		.python = python, .parts = parts_of(name), .target = target, .site = site
	};
	int ret = 0;

	if (!s.parts)
		return 0;
	if (file_scan(site, dist_see_version, &there))
		return error_errno("cannot read '%s'", shown(site));
	if (there.list.count < 2)
		return 0;
	if (read_record(target, site, info_of(name, version), &s.kept))
		return error_errno("cannot read '%s'", shown(info_of(name, version)));
	/* Nothing is known of what stays. */
	if (!s.kept.count)
		return 0;
	strings_sort(&s.kept);
	s.root = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s.root < 0)
		return error_errno("cannot open '%s'", shown(target));
	for (size_t i = 0; i < there.list.count && !ret; i++) {
		const char *info = info_of(name, there.list.list[i]);

		if (!streq(there.list.list[i], version) && sweep_version(&s, info))
			ret = error_errno("cannot remove what is left of '%s'",
					  shown(path_join(site, info)));
	}
	close(s.root);
	return ret;
}
