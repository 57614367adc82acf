/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What in an environment is nobody's. */
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/dist.h"
#include "cli/dist_record.h"
#include "cli/interpreters.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

/** What `venv`, `virtualenv`, uv and setuptools put beside what is installed. */
static const char *const made_in_bin[] = {
	"activate",     "activate.*", "Activate.ps1", "activate_this.py",
	"deactivate.*", "pydoc.bat",  "python",       "python[23]",
	"python[23].*", "pypy*",      "libpypy*",     "\xf0\x9d\x9c\x8bthon", /* Python 3.14's */
};
static const char *const made_in_site[] = {
	"_virtualenv.py",
	"_virtualenv.pth",
	"easy-install.pth",
	"*.egg-link",
};

/* A link to the base's headers, for Python 2. */
static const char *const made_in_include[] = { "python2.[0-9]" };

/* The old ones of Debian: links to what they are called. */
static const char *const made_in_local[] = { "bin", "include", "lib" };

/** What else may lie in an environment, see removal.c, with files of packages or not. */
static const struct {
	const char *name;
	const char *const *made;
	size_t made_count;
} others[] = {
	{ "include", made_in_include, ARRAY_SIZE(made_in_include) },
	{ "share", NULL, 0 },
	{ "etc", NULL, 0 },
	{ "man", NULL, 0 },
	{ "local", made_in_local, ARRAY_SIZE(made_in_local) },
	/* Of virtualenvwrapper. */
	{ ".project", NULL, 0 },
};

/* What pip itself is imported from, as Debian's venv has it. */
#define DEBIAN_WHEELS "share/python-wheels"

/** One search. */
struct search {
	const struct dists *dists;
	const struct dist_owners *owners;
	struct dist_unowned *unowned;
	/** paths that are somebody's without a list of files, sorted */
	struct strings entries;
	/** the directory in which the walk began, absolute and below the
	 * environment; what is made there */
	const char *top, *top_below;
	const char *const *made;
	size_t made_count;
	/** where the walk is; how much of it each directory's path is */
	struct buf path;
	size_t *lens;
	size_t len_room;
	/** the level of what is in a directory that is nobody's at all, or 0 */
	size_t whole;
	/** which is in the list already */
	bool listed;
};

static void list(struct search *s, const char *below, const char *end)
{
	struct dist_unowned *u = s->unowned;
	struct buf b = BUF_INIT;

	if (u->files.count == DIST_UNOWNED_MAX) {
		u->more++;
		return;
	}
	buf_putl(&b, below, end);
	strings_add(&u->files, b.data);
}

/* The walk is at NAME; DEPTH directories have been entered. */
static const char *go_to(struct search *s, size_t depth, const char *name)
{
	buf_cut(&s->path, depth ? s->lens[depth - 1] : 0);
	if (depth)
		buf_putl(&s->path, "/", name);
	else
		buf_puts(&s->path, s->top_below);
	if (s->whole > depth) {
		s->whole = 0;
		s->listed = false;
	}
	return s->path.data;
}

/* NAME in DIR goes by Python's name, but is a script that somebody put there. */
static bool is_wrapper(const struct search *s, int dir, const char *name)
{
	struct python_name parsed;
	struct file_info info;

	return python_name_parse(name, &parsed) && !file_lstatat(dir, name, &info) &&
	       S_ISREG(info.mode) && python_is_script(path_join(s->top, name));
}

/* NAME in DIR, in which the walk began, has a known maker. */
static bool is_made(const struct search *s, int dir, const char *name)
{
	for (size_t i = 0; i < s->made_count; i++)
		if (!fnmatch(s->made[i], name, 0))
			return !is_wrapper(s, dir, name);
	return false;
}

/*
 * What is all of a distribution, or its metadata, and lists no files; or where a
 * .pth file has distributions sought.
 */
static void know_entries(struct search *s, const struct dist_owners *owners)
{
	for (size_t i = 0; i < s->dists->count; i++) {
		const struct dist *d = &s->dists->list[i];

		strings_add(&s->entries, d->site->path);
		if (d->form != DIST_INFO || !owners->records[i].count)
			strings_add(&s->entries, path_join(d->site->path, d->entry));
	}
	strings_sort(&s->entries);
}

/* NAME, right in the directory where the walk began, is an entry or has one. */
static bool is_entry(const struct search *s, const char *name)
{
	const char *path = path_join(s->top, name);
	const char *start = path_join(path, "");

	return strings_has(&s->entries, path) || strings_has_start(&s->entries, start);
}

/* NAME there is what packages are installed in, which has a search of its own. */
static bool is_site(const struct search *s, const char *name)
{
	const char *path = path_join(s->top, name);

	for (size_t i = 0; i < s->dists->site_count; i++)
		if (streq(s->dists->sites[i].path, path))
			return true;
	return false;
}

/*
 * BELOW is bytecode whose source, in ".." or for Python 2 beside it, is there or
 * somebody's.  It is NAME in DIR.
 */
static bool has_source(const struct search *s, int dir, const char *name, const char *below)
{
	const char *dot = strchr(name, '.'), *parent = path_parent(below);
	struct buf source = BUF_INIT;
	bool cached;
	int there;

	if (!ends_with(name, ".pyc") && !ends_with(name, ".pyo"))
		return false;
	/* "NAME.cpython-311.opt-1.pyc": a module's name has no dot. */
	cached = strchr(dot + 1, '.') != NULL;
	buf_puts(&source, cached ? "../" : "");
	buf_put(&source, name, (size_t)(dot - name));
	buf_puts(&source, ".py");
	there = file_exists(dir, source.data);
	if (there < 0)
		unseen(path_join(s->top, name));
	return there || dist_owner(s->owners, path_join(cached ? path_parent(parent) : parent,
							source.data + (cached ? 3 : 0)));
}

static int visit_file(struct tree_walk *w, int dir, const char *name)
{
	struct search *s = w->arg;
	const char *below = go_to(s, w->depth, name);

	if (s->whole) {
		if (!s->listed)
			list(s, mem_dup(below, s->lens[s->whole - 1]), "/");
		s->listed = true;
		return 0;
	}
	if (dist_owner(s->owners, below) || has_source(s, dir, name, below) ||
	    (w->depth == 1 && (is_made(s, dir, name) || is_entry(s, name))))
		return 0;
	list(s, below, "");
	return 0;
}

static int visit_dir(struct tree_walk *w, int dir, const char *name)
{
	struct search *s = w->arg;
	const char *below = go_to(s, w->depth, name);

	(void)dir;
	if (s->listed || streq(below, DEBIAN_WHEELS) ||
	    (w->depth == 1 && (is_entry(s, name) || is_site(s, name))))
		return TREE_SKIP;
	s->lens = mem_grow(s->lens, w->depth, &s->len_room, sizeof(*s->lens));
	s->lens[w->depth] = s->path.len;
	if (w->depth && !s->whole && !streq(name, "__pycache__") &&
	    !dist_owns_below(s->owners, below))
		s->whole = w->depth + 1;
	return 0;
}

static void search(struct search *s, int root, const char *below)
{
	struct tree_walk w = {
		.file = visit_file,
		.enter = visit_dir,
		.arg = s,
	};
	int dir = files_open_parent(root, below);

	s->top_below = below;
	s->whole = 0;
	s->listed = false;
	if (dir < 0) {
		unseen(s->top);
		return;
	}
	if (tree_walk(&w, dir, path_base(below)))
		unseen(tree_fault(s->top));
	close(dir);
}

/* lib/python3.11, unless a standard library is in it, as of old virtualenv and PyPy. */
static void search_around(struct search *s, int root, const char *env, const char *site)
{
	struct file_info info;

	s->top = path_parent(site);
	s->made = NULL;
	s->made_count = 0;
	if (path_under(path_parent(s->top), env) && !streq(path_parent(s->top), env) &&
	    file_lstat(path_join(s->top, "os.py"), &info) &&
	    file_lstat(path_join(s->top, "lib-python"), &info))
		search(s, root, s->top + strlen(env) + 1);
}

static void search_sites(struct search *s, int root, const char *env)
{
	for (size_t i = 0; i < s->dists->site_count; i++) {
		const struct dist_site *site = &s->dists->sites[i];

		if (site->pth || !path_under(site->path, env) || streq(site->path, env))
			continue;
		search_around(s, root, env, site->path);
		s->top = site->path;
		s->made = made_in_site;
		s->made_count = ARRAY_SIZE(made_in_site);
		search(s, root, site->path + strlen(env) + 1);
	}
}

static void search_others(struct search *s, int root, const struct venv *venv)
{
	struct file_info info;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		s->top = path_join(venv->path, others[i].name);
		s->made = others[i].made;
		s->made_count = others[i].made_count;
		if (file_lstatat(root, others[i].name, &info) || S_ISDIR(info.mode))
			search(s, root, others[i].name);
		else if (!dist_owner(s->owners, others[i].name))
			list(s, others[i].name, "");
	}
}

int dist_unowned_find(const struct venv *venv, const struct dists *dists,
		      const struct dist_owners *owners, struct dist_unowned *unowned)
{
	struct search s = {
		.dists = dists,
		.owners = owners,
		.unowned = unowned,
		.path = BUF_INIT,
	};
	int root = files_open_dir(AT_FDCWD, venv->path);

	*unowned = (struct dist_unowned){ 0 };
	if (root < 0)
		return -1;
	know_entries(&s, owners);
	search_sites(&s, root, venv->path);
	search_others(&s, root, venv);
	s.top = venv_bin(venv);
	s.made = made_in_bin;
	s.made_count = ARRAY_SIZE(made_in_bin);
	search(&s, root, venv->bin);
	close(root);
	strings_sort(&unowned->files);
	return 0;
}
