/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the environment have the Python that the project's file asks for, the requirements that its
 * lock file does not have, and the project itself? The file:
 *
 *   [project]
 *   name = "p"
 *   requires-python = ">=3.9"
 *   dependencies = ["flask>=3"]
 *   [build-system]
 *   requires = ["hatchling"]
 */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "formats/python_name.h"
#include "installed/editable.h"

/* ---- Python ----------------------------------------------------------------------- */

/*
 * The environment's Python, whose patch release may be unknown, cannot be one of SPECIFIERS, and
 * another can.
 */
static bool excludes_python(const struct venv *venv, const char *specifiers)
{
	const char *version = venv->cfg.version ? pep440_release(venv->cfg.version) : "";

	return *version && !python_matches_both(joined("==", version, ".*"), specifiers) &&
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
	const struct toml *asked = project_python(r->project_root);
	const char *specifiers = project_python_specifiers(asked);

	if (excludes_python(r->c->venv, specifiers))
		add_python(r, r->project, asked, specifiers);
}

/*
 * TOOL makes the environment anew if the nearest .python-version, from the project's file up to the
 * root of the workspace, asks for another Python.
 */
static void compare_python_version(struct reading *r, const struct tool *tool)
{
	const char *start = path_parent(r->project->path), *dir, *asked;
	const struct project *p = &r->c->project;
	const struct document *file;

	if (r->c->python || !tool_reads_python_version(tool))
		return;
	dir = file_above(start, ".python-version");
	if (!dir || !path_under(dir, project_member(p) ? p->root : start))
		return;
	file = reading_open(r, path_join(dir, ".python-version"), false);
	asked = file ? python_asked_specifiers(python_version_word(file->data)) : NULL;
	if (asked && excludes_python(r->c->venv, asked))
		add_python(r, file, NULL, asked);
}

void compare_python(struct reading *r, const struct tool *tool)
{
	compare_requires_python(r);
	compare_python_version(r, tool);
}

/* ---- requirements beside the lock file --------------------------------------------- */

/* For bsearch(): KEY is a normalized name, REQ a requirement. */
static int compare_with_requirement(const void *key, const void *req)
{
	return strcmp(key, ((const struct declared *)req)->requirement.key);
}

/* The lock file asks for the package KEY: compare_wanted() has sorted what is wanted. */
static bool is_locked(const struct reading *r, const char *key)
{
	const struct declared_list *wanted = &r->wanted;

	return wanted->count && bsearch(key, wanted->list, wanted->count, sizeof(*wanted->list),
					compare_with_requirement);
}

/* The reason why it is unknown if MANIFEST's tool would install REQ, which is not locked; or NULL. */
static const char *doubt_unlocked(const struct reading *r, const struct manifest *manifest,
				  const struct declared *req)
{
	if (req->installed || set_has(&r->c->unread, req->requirement.key))
		return "the lock file does not have it, and its tool chooses a version";
	/* pdm takes "python_version < '3' or os_name == 'posix'" for its first half. */
	if (manifest->tool && streq(manifest->tool->name, "pdm") && req->requirement.marker)
		return "pdm may have left it out of the lock file for its marker";
	/* poetry locks what an extra also asks for with the extra's marker alone. */
	if (manifest->tool && streq(manifest->tool->name, "poetry") && nodes_satisfy(r, req))
		return "poetry may have locked it for an extra alone";
	return NULL;
}

/* compare_unlocked() for the file R->project alone */
static void compare_file(struct reading *r, const struct manifest *manifest)
{
	const char *name = project_name(r->project_root);
	const struct declared_list *asked = &r->queue[CERTAIN];
	size_t i = asked->count;

	queue_locked_project(r, manifest->queue);
	/* Before I, all was followed: from there on the queue has the project's file. */
	for (; i < asked->count && reading_goes_on(r, NAME_WORK); i++) {
		struct declared *req = &asked->list[i];
		const char *key = req->requirement.key;

		/* A group may ask for the project itself, which compare_own() looks for. */
		if ((name && streq(key, requirement_key(name))) || is_locked(r, key))
			continue;
		req->installed = dists_find(r->c->dists, key);
		req->unsure = doubt_unlocked(r, manifest, req);
		r->c->unlocked = r->c->unlocked || !req->unsure;
		declared_add(r, req->unsure ? &r->c->unjudged : &r->c->differences, req);
	}
}

void compare_unlocked(struct reading *r, const struct manifest *manifest)
{
	const struct document *project = r->project;

	if (manifest->tool && manifest->tool->is_frozen && manifest->tool->is_frozen())
		return;
	compare_file(r, manifest);
	for (size_t i = 0; i < r->members.count; i++) {
		reading_set_project(r, r->members.list[i]);
		compare_file(r, manifest);
	}
	reading_set_project(r, project);
}

/* ---- the project itself ----------------------------------------------------------- */

/* The boolean at PATH of ROOT is false. */
static bool is_false(const struct toml *root, const char *path)
{
	const struct toml *value = toml_at(root, path);

	return value && value->type == TOML_BOOLEAN && !toml_true_at(root, path);
}

/*
 * The project itself, in DIR, is installed by the tool of MANIFEST, or by pip. *UNSURE: the reason
 * why it may not be, or NULL.
 */
static bool installs_own(const struct reading *r, const struct manifest *manifest, const char *dir,
			 const char **unsure)
{
	const struct tool *tool = manifest->tool, *any;
	const struct toml *root = r->project_root;

	*unsure = NULL;
	/* The key of any tool says that the project is no package. */
	for (size_t i = 0; manifests[i]; i++)
		if ((any = manifests[i]->tool) && any->package && is_false(root, any->package))
			return false;
	/* The project that is installed from here had another name then. */
	if (installed_from(r->c->dists, dir))
		return true;
	if (tool)
		return tool->installs_own && tool->installs_own(r, manifest, unsure);
	return manifest == &manifest_project && toml_at(root, "build-system");
}

void compare_own(struct reading *r, const struct manifest *manifest)
{
	const char *dir = path_parent(r->project->path);
	const char *name = project_name(r->project_root), *unsure = NULL;
	const struct dist *own = name ? dists_find(r->c->dists, name) : NULL;
	struct declared req;

	if (!name)
		return;
	/* Without its source it is as if it were not installed. */
	if (own && own->editable && file_is_gone(own->editable))
		own = NULL;
	if (own) {
		if (own->editable || own != installed_from(r->c->dists, dir))
			return;
		unsure = "it is a copy, and its files are not compared";
	} else if (!installs_own(r, manifest, dir, &unsure)) {
		return;
	}
	req = declared_at(r, toml_at(r->project_root, "project.name"), name);
	req.document = r->project;
	req.unsure = unsure;
	req.installed = own;
	declared_add(r, unsure ? &r->c->unjudged : &r->c->differences, &req);
}
