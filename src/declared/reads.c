/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a project that an installation reads or runs: who can write to them decides what runs. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <jansson.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/lines.h"
#include "declared/project.h"
#include "formats/toml.h"
#include "formats/toml_file.h"
#include "installed/origin.h"
#include "print/msg.h"
#include "system/file_at.h"

/** The files of an installation, and the source trees whose files are among them */
struct reads {
	struct strings *files, trees;
};

/* Add PATH to FILES. Returns false if it was there. */
static bool add(struct strings *files, const char *path)
{
	path = path_clean(path);
	if (strings_contain(files, path))
		return false;
	strings_add(files, path);
	return true;
}

static void add_names(struct strings *files, const char *dir, const char *const *names)
{
	for (; names && *names; names++)
		(void)add(files, path_join(dir, *names));
}

static bool is_directory(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && S_ISDIR(info.mode);
}

/* The table of the file PATH, as the tools read it: through links. NULL: none. */
static const struct toml *read_toml(const char *path)
{
	struct text text;

	if (file_slurp_follow(path, DECLARED_MAX, &text))
		return NULL;
	return toml_parse(text.data, text.len, NULL);
}

/* The path in TEXT, a path or a file: URL, without its query and fragment; NULL: another URL. */
static const char *local_path(const char *text)
{
	const char *url = strstr(text, "file:"), *path;

	if (!url)
		return strstr(text, "://") ? NULL : text;
	path = url_path(url);
	url += strlen("file:");
	return path ? path : url_decode(url, url + strcspn(url, "#?"));
}

static void add_table(struct reads *r, const struct toml *root, const char *dir, bool built);

/* Add the modules of BACKEND, "own.api:hooks", in the directory DIR. */
static void add_backend(struct reads *r, const char *backend, const char *dir)
{
	do {
		size_t len = strcspn(backend, ".:");

		dir = path_join(dir, mem_dup(backend, len));
		(void)add(r->files, joined(dir, ".py"));
		(void)add(r->files, path_join(dir, "__init__.py"));
		backend += len;
	} while (*backend++ == '.');
}

/* Add the files that the setup.cfg in DIR names: "install_requires = file: a.txt, b.txt". */
static void add_cfg(struct reads *r, const char *dir)
{
	struct text text;

	if (file_slurp_follow(path_join(dir, "setup.cfg"), DECLARED_MAX, &text))
		return;
	for (const char *s = text.data; (s = strstr(s, "file:"));) {
		s += strlen("file:");
		for (size_t len; len = strcspn(s, ",\n"), len; s += len + (s[len] == ','))
			(void)add(r->files, path_join(dir, mem_stripped(s, s + len)));
	}
}

/* Add what a build of the source tree DIR reads first or runs. */
static void add_tree(struct reads *r, const char *dir)
{
	static const char *const names[] = { "pyproject.toml", "setup.py",     "setup.cfg",
					     "hatch_build.py", "pdm_build.py", NULL };
	const struct toml *root, *at;
	const char *backend;

	if (!add(&r->trees, dir))
		return;
	root = read_toml(path_join(dir, names[0]));
	backend = toml_string_at(root, "build-system.build-backend");
	at = toml_first(toml_at(root, "build-system.backend-path"));
	add_names(r->files, dir, names);
	add_cfg(r, dir);
	for (; at && backend; at = at->next)
		if (at->type == TOML_STRING)
			add_backend(r, backend, path_join(dir, at->text));
	add_table(r, root, dir, true);
}

/* Add the source tree or archive PATH, which a file in DIR names, if it is there. */
static void add_source(struct reads *r, const char *path, const char *dir)
{
	path = path_clean(path_join(dir, path));
	if (!is_directory(path)) {
		if (file_exists(path) > 0)
			(void)add(r->files, path);
	} else if (file_exists(path_join(path, "pyproject.toml")) > 0 ||
		   file_exists(path_join(path, "setup.py")) > 0) {
		add_tree(r, path);
	}
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
		(void)add(l->r->files, path_join(l->dir, name));
	return true;
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
	if (is_directory(l.dir) && add(r->files, l.dir))
		(void)!file_scan(l.dir, add_archive, &l);
}

/* Add TEXT, a path or file: URL as in "./lib[dev]; marker"; of a NAME alone an archive only. */
static void add_place(struct reads *r, const char *text, const char *dir, bool name)
{
	/* A name of a directory may have these characters, too. */
	static const char *const ends[] = { "\"", ";", "[;", "", NULL };
	const char *path;

	text += strspn(text, " \t\"");
	for (const char *const *end = ends; *end; end++) {
		path = local_path(mem_stripped(text, text + strcspn(text, *end)));
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
	const char *url = strstr(text, "file:"), *at = strchr(text, '@');

	add_place(r, url ? url : text, dir, named && !url);
	/* uv takes "lib @ ./lib", too. */
	if (at && !url)
		add_place(r, at + 1, dir, false);
}

/* Add the sources on this machine that TEXT, the value of KEY in a TOML file in DIR, names. */
static void add_value(struct reads *r, const char *key, const char *text, const char *dir,
		      bool built)
{
	static const char *const paths[] = { "path", "directory", "editable", "virtual", NULL };
	static const char *const roots[] = { "${PROJECT_ROOT}/", "{root:uri}/", "{root}/", NULL };
	const char *in_root = NULL;

	for (size_t i = 0; roots[i] && !in_root; i++) {
		in_root = strstr(text, roots[i]);
		if (in_root)
			text = in_root + strlen(roots[i]);
	}
	if (streq(key, "find-links") || streq(key, "url"))
		add_links(r, text, dir);
	else if (is_one_of(key, paths) || (built && streq(key, "file")))
		add_source(r, text, dir);
	else if (in_root || strstr(text, "file:"))
		add_target(r, text, dir, false);
}

/*
 * Add the sources on this machine that VALUE, of a TOML file in DIR, has in any of its tables; and
 * the files from which a project that is BUILT takes its dependencies or its version.
 */
static void add_locals(struct reads *r, const struct toml *value, const char *dir, bool built)
{
	for (const struct toml *e = toml_first(value); e; e = e->next) {
		const char *key = e->key ? e->key : value->key ? value->key : "";

		if (e->type == TOML_TABLE || e->type == TOML_ARRAY)
			add_locals(r, e, dir, built);
		else if (e->type == TOML_STRING)
			add_value(r, key, e->text, dir, built);
	}
}

/* The same of VALUE of a Pipfile.lock; releases VALUE. */
static void add_json(struct reads *r, json_t *value, const char *dir)
{
	const char *key;
	json_t *member;

	json_object_foreach(value, key, member)
	{
		if (json_is_string(member))
			add_value(r, key, json_string_value(member), dir, true);
		else
			add_json(r, json_incref(member), dir);
	}
	json_decref(value);
}

/* Add what ROOT, the table of a file in DIR, names: scripts of a build, and sources. */
static void add_table(struct reads *r, const struct toml *root, const char *dir, bool built)
{
	static const char *const scripts[] = { "tool.poetry.build", "tool.poetry.build.script",
					       "tool.pdm.build.custom-hook", NULL };

	for (const char *const *key = scripts; *key; key++)
		if (toml_string_at(root, *key))
			(void)add(r->files, path_join(dir, toml_string_at(root, *key)));
	add_locals(r, root, dir, built);
}

/* ---- workspaces ------------------------------------------------------------------- */

/** The directories that match a pattern of a workspace's */
struct members {
	struct reads *r;
	/** directory and table of the workspace */
	const char *root;
	const struct toml *table;
	/** a directory of which the rest of the pattern is matched */
	const char *dir, *pattern;
};

static void add_members(struct members m);

static bool add_matching(void *arg, int fd, const char *name, int type)
{
	struct members m = *(const struct members *)arg;
	size_t len = strcspn(m.pattern, "/");
	struct file_info info;

	(void)type;
	if (fnmatch(mem_dup(m.pattern, len), name, 0))
		return true;
	m.dir = path_join(m.dir, name);
	if (!starts_with(m.pattern, "**"))
		m.pattern += len;
	/* "**" follows no link: it could lead round in a circle. */
	else if (file_lstatat(fd, name, &info) || !S_ISDIR(info.mode))
		return true;
	if (is_directory(m.dir))
		add_members(m);
	return true;
}

/* Add the members of a workspace that match in m.dir. */
static void add_members(struct members m)
{
	struct members rest = m;
	size_t len;

	m.pattern += strspn(m.pattern, "/");
	len = strcspn(m.pattern, "/");
	rest.pattern = m.pattern + len;
	if (len && strcspn(m.pattern, "*?[") < len) {
		(void)add(m.r->files, m.dir);
		if (starts_with(m.pattern, "**"))
			add_members(rest);
		(void)!file_scan(m.dir, add_matching, &m);
	} else if (len) {
		rest.dir = path_clean(path_join(m.dir, mem_dup(m.pattern, len)));
		add_members(rest);
	} else if (!project_excludes(m.table, m.root, m.dir)) {
		(void)add(m.r->files, m.dir);
		add_source(m.r, m.dir, m.dir);
	}
}

/* Add each member of the workspace of ROOT, the table of the project's file in DIR. */
static void add_workspace(struct reads *r, const struct tool *tool, const struct toml *root,
			  const char *dir)
{
	struct members m = { .r = r, .root = dir, .dir = dir };

	m.table = tool && tool->workspace ? toml_at(root, tool->workspace) : NULL;
	for (const struct toml *e = toml_first(toml_at(m.table, "members")); e; e = e->next) {
		m.pattern = e->text;
		if (e->type == TOML_STRING)
			add_members(m);
	}
}

/* ---- requirements files ------------------------------------------------------------ */

static void add_requirement(struct reads *r, const struct line *l, const char *dir)
{
	if (l->editable || l->requirement)
		add_target(r, l->editable ? l->editable : l->requirement, dir, !l->editable);
}

void requirement_files(const char *requirement, const char *dir, struct strings *files)
{
	const struct line l = lines_parse(requirement);
	struct reads r = { .files = files };

	add_requirement(&r, &l, dir);
}

/* Add what LINE of the file PATH includes to QUEUE, and the sources that it names to SOURCES. */
static void add_line(const char *line, const char *path, const char *dir, struct strings *queue,
		     struct reads *sources)
{
	const struct line l = lines_parse(line);
	const char *file = l.file ? local_path(l.file) : NULL;

	if (file)
		(void)add(queue, path_join(path_parent(path), file));
	add_requirement(sources, &l, dir);
	/* pip looks beside the file first. */
	for (size_t i = 0; i < ARRAY_SIZE(l.links) && l.links[i]; i++) {
		add_links(sources, l.links[i], path_parent(path));
		add_links(sources, l.links[i], dir);
	}
}

int requirements_files(const struct strings *list, const char *dir, struct strings *files,
		       const char **fault)
{
	struct strings found = { 0 };
	struct reads sources = { .files = &found };
	size_t count = files->count;

	for (size_t i = 0; i < list->count; i++)
		(void)add(files, path_join(dir, list->list[i]));
	for (size_t i = count; i < files->count; i++) {
		const char *path = files->list[i], *s;
		size_t lines = 1;
		struct text text;

		if (file_slurp_follow(path, DECLARED_MAX, &text)) {
			/* It is not regular. */
			if (errno == EINVAL)
				continue;
			*fault = formatted("cannot read '%s': %s", shown(path), strerror(errno));
			return -1;
		}
		for (s = lines_text(text.data, text.len); *s;)
			add_line(lines_with_variables(lines_uncomment(lines_take(&s, &lines))),
				 path, dir, files, &sources);
	}
	for (size_t i = 0; i < found.count; i++)
		(void)add(files, found.list[i]);
	return 0;
}

/* ---- projects --------------------------------------------------------------------- */

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

void uv_pip_files(const char *dir, struct strings *files)
{
	struct reads r = { .files = files };
	const struct toml *settings, *project;

	/* uv takes those of the first directory that has some. */
	for (const char *child = NULL; !child || !streq(child, dir);) {
		settings = read_toml(path_join(dir, "uv.toml"));
		project = read_toml(path_join(dir, "pyproject.toml"));
		(void)add(files, path_join(dir, "uv.toml"));
		(void)add(files, path_join(dir, "pyproject.toml"));
		add_locals(&r, settings, dir, false);
		add_locals(&r, toml_at(project, "tool.uv"), dir, false);
		if (settings || toml_at(project, "tool.uv"))
			return;
		child = dir;
		dir = path_parent(dir);
	}
}

/* Add what the tool of M reads in DIR, of its settings and its project's file. */
static void add_project(struct reads *r, const struct manifest *m, const char *dir)
{
	const char *file = path_join(dir, manifest_project_file(m));
	const struct toml *root = read_toml(file);

	(void)add(r->files, file);
	for (const char *const *name = m->tool ? m->tool->reads : NULL; name && *name; name++) {
		(void)add(r->files, path_join(dir, *name));
		if (ends_with(*name, ".toml"))
			add_locals(r, read_toml(path_join(dir, *name)), dir, false);
	}
	if (is_built(m, root))
		add_tree(r, dir);
	else
		add_table(r, root, dir, !streq(path_base(file), "pyproject.toml"));
	add_workspace(r, m->tool, root, dir);
}

int project_files(const struct project *p, struct strings *files, const char **fault)
{
	const struct manifest *m = p->manifest;
	const char *dir = path_parent(p->file);
	struct reads r = { .files = files };
	struct strings first = { 0 };
	struct text text;

	strings_add(&first, p->file);
	if (m->format == LINES)
		return requirements_files(&first, p->dir, files, fault);
	(void)add(files, p->file);
	if (m->format == TOML)
		add_locals(&r, read_toml(p->file), dir, false);
	else if (!file_slurp_follow(p->file, DECLARED_MAX, &text))
		add_json(&r, json_loadb(text.data, text.len, 0, NULL), dir);
	if (!m->tool && !m->is_tree)
		return 0;
	add_project(&r, m, p->dir);
	if (!streq(p->root, p->dir))
		add_project(&r, m, p->root);
	return 0;
}
