/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/reads.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/lines.h"
#include "formats/toml.h"
#include "formats/toml_file.h"
#include "installed/origin.h"
#include "print/msg.h"
#include "system/file_at.h"

/* ---- places ----------------------------------------------------------------------- */

/** A place that is to be looked at */
struct place {
	enum kind {
		/** a source tree, whose build runs some of its files */
		TREE,
		/** a requirements file; pip takes its paths relative to `dir` */
		LIST,
		/** a directory of which the rest of a pattern of a workspace is matched */
		MEMBERS,
	} kind;
	const char *path, *dir, *pattern;
	/** table and directory of the workspace */
	const struct toml *workspace;
};

static void set_fault(struct reads *r, const char *fault)
{
	if (!r->fault)
		r->fault = fault;
}

/* The file or directory PATH cannot be read, by errno. */
static void cannot_read(struct reads *r, const char *path)
{
	set_fault(r, formatted("cannot read '%s': %s", shown(path), strerror(errno)));
}

/* ERR, of a look-up through links, means that nothing is there, for the tools, too. */
static bool is_absent(int err)
{
	return err == ENOENT || err == ENOTDIR || err == ELOOP;
}

/* COUNT more names or files are looked at. Returns false after a fault: nothing more is. */
static bool goes_on(struct reads *r, size_t count)
{
	r->looked += count;
	if (r->looked > r->most && !r->fault) {
		r->is_cut = true;
		r->fault = formatted("more than %zu names have to be looked at", r->most);
	}
	return !r->fault;
}

/* Add PATH to the files. Returns false if it was there, or after a fault. */
static bool add(struct reads *r, const char *path)
{
	return goes_on(r, 1) && set_add(&r->files, path_clean(path));
}

static void add_names(struct reads *r, const char *dir, const char *const *names)
{
	for (; names && *names; names++)
		(void)add(r, path_join(dir, *names));
}

static bool is_directory(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && S_ISDIR(info.mode);
}

/* Queue the directory of PLACE, once for each kind and rest of a pattern, whatever its paths are. */
static void queue(struct reads *r, struct place place)
{
	struct file_info info;

	if (!goes_on(r, 1))
		return;
	if (file_stat(place.path, &info)) {
		if (!is_absent(errno))
			cannot_read(r, place.path);
		return;
	}
	if (!S_ISDIR(info.mode))
		return;
	if (set_add(&r->queued, formatted("%d %" PRIu64 " %" PRIu64 " %p", (int)place.kind,
					  info.dev, info.id.ino, (const void *)place.pattern)))
		LIST_ADD(r, place);
	else
		/* The links on this path, too, decide which one it is. */
		(void)add(r, place.path);
}

/* Read the file PATH as the tools do, through links. Returns false if it is missing, or a fault. */
static bool read_text(struct reads *r, const char *path, struct text *text)
{
	if (!goes_on(r, 1))
		return false;
	if (!file_slurp_follow(path, DECLARED_MAX, text))
		return true;
	/* up_refusal() looks for what is not regular. */
	if (errno != EINVAL && !is_absent(errno))
		cannot_read(r, path);
	return false;
}

static const struct toml *read_toml(struct reads *r, const char *path)
{
	struct text text;

	return read_text(r, path, &text) ? toml_parse_file(path, &text, &r->fault) : NULL;
}

/* Call VISIT for the names in the directory PATH. */
static void scan(struct reads *r, const char *path, file_visitor *visit, void *arg)
{
	if (goes_on(r, 1) && file_scan(path, visit, arg) && !is_absent(errno))
		cannot_read(r, path);
}

/* ---- source trees ----------------------------------------------------------------- */

/* The file: URL in TEXT, as in "lib @ file:lib" or "git+file:///lib"; NULL: none. */
static const char *file_url(const char *text)
{
	const char *url = strcasestr(text, "file:");

	while (url && url > text && (isalnum((unsigned char)url[-1]) || strchr("-_.", url[-1])))
		url = strcasestr(url + 1, "file:");
	return url;
}

/* The path in TEXT, a path or a file: URL, without its query and fragment; NULL: another URL. */
static const char *local_path(const char *text)
{
	const char *url = file_url(text), *path;

	if (!url)
		return strstr(text, "://") ? NULL : text;
	path = url_path(url);
	url += strlen("file:");
	return path ? path : url_decode(url, url + strcspn(url, "#?"));
}

/*
 * Add the source tree or archive PATH, which a file in DIR names. Who can make it, or a file of the
 * tree, decides what runs, too.
 */
static void add_source(struct reads *r, const char *path, const char *dir)
{
	path = path_clean(path_join(dir, path));
	if (is_directory(path))
		queue(r, (struct place){ .kind = TREE, .path = path });
	else
		(void)add(r, path);
}

/** A directory whose archives are added */
struct links {
	struct reads *r;
	const char *dir;
};

static bool add_archive(void *arg, int fd, const char *name, int type)
{
	const struct links *l = arg;

	(void)fd;
	if (type != DT_DIR && lines_is_archive(name))
		(void)add(l->r, path_join(l->dir, name));
	return goes_on(l->r, 1);
}

/* Add TEXT, where a tool looks for packages, if it is on this machine: a page or a directory. */
static void add_links(struct reads *r, const char *text, const char *dir)
{
	struct links l = { .r = r };
	const char *path = local_path(text);

	if (!path)
		return;
	add_source(r, path, dir);
	l.dir = path_clean(path_join(dir, path));
	if (is_directory(l.dir) && add(r, l.dir))
		scan(r, l.dir, add_archive, &l);
}

/* Add TEXT, a path or file: URL as in "./lib[dev]; marker"; of a NAME alone an archive only. */
static void add_place(struct reads *r, const char *text, const char *dir, bool name)
{
	/* A name of a directory may have these characters, too. */
	static const char *const ends[] = { "\"", ";", "[;", "", NULL };
	const char *path;

	text += strspn(text, " \t\"");
	for (const char *const *end = ends; *end; end++) {
		path = local_path(lines_stripped(text, text + strcspn(text, *end)));
		if (path && *path &&
		    (!name || strchr(path, '/') || *path == '.' || lines_is_archive(path)))
			add_source(r, path, dir);
	}
}

/*
 * Add TEXT, a requirement or target of pip's, if it is on this machine. A NAMED one may be a name
 * of an index, for which pip takes an archive but no directory.
 */
static void add_target(struct reads *r, const char *text, const char *dir, bool named)
{
	const char *url = file_url(text), *at = strchr(text, '@');

	add_place(r, url ? url : text, dir, named && !url);
	/* uv takes "lib @ ./lib", too. */
	if (at && !url)
		add_place(r, at + 1, dir, false);
}

/* Add the modules of NAME, "own.api:hooks", in the directory DIR. */
static void add_modules(struct reads *r, const char *name, const char *dir)
{
	do {
		size_t len = strcspn(name, ".:");

		dir = path_join(dir, mem_dup(name, len));
		(void)add(r, joined(dir, ".py"));
		(void)add(r, path_join(dir, "__init__.py"));
		name += len;
	} while (*name++ == '.' && strlen(dir) < PATH_MAX);
}

/* The same of a module of the project in DIR, which may have it in its directory src. */
static void add_own_modules(struct reads *r, const char *name, const char *dir)
{
	add_modules(r, name, dir);
	add_modules(r, name, path_join(dir, "src"));
}

/* Add the sources on this machine that TEXT, the value of KEY in a file in DIR, names. */
static void add_value(struct reads *r, const char *key, const char *text, const char *dir,
		      bool built)
{
	static const char *const paths[] = { "path", "directory", "editable", "virtual", NULL };
	static const char *const links[] = { "url",       "find-links",
					     "index-url", "extra-index-url",
					     "registry",  NULL };
	/* setuptools and pdm take a version from these, and import them. */
	static const char *const modules[] = { "attr", "getter", NULL };
	static const char *const roots[] = { "${PROJECT_ROOT}/", "{root:uri}/", "{root}/", NULL };
	const char *in_root = NULL;

	for (size_t i = 0; roots[i] && !in_root; i++) {
		in_root = strstr(text, roots[i]);
		if (in_root)
			text = in_root + strlen(roots[i]);
	}
	if (is_one_of(key, links))
		add_links(r, text, dir);
	else if (is_one_of(key, paths) || (built && streq(key, "file")))
		add_source(r, text, dir);
	else if (built && is_one_of(key, modules))
		add_own_modules(r, text, dir);
	else if (in_root || file_url(text))
		add_target(r, text, dir, false);
}

/*
 * Add the sources on this machine that VALUE of KEY, of a TOML file in DIR, has in any of its tables; and
 * the files from which a project that is BUILT takes its dependencies or its version.
 */
static void add_locals(struct reads *r, const char *key, const struct toml *value, const char *dir,
		       bool built)
{
	for (const struct toml *e = toml_first(value); e; e = e->next) {
		const char *name = e->key ? e->key : key;

		if (e->type == TOML_TABLE || e->type == TOML_ARRAY)
			add_locals(r, name, e, dir, built);
		else if (e->type == TOML_STRING)
			add_value(r, name, e->text, dir, built);
	}
}

/* The same of VALUE of KEY in a Pipfile.lock. */
static void add_json(struct reads *r, const char *key, json_t *value, const char *dir)
{
	const char *name;
	json_t *member;
	size_t i;

	if (json_is_string(value))
		add_value(r, key, json_string_value(value), dir, true);
	json_array_foreach(value, i, member) add_json(r, key, member, dir);
	json_object_foreach(value, name, member) add_json(r, name, member, dir);
}

/* Add what ROOT, the table of a file in DIR, names: scripts of a build, and sources. */
static void add_table(struct reads *r, const struct toml *root, const char *dir, bool built)
{
	static const char *const scripts[] = { "tool.poetry.build", "tool.poetry.build.script",
					       "tool.pdm.build.custom-hook", NULL };

	for (const char *const *key = scripts; *key; key++)
		if (toml_string_at(root, *key))
			(void)add(r, path_join(dir, toml_string_at(root, *key)));
	add_locals(r, "", root, dir, built);
}

/*
 * Add the files and modules that the setup.cfg in DIR names: "install_requires = file: a.txt, b.txt",
 * "version = attr: own.version".
 */
static void add_cfg(struct reads *r, const char *dir)
{
	struct text text;

	if (!read_text(r, path_join(dir, "setup.cfg"), &text))
		return;
	for (const char *s = text.data; (s = file_url(s));) {
		s += strlen("file:");
		/* A comma may end a line. */
		for (bool more = true; more; s += more) {
			const char *name = s + strspn(s, " \t\r\n");

			s = name + strcspn(name, ",\r\n");
			(void)add(r, path_join(dir, mem_stripped(name, s)));
			more = *s == ',';
		}
	}
	for (const char *s = text.data; (s = strstr(s, "attr:"));) {
		s += strlen("attr:");
		s += strspn(s, " \t");
		add_own_modules(r, mem_dup(s, strcspn(s, " \t\r\n")), dir);
	}
}

/* Add what a build of the source tree of PLACE reads first or runs. */
static void look_at_tree(struct reads *r, const struct place *place)
{
	/* The last five are those of hatchling, Meson, CMake and Rust. */
	static const char *const names[] = {
		"pyproject.toml", "setup.py",   "setup.cfg",   "hatch_build.py",
		"pdm_build.py",   "hatch.toml", "meson.build", "CMakeLists.txt",
		"Cargo.toml",     "build.rs",   NULL
	};
	const char *dir = place->path, *backend;
	const struct toml *root = read_toml(r, path_join(dir, names[0])), *at;

	backend = toml_string_at(root, "build-system.build-backend");
	at = toml_first(toml_at(root, "build-system.backend-path"));
	add_names(r, dir, names);
	add_cfg(r, dir);
	for (; at && backend; at = at->next)
		if (at->type == TOML_STRING)
			add_modules(r, backend, path_join(dir, at->text));
	add_table(r, root, dir, true);
	add_locals(r, "", read_toml(r, path_join(dir, "hatch.toml")), dir, true);
}

/* ---- workspaces ------------------------------------------------------------------- */

/** The names in a directory are matched with PART, with which PATTERN begins, before REST */
struct names {
	struct reads *r;
	const struct place *place;
	const char *part, *pattern, *rest;
};

static bool match_name(void *arg, int fd, const char *name, int type)
{
	const struct names *n = arg;
	struct place place = *n->place;
	bool is_any = streq(n->part, "**");
	struct file_info info;

	if (!goes_on(n->r, 1))
		return false;
	/* "**" follows no link: it could lead round in a circle. */
	if (is_any ? type != DT_DIR && (file_lstatat(fd, name, &info) || !S_ISDIR(info.mode)) :
		     fnmatch(n->part, name, 0))
		return true;
	place.path = path_join(place.path, name);
	place.pattern = is_any ? n->pattern : n->rest;
	queue(n->r, place);
	return true;
}

/* Queue the directories that match the next part of PLACE's pattern, or add PLACE, a member. */
static void look_for_members(struct reads *r, const struct place *place)
{
	const char *pattern = place->pattern + strspn(place->pattern, "/"), *path = place->path;
	size_t len = strcspn(pattern, "/");
	struct names n = { r, place, mem_dup(pattern, len), pattern, pattern + len };
	struct place rest = *place;

	rest.pattern = n.rest;
	if (!len) {
		/* It looks at each pattern. */
		for (const struct toml *e = toml_first(toml_at(place->workspace, "exclude")); e;
		     e = e->next)
			(void)goes_on(r, 1);
		if (project_excludes(place->workspace, place->dir, path))
			return;
		(void)add(r, path);
		add_source(r, path, path);
	} else if (!strpbrk(n.part, "*?[")) {
		rest.path = path_clean(path_join(path, n.part));
		queue(r, rest);
	} else {
		(void)add(r, path);
		if (streq(n.part, "**"))
			queue(r, rest);
		scan(r, path, match_name, &n);
	}
}

/* Queue the workspace of ROOT, the table of the project's file in DIR. */
static void queue_workspace(struct reads *r, const struct tool *tool, const struct toml *root,
			    const char *dir)
{
	struct place place = { .kind = MEMBERS, .dir = dir };

	place.workspace = tool && tool->workspace ? toml_at(root, tool->workspace) : NULL;
	for (const struct toml *e = toml_first(toml_at(place.workspace, "members")); e;
	     e = e->next) {
		if (e->type != TOML_STRING)
			continue;
		place.pattern = e->text;
		place.path = *e->text == '/' ? "/" : dir;
		queue(r, place);
	}
}

/* ---- requirements files ------------------------------------------------------------ */

/* Queue the requirements file PATH, which may be no regular one: pip waits for a FIFO. */
static void queue_list(struct reads *r, const char *path, const char *dir)
{
	if (add(r, path))
		LIST_ADD(r, (struct place){ .kind = LIST, .path = path_clean(path), .dir = dir });
}

static void add_requirement(struct reads *r, const struct line *l, const char *dir)
{
	if (l->editable || l->requirement)
		add_target(r, l->editable ? l->editable : l->requirement, dir, !l->editable);
}

/* Add what LINE of PLACE names. */
static void look_at_line(struct reads *r, const char *line, const struct place *place)
{
	const char *beside = path_parent(place->path), *file;
	const struct line l = lines_parse(line);

	file = l.file ? local_path(l.file) : NULL;
	if (file)
		queue_list(r, path_join(beside, file), place->dir);
	add_requirement(r, &l, place->dir);
	/* pip looks beside the file first. */
	for (size_t i = 0; i < l.links.count; i++) {
		add_links(r, l.links.list[i], beside);
		add_links(r, l.links.list[i], place->dir);
	}
}

static void look_at_list(struct reads *r, const struct place *place)
{
	struct text text;
	size_t lines = 1;
	const char *s;

	if (file_slurp_follow(place->path, DECLARED_MAX, &text)) {
		/* EINVAL: it is not regular. */
		if (errno != EINVAL)
			cannot_read(r, place->path);
		return;
	}
	s = lines_text(text.data, text.len);
	if (!s)
		set_fault(r, formatted("'%s' is not in UTF-8, as one of its comments says",
				       shown(place->path)));
	while (s && *s && !r->fault)
		look_at_line(r, lines_with_variables(lines_uncomment(lines_take(&s, &lines))),
			     place);
}

/* ---- all of it -------------------------------------------------------------------- */

/* Look at what is queued, and at what that queues. */
static void look(struct reads *r)
{
	static void (*const looks[])(struct reads * r, const struct place *place) = {
		[TREE] = look_at_tree, [LIST] = look_at_list, [MEMBERS] = look_for_members
	};

	while (r->done < r->count && !r->fault) {
		const struct place place = r->list[r->done++];

		looks[place.kind](r, &place);
	}
}

void reads_requirement(struct reads *r, const char *requirement, const char *dir)
{
	const struct line l = lines_parse(requirement);

	add_requirement(r, &l, dir);
	look(r);
}

void reads_requirements(struct reads *r, const struct strings *list, const char *dir)
{
	for (size_t i = 0; i < list->count; i++)
		queue_list(r, path_join(dir, list->list[i]), dir);
	look(r);
}

/* The tool of M, or pip, builds the project of ROOT, its pyproject.toml. */
static bool is_built(const struct manifest *m, const struct toml *root)
{
	const char *key = m->tool ? m->tool->package : NULL;

	if (m->is_tree)
		return true;
	if (key && toml_at(root, key))
		return toml_true_at(root, key);
	return toml_at(root, "build-system");
}

/* Add the files in DIR and above it that may have uv's settings, or make DIR a member of a workspace. */
static void add_uv(struct reads *r, const char *dir)
{
	bool has_settings = false;

	for (const char *child = NULL; !child || !streq(child, dir); dir = path_parent(dir)) {
		const struct toml *settings = read_toml(r, path_join(dir, "uv.toml"));
		const struct toml *own = read_toml(r, path_join(dir, "pyproject.toml"));

		own = toml_at(own, "tool.uv");
		(void)add(r, path_join(dir, "uv.toml"));
		(void)add(r, path_join(dir, "pyproject.toml"));
		/* uv takes those of the first directory that has some. */
		if (!has_settings) {
			add_locals(r, "", settings, dir, false);
			add_locals(r, "", own, dir, false);
		}
		has_settings = has_settings || settings || own;
		child = dir;
	}
}

void reads_uv_pip(struct reads *r, const char *dir)
{
	add_uv(r, dir);
	look(r);
}

/* Add what the tool of M reads in DIR, of its settings and its project's file. */
static void add_project(struct reads *r, const struct manifest *m, const char *dir)
{
	const char *file = path_join(dir, manifest_project_file(m));
	const struct toml *root = read_toml(r, file);

	(void)add(r, file);
	for (const char *const *name = m->tool ? m->tool->reads : NULL; name && *name; name++) {
		(void)add(r, path_join(dir, *name));
		if (ends_with(*name, ".toml"))
			add_locals(r, "", read_toml(r, path_join(dir, *name)), dir, false);
	}
	if (is_built(m, root))
		queue(r, (struct place){ .kind = TREE, .path = dir });
	else
		add_table(r, root, dir, !streq(path_base(file), "pyproject.toml"));
	queue_workspace(r, m->tool, root, dir);
}

/* Add the sources that the Pipfile.lock PATH in DIR names. */
static void add_pipfile_lock(struct reads *r, const char *path, const char *dir)
{
	json_t *root;
	struct text text;

	if (!read_text(r, path, &text))
		return;
	root = json_loadb(text.data, text.len, 0, NULL);
	if (!root)
		set_fault(r, formatted("'%s' is not valid JSON", shown(path)));
	add_json(r, "", root, dir);
	json_decref(root);
}

void reads_project(struct reads *r, const struct project *p)
{
	const struct manifest *m = p->manifest;
	const char *dir = path_parent(p->file);
	struct strings first = { 0 };

	strings_add(&first, p->file);
	if (m->format == LINES) {
		reads_requirements(r, &first, p->dir);
		return;
	}
	(void)add(r, p->file);
	/* add_project() reads a tree's pyproject.toml, and nothing reads a setup.py. */
	if (m->format == TOML && !m->is_tree)
		add_locals(r, "", read_toml(r, p->file), dir, false);
	if (m->format == JSON)
		add_pipfile_lock(r, p->file, dir);
	if (m->tool || m->is_tree) {
		add_project(r, m, p->dir);
		if (!streq(p->root, p->dir))
			add_project(r, m, p->root);
		if (m->tool && m->tool->reads_above)
			add_uv(r, p->root);
	}
	look(r);
}
