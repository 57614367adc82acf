/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The project by itself: the Python that it asks for, its own distribution and entry points, and its
 * requirements where the lock file is older.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "formats/python_name.h"
#include "print/msg.h"
#include "system/files.h"

enum {
	/** largest entry_points.txt that is read, in bytes */
	ENTRY_POINTS_MAX = 1024 * 1024,
};

/* ---- Python ----------------------------------------------------------------------- */

/* The environment's Python, whose patch release may be unknown, cannot be one of SPECIFIERS. */
static bool excludes_python(const struct venv *venv, const char *specifiers)
{
	const char *version = venv->cfg.version ? pep440_release(venv->cfg.version) : "";

	return *version && pep440_are_specifiers(specifiers) &&
	       !pep440_overlap(joined("==", version, ".*"), specifiers);
}

/* Set the Python of the comparison to that of SPECIFIERS, at VALUE of DOCUMENT, unless it is it. */
static void compare_python(struct reading *r, const struct document *document,
			   const struct toml *value, const char *specifiers)
{
	struct declared *python = mem_array(1, sizeof(*python));
	struct dist *installed = mem_array(1, sizeof(*installed));

	if (r->c->python || !excludes_python(r->c->venv, specifiers))
		return;
	*python = declared_at(r, value, "python");
	python->document = document;
	python->requirement.specifiers = specifiers;
	installed->version = r->c->venv->cfg.version;
	python->installed = installed;
	r->c->python = python;
}

static void compare_requires_python(struct reading *r)
{
	const struct toml *root = r->project->root;
	const struct toml *asked = toml_at(root, "project.requires-python");

	if (!asked)
		asked = toml_at(root, "tool.poetry.dependencies.python");
	if (asked && asked->type == TOML_STRING)
		compare_python(r, r->project, asked, specifiers_for(asked->text, false));
}

/* uv makes an environment anew where the nearest .python-version, in the workspace, names another. */
static void compare_python_version(struct reading *r)
{
	const char *top = path_parent(r->path), *dir, *path;
	const struct document *file;
	struct python_name name;

	if (getenv("UV_PYTHON"))
		return;
	dir = path_join(top, r->c->member ? r->c->member : "");
	while (file_exists(AT_FDCWD, path = path_join(dir, ".python-version")) <= 0) {
		if (!path_under(dir = path_parent(dir), top))
			return;
	}
	file = reading_open(r, path, false);
	if (file && python_name_asked(python_version_word(file->data), &name) &&
	    streq(name.base, "python") && !name.free_threaded && *name.version)
		compare_python(r, file, NULL, python_specifiers(&name));
}

/* ---- the project itself ----------------------------------------------------------- */

/* Add a difference of the installed project OWN, at VALUE of its file. */
static void add_lack(struct reading *r, const struct dist *own, const struct toml *value,
		     const char *lacks)
{
	struct declared req = declared_at(r, value, own->name);

	req.document = r->project;
	req.installed = own;
	req.lacks = lacks;
	declared_add(&r->c->differences, &req);
}

static const char *without_blanks(const char *text, size_t len)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\r", text[i]))
			buf_putc(&out, text[i]);
	return out.data;
}

/* TEXT, an entry_points.txt, has the line "NAME = VALUE" in SECTION. */
static bool has_entry_point(const char *text, const char *section, const char *name,
			    const char *value)
{
	const char *wanted =
		without_blanks(joined(name, "=", value), strlen(name) + 1 + strlen(value));
	const char *head = joined("[", section, "]");
	bool in_section = false;

	for (size_t len; *text; text += len + (text[len] == '\n')) {
		const char *line;

		len = strcspn(text, "\n");
		line = without_blanks(text, len);
		if (*line == '[')
			in_section = streq(line, head);
		else if (in_section && streq(line, wanted))
			return true;
	}
	return false;
}

/* Compare the entry points TABLE of the project, which may be NULL, with SECTION of the installed TEXT. */
static void compare_entry_points(struct reading *r, const struct dist *own, const char *text,
				 const struct toml *table, const char *section)
{
	for (const struct toml *e = toml_first(table); e; e = e->next)
		if (e->key && e->type == TOML_STRING &&
		    !has_entry_point(text, section, e->key, e->text))
			add_lack(r, own, e, formatted("with '%s' in %s", e->key, section));
}

static void compare_installed(struct reading *r, const struct dist *own)
{
	const struct toml *root = r->project->root;
	const struct toml *plugins = toml_at(root, "project.entry-points");
	const char *path = path_join(own->path, "entry_points.txt");
	struct text text = { .data = mem_dups("") };
	struct file_info info;

	if (own->editable && file_stat(own->editable, &info) && file_is_missing(errno))
		add_lack(r, own, toml_at(root, "project.name"),
			 formatted("from here, not '%s'", shown(own->editable)));
	if (file_exists(AT_FDCWD, path) > 0 &&
	    files_slurp_target(AT_FDCWD, path, ENTRY_POINTS_MAX, &text))
		return;
	compare_entry_points(r, own, text.data, toml_at(root, "project.scripts"),
			     "console_scripts");
	compare_entry_points(r, own, text.data, toml_at(root, "tool.poetry.scripts"),
			     "console_scripts");
	compare_entry_points(r, own, text.data, toml_at(root, "project.gui-scripts"),
			     "gui_scripts");
	for (const struct toml *group = toml_first(plugins); group; group = group->next)
		compare_entry_points(r, own, text.data, group, group->key);
}

/* The boolean at PATH of ROOT is false. */
static bool is_false(const struct toml *root, const char *path)
{
	const struct toml *value = toml_at(root, path);

	return value && value->type == TOML_BOOLEAN && !toml_true_at(root, path);
}

/* The project is missing in the environment: the tool of MANIFEST installs it, or it may. */
static void add_missing(struct reading *r, const struct manifest *manifest, const char *name)
{
	const struct toml *root = r->project->root;
	struct declared req = declared_at(r, toml_at(root, "project.name"), name);

	req.document = r->project;
	if (is_false(root, "tool.uv.package") || is_false(root, "tool.pdm.distribution") ||
	    is_false(root, "tool.poetry.package-mode"))
		return;
	if (manifest == &manifests[DECLARED_PROJECT] && toml_at(root, "build-system")) {
		declared_add(&r->c->differences, &req);
	} else if (manifest->command && starts_with(manifest->command, "poetry ")) {
		req.unsure = "'poetry install --no-root' leaves it out";
		declared_add(&r->c->unjudged, &req);
	}
}

/* ---- a lock file that is older ----------------------------------------------------- */

/*
 * The settings of a tool in ROOT may mean another package, or another version, than REQ says: only a
 * lock file tells.
 */
static bool is_replaced(const struct toml *root, const struct declared *req)
{
	static const char *const lists[] = { "tool.uv.override-dependencies",
					     "tool.uv.exclude-dependencies" };
	/* Beside dependencies of [project], poetry's table has the sources of these. */
	const char *const tables[] = { "tool.uv.sources", "tool.pdm.resolution.overrides",
				       toml_at(root, "project.dependencies") ?
					       "tool.poetry.dependencies" :
					       "" };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (array_has(toml_at(root, lists[i]), req->requirement.key))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(tables) && *req->requirement.specifiers; i++)
		if (member_named(toml_at(root, tables[i]), req->requirement.key))
			return true;
	return false;
}

static bool has_difference(const struct comparison *c, const char *key)
{
	for (size_t i = 0; i < c->differences.count; i++)
		if (streq(c->differences.list[i].requirement.key, key))
			return true;
	return false;
}

/* Compare what the project requires by itself, if its lock file was made before. */
static void compare_changed(struct reading *r, const struct reader *reader)
{
	const struct document *changed = reader->changed ? reader->changed(r) : NULL;
	struct reading own = *r;

	if (!changed)
		return;
	r->c->changed = changed->name;
	own.document = r->project;
	own.is_lock = false;
	memset(own.queue, 0, sizeof(own.queue));
	reader->queue(&own);
	for (size_t i = 0; i < own.queue[CERTAIN].count; i++) {
		struct declared *req = &own.queue[CERTAIN].list[i];

		req->installed = dists_find(r->c->dists, req->requirement.key);
		if (!req->requirement.url && !is_satisfied(req->installed, req) &&
		    !is_replaced(r->project->root, req) &&
		    !has_difference(r->c, req->requirement.key))
			declared_add(&r->c->differences, req);
	}
}

bool declared_lock_is_older(const char *path)
{
	const struct manifest *manifest = declared_manifest(path);
	const char *project = path_join(path_parent(path), manifest_project_file(manifest));
	struct comparison c = { .project = path_parent(path), .most = DECLARED_MAX };
	struct reading r = { .c = &c, .path = path };
	const struct reader *reader = &readers[manifest - manifests];

	if (!reader->changed || file_exists(AT_FDCWD, project) <= 0)
		return false;
	r.project = reading_open(&r, project, true);
	r.document = reading_open(&r, path, manifest != &manifests[DECLARED_PIPFILE_LOCK]);
	return !c.fault && reader->changed(&r);
}

/* ---- all of it -------------------------------------------------------------------- */

void compare_own(struct reading *r, const struct manifest *manifest)
{
	const struct toml *root = r->project->root;
	const char *name = toml_string_at(root, "project.name");
	const struct dist *own;

	compare_changed(r, &readers[manifest - manifests]);
	compare_requires_python(r);
	if (manifest == &manifests[DECLARED_UV_LOCK])
		compare_python_version(r);
	name = name ? name : toml_string_at(root, "tool.poetry.name");
	own = name ? dists_find(r->c->dists, name) : NULL;
	if (own)
		compare_installed(r, own);
	else if (name)
		add_missing(r, manifest, name);
}
