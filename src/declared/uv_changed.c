/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is uv.lock older than a project that it locks? uv writes into the file what each project asked
 * for:
 *
 *   requires-python = ">=3.9"
 *   [[package]]
 *   name = "p"
 *   version = "1.0"
 *   source = { virtual = "." }
 *   [package.metadata]
 *   requires-dist = [{ name = "flask", specifier = ">=3" }]
 *   [package.metadata.requires-dev]
 *   dev = [{ name = "pytest" }]
 *
 * It is older if a pyproject.toml asks for something else now. Requirements whose marker does not
 * hold here are not compared.
 */

#include <stdlib.h>

#include "core/path.h"
#include "core/settings.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "formats/python_name.h"

/* ---- a project -------------------------------------------------------------------- */

/*
 * The project has other extras, OPTIONAL, than PACKAGE. Before revision 1 the lock file has only
 * those with requirements.
 */
static bool extras_changed(const struct reading *r, const struct toml *optional,
			   const struct toml *package)
{
	const struct toml *locked = toml_at(package, "optional-dependencies");
	const struct toml *provided = toml_at(package, "metadata.provides-extras");
	const struct toml *extra;

	for (extra = table_first(locked); extra; extra = extra->next)
		if (!member_named(r, optional, extra->key))
			return true;
	if (!toml_at(r->document->root, "revision"))
		return false;
	for (extra = toml_first(provided); extra; extra = extra->next)
		if (extra->type == TOML_STRING && !member_named(r, optional, extra->text))
			return true;
	for (extra = table_first(optional); extra; extra = extra->next)
		if (!array_has(r, provided, extra->key))
			return true;
	return false;
}

/* L has a requirement of the package KEY. */
static bool requires_package(const struct declared_list *l, const char *key)
{
	size_t i = 0;

	while (i < l->count && !streq(l->list[i].requirement.key, key))
		i++;
	return i < l->count;
}

/* Forget the parts that the requirements of L are of, and those of the package OWN, or NULL. */
static void join_parts(struct declared_list *l, const char *own)
{
	size_t count = 0;

	for (size_t i = 0; i < l->count; i++) {
		l->list[i].part = "";
		if (!own || !streq(l->list[i].requirement.key, own))
			l->list[count++] = l->list[i];
	}
	l->count = count;
}

/* A group of the table LOCKED that has requirements is not in the table GROUPS. */
static bool is_group_gone(const struct reading *r, const struct toml *groups,
			  const struct toml *locked)
{
	const struct toml *group = table_first(locked);

	while (group && (!toml_first(group) || member_named(r, groups, group->key)))
		group = group->next;
	return group;
}

/* The groups of the project with the table ROOT differ from those of the table LOCKED. */
static bool groups_changed(const struct reading *r, const struct toml *root,
			   const struct toml *locked)
{
	const struct toml *groups = toml_at(root, "dependency-groups");
	const struct toml *dev = toml_at(root, "tool.uv.dev-dependencies");
	struct declared_list now = { 0 }, then = { 0 };

	list_groups(r, groups, &now);
	list_requirements(r, dev, "", NULL, &now);
	list_groups(r, locked, &then);
	note_sources(r, root, &now);
	/* DEV is the group "dev", too, but maybe not where that is included. */
	if (dev) {
		join_parts(&now, NULL);
		join_parts(&then, NULL);
	}
	return lists_differ(r, &now, &then) || (!dev && is_group_gone(r, groups, locked));
}

/*
 * The project with the table ROOT requires other packages than METADATA of the package NAME in the
 * lock file says.
 */
static bool requirements_changed(const struct reading *r, const struct toml *root,
				 const struct toml *metadata, const char *name)
{
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	struct declared_list now = { 0 }, then = { 0 };
	struct strings extras = { 0 };

	for (const struct toml *extra = table_first(optional); extra; extra = extra->next) {
		const char *key = requirement_key(extra->key);

		strings_add(&extras, key);
		list_requirements(r, extra, key, NULL, &now);
	}
	list_requirements(r, toml_at(root, "project.dependencies"), "", &extras, &now);
	list_requirements(r, toml_at(metadata, "requires-dist"), "", &extras, &then);
	note_sources(r, root, &now);
	/* Some lock files have the packages of "p[x]" in its place. */
	if (requires_package(&now, name) && !requires_package(&then, name)) {
		join_parts(&now, name);
		join_parts(&then, name);
	}
	/* Groups for other Pythons have other markers in the lock file. */
	return lists_differ(r, &now, &then) ||
	       (!toml_at(root, "tool.uv.dependency-groups") &&
		groups_changed(r, root, toml_at(metadata, "requires-dev")));
}

/* The project with the table ROOT differs from PACKAGE, which was made from it. */
static bool package_changed(const struct reading *r, const struct toml *root,
			    const struct toml *package)
{
	const char *name = toml_string_at(root, "project.name");
	const char *version = toml_string_at(root, "project.version");
	const char *locked_name = toml_string_at(package, "name");
	const char *locked_version = toml_string_at(package, "version");
	const struct toml *metadata = toml_at(package, "metadata");
	const struct toml *dynamic = toml_at(root, "project.dynamic");

	if (!locked_name || !name)
		return false;
	if (!streq(requirement_key(locked_name), requirement_key(name)) ||
	    (locked_version && version && pep440_compare(locked_version, version)))
		return true;
	/* The first releases of uv locked no metadata. */
	if (!metadata && toml_at(package, "dependencies"))
		return false;
	/* Only a build tells what the project requires. */
	if (array_has(r, dynamic, "dependencies") || array_has(r, dynamic, "optional-dependencies"))
		return false;
	return extras_changed(r, toml_at(root, "project.optional-dependencies"), package) ||
	       requirements_changed(r, root, metadata, requirement_key(locked_name));
}

/*
 * The root of a workspace, or the one project, with the table ROOT has other constraints,
 * overrides or exclusions than LOCK. Lock files of before revision 1 may have none of these, and
 * with a uv.toml those of ROOT do not count.
 */
static bool settings_changed(const struct reading *r, const struct toml *root,
			     const struct toml *lock)
{
	static const char *const keys[][2] = {
		{ "constraint-dependencies", "manifest.constraints" },
		{ "override-dependencies", "manifest.overrides" },
		{ "exclude-dependencies", "manifest.excludes" },
	};
	const struct toml *settings = toml_at(root, "tool.uv");
	bool differ = false;

	if (!toml_at(lock, "revision") || file_exists(path_join(path_parent(r->path), "uv.toml")))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(keys) && !differ; i++) {
		struct declared_list now = { 0 }, then = { 0 };

		list_requirements(r, toml_at(settings, keys[i][0]), "", NULL, &now);
		list_requirements(r, toml_at(lock, keys[i][1]), "", NULL, &then);
		note_sources(r, root, &now);
		differ = lists_differ(r, &now, &then);
	}
	return differ;
}

/* ---- all projects ----------------------------------------------------------------- */

/** Projects of a lock file that were compared. */
struct projects {
	/** paths of their files */
	struct strings paths;
	/** the project of the comparison is one of them */
	bool has_own;
	/** requires-python of all members of the workspace, ">=3.9,", unless one is unknown */
	struct strings pythons;
	bool is_python_unknown;
};

/* Add the requires-python of a member, whose file is PROJECT; NULL: the file was not read. */
static void add_member_pythons(struct projects *all, const struct document *project)
{
	const char *asked =
		project ? toml_string_at(project->root, "project.requires-python") : NULL;
	const char *pythons = asked ? joined(asked, ",") : NULL;

	/* A group may ask for a Python of its own. */
	if (!project || toml_at(project->root, "tool.uv.dependency-groups"))
		all->is_python_unknown = true;
	else if (pythons && !strings_contain(&all->pythons, pythons))
		strings_add(&all->pythons, pythons);
}

/* PACKAGE is one of MEMBERS of a workspace, which a tree for editing need not be. */
static bool is_member(const struct reading *r, const struct toml *members,
		      const struct toml *package)
{
	const char *name = toml_string_at(package, "name");

	return streq(uv_project_dir(package), ".") || (name && array_has(r, members, name));
}

/*
 * Compare PACKAGE, if it is a project, with the project's file, and add it to ALL. Returns the file
 * if it changed, else NULL.
 */
static const struct document *compare_locked(struct reading *r, const struct toml *package,
					     struct projects *all)
{
	const struct toml *members = toml_at(r->document->root, "manifest.members");
	const char *top = path_parent(r->path), *dir = uv_project_dir(package), *path;
	const struct document *project = NULL;

	if (!dir)
		return NULL;
	all->has_own = all->has_own || is_uv_project(r, package);
	path = path_clean(path_join(top, path_join(dir, "pyproject.toml")));
	if (strings_contain(&all->paths, path))
		return NULL;
	/* A tree elsewhere may be on any file system. */
	if (path_under(path, top) && file_exists(path) > 0) {
		strings_add(&all->paths, path);
		project = reading_open(r, path, true);
	}
	if (project && package_changed(r, project->root, package))
		return project;
	if (is_member(r, members, package))
		add_member_pythons(all, project);
	return NULL;
}

const struct document *changed_since_uv_lock(struct reading *r)
{
	const struct toml *lock = r->document->root, *root = r->project_root;
	const char *pythons = toml_string_at(lock, "requires-python");
	struct projects all = { 0 };

	/* uv uses the lock file as it is. */
	if (settings_on(getenv("UV_FROZEN")))
		return NULL;
	/* The root of a workspace that is no project */
	if (!r->c->member && !toml_at(root, "project") &&
	    groups_changed(r, root, toml_at(lock, "manifest.dependency-groups")))
		return r->project;
	if (!r->c->member && settings_changed(r, root, lock))
		return r->project;
	for (const struct toml *package = toml_first(toml_at(lock, "package"));
	     package && !r->c->fault; package = package->next) {
		const struct document *changed = compare_locked(r, package, &all);

		if (changed)
			return changed;
	}
	/* The member is newer than the lock file. */
	if (r->c->member && !all.has_own)
		return r->project;
	if (pythons && all.pythons.count && !all.is_python_unknown &&
	    !python_same_bounds(buf_joined(all.pythons.list), pythons))
		return r->project;
	return NULL;
}
