/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uv.lock: a graph of packages for all platforms. `uv sync` installs what the project requires
 * here, and the groups of tool.uv.default-groups, else "dev". In a member of a workspace only the
 * member's own groups count.
 */
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"

static bool is_uv_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *defaults = toml_at(root, "tool.uv.default-groups");

	if (is_chosen(r, r->groups, group))
		return true;
	if (!defaults)
		return streq(requirement_key(group), "dev");
	return array_has(r, defaults, group) ||
	       (defaults->type == TOML_STRING && streq(defaults->text, "all"));
}

static void queue_uv_groups(struct reading *r, const struct toml *groups)
{
	for (const struct toml *group = toml_first(groups); group; group = group->next)
		if (group->key && is_uv_group(r, group->key))
			queue_members(r, group, NULL, NULL);
}

/*
 * The directory of PACKAGE, a project that is locked with its sources, from the lock file; or NULL.
 */
static const char *project_dir(const struct toml *package)
{
	static const char *const sources[] = { "source.editable", "source.virtual",
					       "source.directory" };
	const char *dir = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(sources) && !dir; i++)
		dir = toml_string_at(package, sources[i]);
	return dir;
}

/*
 * PACKAGE is the project in the directory of the lock file; or the workspace's member that counts.
 */
static bool is_uv_project(const struct reading *r, const struct toml *package)
{
	const char *dir = project_dir(package);

	return dir && !toml_at(package, "source.directory") &&
	       streq(dir, r->c->member ? r->c->member : ".");
}

void read_uv_lock(struct reading *r)
{
	const struct toml *root = r->document->root, *version = toml_at(root, "version");
	const struct toml *members = toml_at(root, "manifest.members");
	const struct toml *project = r->project ? r->project->root : NULL;
	bool is_locked = false;

	if (!reading_knows(r, version ? version->text : NULL, 1, 1))
		return;
	nodes_read(r, toml_at(root, "package"));
	for (size_t i = 0; i < r->node_count; i++)
		is_locked = is_locked || is_uv_project(r, r->nodes[i].package);
	/* A member may be newer than the lock file. */
	if (r->c->member && !is_locked)
		return;
	note_names(r, r->extras, toml_at(project, "project.optional-dependencies"));
	note_names(r, r->groups, toml_at(project, "dependency-groups"));
	/* In a workspace without a project all members are installed. */
	for (size_t i = 0; i < r->node_count; i++) {
		const struct toml *package = r->nodes[i].package;
		struct declared req = declared_at(r, package, r->nodes[i].key);

		if (is_locked ? !is_uv_project(r, package) :
				!array_has(r, members, req.requirement.key))
			continue;
		note_names(r, r->extras, toml_at(package, "optional-dependencies"));
		req.requirement.extras = r->extras->names;
		declare_queued(r, req);
		queue_uv_groups(r, toml_at(package, "dev-dependencies"));
	}
	if (!r->c->member)
		queue_uv_groups(r, toml_at(root, "manifest.dependency-groups"));
	queue_follow(r);
}

void queue_uv(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *dev = toml_at(root, "tool.uv.dev-dependencies");

	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_uv_group);
	if (dev && is_uv_group(r, "dev"))
		queue_members(r, dev, NULL, NULL);
}

/* ---- a lock file that is older than a project ------------------------------------- */

/*
 * Add to L the requirements in ARRAY whose marker holds here with one of EXTRAS, as text or as
 * uv.lock has them, where a package with a source of its own has no version. Without those of the
 * package NAME itself.
 */
static void list_requirements(const struct reading *r, const struct toml *array,
			      const struct strings *extras, const char *name,
			      struct declared_list *l)
{
	static const char *const sources[] = { "git",      "url",     "path",
					       "editable", "virtual", "directory" };

	for (const struct toml *e = toml_first(array); e; e = e->next) {
		const char *specifiers = toml_string_at(e, "specifier");
		struct declared req = declared_at(r, e, toml_string_at(e, "name"));
		struct requirement *requirement = &req.requirement;

		if (e->type == TOML_STRING && requirement_parse(e->text, requirement))
			continue;
		requirement->specifiers = specifiers ? specifiers : requirement->specifiers;
		if (e->type == TOML_TABLE) {
			requirement->marker = toml_string_at(e, "marker");
			read_extras(e, requirement);
		}
		for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
			if (toml_at(e, sources[i]))
				requirement->url = sources[i];
		/* { include-group = "dev" } has no name. */
		if (*requirement->key && !streq(requirement->key, name))
			declare_in(l, r, req, extras);
	}
}

/* list_requirements() of each array in TABLE, groups, which may be NULL */
static void list_groups(const struct reading *r, const struct toml *table, struct declared_list *l)
{
	for (const struct toml *group = toml_first(table); group; group = group->next)
		list_requirements(r, group, NULL, "", l);
}

/* A and B are of one name. */
static bool is_same_requirement(const struct reading *r, const struct requirement *a,
				const struct requirement *b)
{
	if (!reading_goes_on(r, strlen(a->specifiers) + strlen(b->specifiers) +
					a->extras.count * b->extras.count))
		return false;
	return requirement_same_extras(a, b) &&
	       (a->url || b->url || pep440_same_specifiers(a->specifiers, b->specifiers));
}

static bool has_requirement(const struct reading *r, const struct declared_list *l,
			    const struct requirement *wanted)
{
	for (size_t i = 0; i < l->count && reading_goes_on(r, 1); i++)
		if (streq(l->list[i].requirement.key, wanted->key) &&
		    is_same_requirement(r, &l->list[i].requirement, wanted))
			return true;
	return false;
}

/* Each requirement of L is in OTHER. */
static bool has_all(const struct reading *r, const struct declared_list *other,
		    const struct declared_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		if (!has_requirement(r, other, &l->list[i].requirement))
			return false;
	return true;
}

/*
 * The project with the table ROOT requires others here than METADATA of the package NAME in the
 * lock file.
 */
static bool requirements_changed(const struct reading *r, const struct toml *root,
				 const struct toml *metadata, const char *name)
{
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	const struct toml *groups = toml_at(root, "dependency-groups");
	const struct toml *locked = toml_at(metadata, "requires-dev");
	struct declared_list now = { 0 }, then = { 0 };
	struct strings extras = { 0 };

	list_requirements(r, toml_at(root, "project.dependencies"), NULL, name, &now);
	for (const struct toml *extra = toml_first(optional); extra; extra = extra->next) {
		strings_add(&extras, requirement_key(extra->key));
		list_requirements(r, extra, NULL, name, &now);
	}
	list_requirements(r, toml_at(metadata, "requires-dist"), &extras, name, &then);
	/* Groups of other Pythons have other markers in the lock file. */
	if (toml_at(root, "tool.uv.dependency-groups"))
		groups = locked = NULL;
	else
		list_requirements(r, toml_at(root, "tool.uv.dev-dependencies"), NULL, "", &now);
	list_groups(r, groups, &now);
	list_groups(r, locked, &then);
	return !has_all(r, &now, &then) || !has_all(r, &then, &now);
}

/* The project with the table ROOT is another one than when PACKAGE of the lock file was written. */
static bool package_changed(const struct reading *r, const struct toml *root,
			    const struct toml *package)
{
	const char *locked = toml_string_at(package, "name"),
		   *name = toml_string_at(root, "project.name"),
		   *locked_version = toml_string_at(package, "version"),
		   *version = toml_string_at(root, "project.version");
	const struct toml *metadata = toml_at(package, "metadata");
	const struct toml *dynamic = toml_at(root, "project.dynamic");

	if (!locked || !name)
		return false;
	if (!streq(requirement_key(locked), requirement_key(name)) ||
	    (locked_version && version && pep440_compare(locked_version, version)))
		return true;
	/* The first lock files of uv had no such table. */
	if ((!metadata && toml_at(package, "dependencies")) ||
	    array_has(r, dynamic, "dependencies") || array_has(r, dynamic, "optional-dependencies"))
		return false;
	return requirements_changed(r, root, metadata, requirement_key(locked));
}

/*
 * The root of a workspace with the table ROOT, no project, has other groups of its own than LOCK.
 */
static bool groups_changed(const struct reading *r, const struct toml *root,
			   const struct toml *lock)
{
	struct declared_list now = { 0 }, then = { 0 };

	list_groups(r, toml_at(root, "dependency-groups"), &now);
	list_groups(r, toml_at(lock, "manifest.dependency-groups"), &then);
	return !has_all(r, &now, &then) || !has_all(r, &then, &now);
}

/*
 * PYTHONS, and the requires-python of the member PROJECT. NULL: unknown, as PROJECT is elsewhere,
 * or has groups for other Pythons.
 */
static const char *with_python(const char *pythons, const struct document *project)
{
	const char *requires;

	if (!pythons || !project || toml_at(project->root, "tool.uv.dependency-groups"))
		return NULL;
	requires = toml_string_at(project->root, "project.requires-python");
	return requires ? joined(pythons, ",", requires) : pythons;
}

/* PACKAGE is one of MEMBERS of a workspace, which a tree for editing need not be. */
static bool is_member(const struct reading *r, const struct toml *members,
		      const struct toml *package)
{
	const char *dir = project_dir(package), *name = toml_string_at(package, "name");

	return dir && (streq(dir, ".") || (name && array_has(r, members, name)));
}

const struct document *changed_since_uv_lock(struct reading *r)
{
	const struct toml *lock = r->document->root;
	const struct toml *members = toml_at(lock, "manifest.members");
	const char *top = path_parent(r->path), *path;
	const char *locked = toml_string_at(lock, "requires-python"), *pythons = "";
	bool is_locked = !r->c->member;
	struct strings seen = { 0 };
	struct file_info info;

	if (!r->c->member && !toml_at(r->project->root, "project") &&
	    groups_changed(r, r->project->root, lock))
		return r->project;
	for (const struct toml *package = toml_first(toml_at(lock, "package"));
	     package && !r->c->fault; package = package->next) {
		const char *dir = project_dir(package);
		const struct document *project = NULL;

		if (!dir)
			continue;
		is_locked = is_locked || is_uv_project(r, package);
		path = path_clean(path_join(top, path_join(dir, "pyproject.toml")));
		if (strings_contain(&seen, path))
			continue;
		/* A tree elsewhere may be on any file system. */
		if (path_under(path, top) && !file_stat(path, &info)) {
			strings_add(&seen, path);
			project = reading_open(r, path, true);
		}
		if (project && package_changed(r, project->root, package))
			return project;
		if (is_member(r, members, package))
			pythons = with_python(pythons, project);
	}
	if (is_set(pythons) && locked && !pep440_same_bounds(pythons, locked))
		return r->project;
	return is_locked ? NULL : r->project;
}
