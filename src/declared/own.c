/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the environment have the Python and the distribution of the project itself? Its file:
 *
 *   [project]
 *   name = "p"
 *   version = "1.0"
 *   requires-python = ">=3.9"
 *   [project.scripts]
 *   serve = "p:main"
 */
#include <errno.h>
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

/*
 * The environment's Python, whose patch release may be unknown, cannot be one of SPECIFIERS, and
 * another can.
 */
static bool excludes_python(const struct venv *venv, const char *specifiers)
{
	const char *version = venv->cfg.version ? pep440_release(venv->cfg.version) : "";

	return *version && pep440_are_specifiers(specifiers) &&
	       !python_series_of(joined("==", version, ".*,", specifiers)) &&
	       python_series_of(specifiers);
}

/* Set the Python of the comparison to SPECIFIERS, at VALUE of DOCUMENT. */
static void add_python(struct reading *r, const struct document *document, const struct toml *value,
		       const char *specifiers)
{
	struct declared *python = mem_array(1, sizeof(*python));
	struct dist *installed = mem_array(1, sizeof(*installed));

	*python = declared_at(r, value, "python");
	python->document = document;
	python->requirement.specifiers = specifiers;
	installed->version = r->c->venv->cfg.version;
	python->installed = installed;
	r->c->python = python;
}

static void compare_requires_python(struct reading *r)
{
	const struct toml *root = r->project_root;
	const struct toml *asked = toml_at(root, "project.requires-python");
	const char *specifiers;

	if (!asked)
		asked = toml_at(root, "tool.poetry.dependencies.python");
	if (!asked || asked->type != TOML_STRING)
		return;
	specifiers = specifiers_for(asked->text, false);
	if (excludes_python(r->c->venv, specifiers))
		add_python(r, r->project, asked, specifiers);
}

/*
 * uv makes an environment anew where the nearest .python-version, in the workspace, names another.
 */
static void compare_python_version(struct reading *r)
{
	const char *top = path_parent(r->path), *dir, *word;
	const struct document *file;
	struct python_name name;

	if (r->c->python || getenv("UV_PYTHON"))
		return;
	dir = file_above(path_join(top, r->c->member ? r->c->member : ""), ".python-version");
	if (!dir || !path_under(dir, top))
		return;
	file = reading_open(r, path_join(dir, ".python-version"), false);
	word = file ? python_version_word(file->data) : "";
	if (python_name_asked(word, &name) && *name.version &&
	    excludes_python(r->c->venv, python_specifiers(&name)))
		add_python(r, file, NULL, python_specifiers(&name));
}

/* ---- the project itself ----------------------------------------------------------- */

/* The installed project OWN as a requirement at VALUE of its file */
static struct declared own_at(const struct reading *r, const struct dist *own,
			      const struct toml *value)
{
	struct declared req = declared_at(r, value, own->name);

	req.installed = own;
	return req;
}

/* OWN, at VALUE of its file, lacks a part: LACKS in words. */
static void add_lack(struct reading *r, const struct dist *own, const struct toml *value,
		     const char *lacks)
{
	struct declared req = own_at(r, own, value);

	req.lacks = lacks;
	declared_add(r, &r->c->differences, &req);
}

static const char *without_blanks(const char *text)
{
	struct buf out = BUF_INIT;

	for (; *text; text++)
		if (!strchr(" \t\r", *text))
			buf_putc(&out, *text);
	return out.data;
}

/*
 * Compare the entry points in TABLE of the project with SECTION of TEXT, the installed
 * entry_points.txt without blanks, behind a newline: "\n[console_scripts]\nserve=p:main\n".
 */
static void compare_entry_points(struct reading *r, const struct dist *own, const char *text,
				 const struct toml *table, const char *section)
{
	const char *start = strstr(text, joined("\n[", without_blanks(section), "]\n"));
	const char *end = start ? strstr(start + 1, "\n[") : NULL, *line;

	for (const struct toml *e = table_first(table); e; e = e->next) {
		if (e->type != TOML_STRING || !reading_goes_on(r, strlen(text)))
			continue;
		line = joined("\n", without_blanks(joined(e->key, "=", e->text)), "\n");
		line = start ? strstr(start, line) : NULL;
		if (!line || (end && line > end))
			add_lack(r, own, e, formatted("with '%s' in %s", e->key, section));
	}
}

/*
 * The value at PATH of poetry's table; NULL: none. Another build backend than poetry's ignores that
 * table, and so does the default one, of a file with [project].
 */
static const struct toml *of_poetry(const struct reading *r, const char *path)
{
	const struct toml *root = r->project_root;
	const char *backend = toml_string_at(root, "build-system.build-backend");
	bool counts = backend ? streq(backend, "poetry.core.masonry.api") ||
					streq(backend, "poetry.masonry.api") :
				!toml_at(root, "project");

	return counts ? toml_at(root, joined("tool.poetry.", path)) : NULL;
}

/* setuptools adds a tag of setup.cfg in the directory DIR to the version: "1.0.dev0". */
static bool has_version_tag(struct reading *r, const char *dir)
{
	const char *path = path_join(dir, "setup.cfg");
	const struct document *d = file_exists(path) > 0 ? reading_open(r, path, false) : NULL;

	return d && (strstr(d->data, "tag_build") || strstr(d->data, "tag_date"));
}

/* Compare the version of the project's file, in DIR, with that of the installed OWN. */
static void compare_version(struct reading *r, const struct dist *own, const char *dir)
{
	const struct toml *root = r->project_root;
	const struct toml *version = toml_at(root, "project.version");
	struct declared req;

	/* A plugin of poetry's sets the version in a build. */
	if (!version && !toml_at(root, "tool.poetry-dynamic-versioning"))
		version = of_poetry(r, "version");
	if (!version || version->type != TOML_STRING ||
	    !pep440_compare(own->version, version->text) || has_version_tag(r, dir))
		return;
	req = own_at(r, own, version);
	req.requirement.specifiers = joined("==", version->text);
	declared_add(r, &r->c->differences, &req);
}

/* Compare the installed OWN with the project in DIR. */
static void compare_installed(struct reading *r, const struct dist *own, const char *dir)
{
	const struct toml *root = r->project_root;
	const struct toml *plugins = toml_at(root, "project.entry-points");
	const struct toml *scripts = toml_at(root, "project.scripts");
	const char *path = path_join(own->path, "entry_points.txt"), *points;
	struct text text = { .data = mem_dups("") };
	struct declared copy;

	if (own->editable && file_is_gone(own->editable))
		add_lack(r, own, toml_at(root, "project.name"),
			 formatted("from here, not '%s'", shown(own->editable)));
	compare_version(r, own, dir);
	if (!own->editable && own == installed_from(r->c->dists, dir)) {
		copy = own_at(r, own, toml_at(root, "project.name"));
		copy.unsure = "it is a copy, and its files are not compared";
		declared_add(r, &r->c->unjudged, &copy);
	}
	if (files_slurp_follow(path, ENTRY_POINTS_MAX, &text) && !file_is_missing(errno))
		return;
	points = without_blanks(joined("\n", text.data, "\n"));
	if (!table_first(scripts))
		scripts = of_poetry(r, "scripts");
	compare_entry_points(r, own, points, scripts, "console_scripts");
	compare_entry_points(r, own, points, toml_at(root, "project.gui-scripts"), "gui_scripts");
	for (const struct toml *group = table_first(plugins); group; group = group->next)
		compare_entry_points(r, own, points, group, group->key);
}

/* The boolean at PATH of ROOT is false. */
static bool is_false(const struct toml *root, const char *path)
{
	const struct toml *value = toml_at(root, path);

	return value && value->type == TOML_BOOLEAN && !toml_true_at(root, path);
}

/* The project in DIR is missing in the environment: the tool of MANIFEST installs it, or it may. */
static void add_missing(struct reading *r, const struct manifest *manifest, const char *name,
			const char *dir)
{
	const struct toml *root = r->project_root;
	struct declared req = declared_at(r, toml_at(root, "project.name"), name);

	if (is_false(root, "tool.uv.package") || is_false(root, "tool.pdm.distribution") ||
	    is_false(root, "tool.poetry.package-mode"))
		return;
	/* The project that is installed from here had another name then. */
	if ((manifest == &manifests[DECLARED_PROJECT] && toml_at(root, "build-system")) ||
	    installed_from(r->c->dists, dir)) {
		declared_add(r, &r->c->differences, &req);
	} else if (manifest_is_of(manifest, "poetry")) {
		req.unsure = "'poetry install --no-root' leaves it out";
		declared_add(r, &r->c->unjudged, &req);
	}
}

void compare_own(struct reading *r, const struct manifest *manifest)
{
	const struct toml *root = r->project_root;
	const char *dir = path_parent(path_join(r->c->project, r->project->name));
	const char *name = toml_string_at(root, "project.name");
	const struct dist *own;

	r->document = r->project;
	compare_requires_python(r);
	if (manifest_is_of(manifest, "uv"))
		compare_python_version(r);
	name = name ? name : toml_string_at(root, "tool.poetry.name");
	own = name ? dists_find(r->c->dists, name) : NULL;
	if (own)
		compare_installed(r, own, dir);
	else if (name)
		add_missing(r, manifest, name, dir);
}
