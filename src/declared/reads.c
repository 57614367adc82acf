/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a project that an installation reads or runs: who can write to them decides what runs. */
#include <errno.h>
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

static void add_locals(struct strings *files, const struct toml *value, const char *dir,
		       bool built);

/* Add what a build of the source tree DIR reads first or runs, by ROOT, its pyproject.toml. */
static void add_tree(struct strings *files, const char *dir, const struct toml *root)
{
	static const char *const names[] = { "setup.py", "setup.cfg", "hatch_build.py",
					     "pdm_build.py", NULL };
	const char *backend = toml_string_at(root, "build-system.build-backend");
	const char *script = toml_string_at(root, "tool.poetry.build.script");
	const struct toml *at = toml_first(toml_at(root, "build-system.backend-path"));

	if (!add(files, path_join(dir, "pyproject.toml")) &&
	    strings_contain(files, path_clean(path_join(dir, names[0]))))
		return;
	add_names(files, dir, names);
	if (script)
		(void)add(files, path_join(dir, script));
	for (; at && backend; at = at->next) {
		const char *module = mem_dup(backend, strcspn(backend, ".:"));

		if (at->type != TOML_STRING)
			continue;
		module = path_join(path_join(dir, at->text), module);
		(void)add(files, joined(module, ".py"));
		(void)add(files, path_join(module, "__init__.py"));
	}
	add_locals(files, root, dir, true);
}

/* Add the source tree or archive PATH, which a file in DIR names, if it is there. */
static void add_source(struct strings *files, const char *path, const char *dir)
{
	struct file_info info;

	path = path_clean(path_join(dir, path));
	if (file_stat(path, &info))
		return;
	if (!S_ISDIR(info.mode))
		(void)add(files, path);
	else if (file_exists(path_join(path, "pyproject.toml")) > 0 ||
		 file_exists(path_join(path, "setup.py")) > 0)
		add_tree(files, path, manifest_pyproject(path, NULL));
}

/* Add TEXT, a requirement or target of pip's, if it is on this machine: "./lib[dev]; marker". */
static void add_target(struct strings *files, const char *text, const char *dir)
{
	const char *url = strstr(text, "file:"), *path = url ? url : text;

	path = mem_stripped(path, path + strcspn(path, "[;"));
	if (url)
		path = url_path(path) ? url_path(path) : path + strlen("file:");
	/* A name alone is one of an index. */
	if (strpbrk(path, "./") && !strstr(path, "://"))
		add_source(files, path, dir);
}

/*
 * Add the sources on this machine that VALUE, of a TOML file in DIR, has in any of its tables; and
 * the files from which a project that is BUILT takes its dependencies or its version.
 */
static void add_locals(struct strings *files, const struct toml *value, const char *dir, bool built)
{
	static const char *const keys[] = { "path", "directory", "editable", "virtual", NULL };
	static const char root[] = "${PROJECT_ROOT}/";

	for (const struct toml *e = toml_first(value); e; e = e->next) {
		const char *key = e->key ? e->key : value->key ? value->key : "";

		if (e->type == TOML_TABLE || e->type == TOML_ARRAY)
			add_locals(files, e, dir, built);
		else if (e->type != TOML_STRING)
			continue;
		else if (is_one_of(key, keys) || (built && streq(key, "file")))
			add_source(files, e->text, dir);
		else if (strstr(e->text, root))
			add_target(files, strstr(e->text, root) + strlen(root), dir);
		else if (strstr(e->text, "file:"))
			add_target(files, e->text, dir);
	}
}

static void add_requirement(struct strings *files, const struct line *l, const char *dir)
{
	if (l->editable || l->requirement)
		add_target(files, l->editable ? l->editable : l->requirement, dir);
}

void requirement_files(const char *requirement, const char *dir, struct strings *files)
{
	const struct line l = lines_parse(requirement);

	add_requirement(files, &l, dir);
}

/* Add what LINE of the file PATH includes to QUEUE, and the sources that it names to SOURCES. */
static void add_line(const char *line, const char *path, const char *dir, struct strings *queue,
		     struct strings *sources)
{
	const struct line l = lines_parse(line);

	if (l.file && !strstr(l.file, "://"))
		(void)add(queue, path_join(path_parent(path), l.file));
	else
		add_requirement(sources, &l, dir);
}

int requirements_files(const struct strings *list, const char *dir, struct strings *files,
		       const char **fault)
{
	struct strings sources = { 0 };
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
	for (size_t i = 0; i < sources.count; i++)
		(void)add(files, sources.list[i]);
	return 0;
}

/* The tool of M, or pip, builds the project of ROOT, its pyproject.toml. */
static bool is_built(const struct manifest *m, const struct toml *root)
{
	const char *key = m->tool ? m->tool->package : NULL;

	if (!key)
		return m->is_tree;
	return toml_at(root, key) ? toml_true_at(root, key) : toml_at(root, "build-system") != NULL;
}

int project_files(const struct project *p, struct strings *files, const char **fault)
{
	const struct manifest *m = p->manifest;
	struct strings first = { 0 };
	struct text text;

	strings_add(&first, p->file);
	if (m->format != LINES)
		(void)add(files, p->file);
	else if (requirements_files(&first, p->dir, files, fault))
		return -1;
	if (m->format == TOML && !file_slurp_follow(p->file, DECLARED_MAX, &text))
		add_locals(files, toml_parse(text.data, text.len, NULL), path_parent(p->file),
			   false);
	for (const char *dir = p->dir; m->tool || m->is_tree; dir = p->root) {
		const char *file = path_join(dir, manifest_project_file(m));
		const struct toml *root = toml_read_project_file(file, NULL);

		(void)add(files, file);
		add_names(files, dir, m->tool ? m->tool->reads : NULL);
		if (is_built(m, root))
			add_tree(files, dir, root);
		else
			add_locals(files, root, dir, false);
		if (streq(dir, p->root))
			break;
	}
	return 0;
}
