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

	if (is_chosen(r->groups, group))
		return true;
	if (!defaults)
		return streq(requirement_key(group), "dev");
	return array_has(defaults, group) ||
	       (defaults->type == TOML_STRING && streq(defaults->text, "all"));
}

static void queue_uv_groups(struct reading *r, const struct toml *groups)
{
	for (const struct toml *group = toml_first(groups); group; group = group->next)
		if (group->key && is_uv_group(r, group->key))
			queue_members(r, group, NULL, NULL);
}

/* The directory of PACKAGE, a project that is locked with its sources, from the lock file; or NULL. */
static const char *project_dir(const struct toml *package)
{
	static const char *const sources[] = { "source.editable", "source.virtual",
					       "source.directory" };
	const char *dir = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(sources) && !dir; i++)
		dir = toml_string_at(package, sources[i]);
	return dir;
}

/* PACKAGE is the project in the directory of the lock file; or the workspace's member that counts. */
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
	bool has_project = false;

	if (!reading_knows(r, version ? version->text : NULL, 1, 1))
		return;
	nodes_read(r, toml_at(root, "package"));
	for (size_t i = 0; i < r->node_count; i++)
		has_project = has_project || is_uv_project(r, r->nodes[i].package);
	/* In a workspace without a project all members are installed. */
	for (size_t i = 0; i < r->node_count; i++) {
		const struct toml *package = r->nodes[i].package;
		struct declared req = declared_at(r, package, r->nodes[i].key);

		if (has_project ? !is_uv_project(r, package) :
				  !array_has(members, req.requirement.key))
			continue;
		note_names(r->extras, toml_at(package, "optional-dependencies"));
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

	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_uv_group);
	if (is_uv_group(r, "dev"))
		queue_members(r, toml_at(root, "tool.uv.dev-dependencies"), NULL, NULL);
}

/* ---- a lock file that is older than a project ------------------------------------- */

/* Add the requirements of other packages than NAME in ARRAY, which may be NULL, to L. */
static void list_texts(struct reading *r, const struct toml *array, const char *name,
		       struct declared_list *l)
{
	for (const struct toml *e = toml_first(array); e; e = e->next) {
		struct declared req = declared_at(r, e, NULL);

		if (e->type == TOML_STRING && !requirement_parse(e->text, &req.requirement) &&
		    !streq(req.requirement.key, name))
			declared_add(l, &req);
	}
}

/* list_texts() for ARRAY of the lock file. With a source of its own, a package has no version there. */
static void list_locked(struct reading *r, const struct toml *array, const char *name,
			struct declared_list *l)
{
	static const char *const sources[] = { "git",      "url",     "path",
					       "editable", "virtual", "directory" };

	for (const struct toml *e = toml_first(array); e; e = e->next) {
		struct declared req = declared_at(r, e, toml_string_at(e, "name"));
		const char *specifiers = toml_string_at(e, "specifier");

		req.requirement.specifiers = specifiers ? specifiers : "";
		for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
			if (toml_at(e, sources[i]))
				req.requirement.url = sources[i];
		if (!streq(req.requirement.key, name))
			declared_add(l, &req);
	}
}

/* Each requirement of L is in OTHER. Markers, which uv rewrites, do not count. */
static bool has_all(const struct declared_list *other, const struct declared_list *l)
{
	for (size_t i = 0, j; i < l->count; i++) {
		const struct requirement *wanted = &l->list[i].requirement, *found;

		for (j = 0; j < other->count; j++) {
			found = &other->list[j].requirement;
			if (streq(found->key, wanted->key) &&
			    (found->url || wanted->url ||
			     pep440_same_specifiers(found->specifiers, wanted->specifiers)))
				break;
		}
		if (j == other->count)
			return false;
	}
	return true;
}

/* The requirements in [project] of ROOT, extras included, are others than the lock file's, in LOCKED. */
static bool project_changed(struct reading *r, const struct toml *root, const struct toml *locked,
			    const char *name)
{
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	const struct toml *dynamic = toml_at(root, "project.dynamic");
	struct declared_list now = { 0 }, then = { 0 };

	if (array_has(dynamic, "dependencies") || array_has(dynamic, "optional-dependencies"))
		return false;
	list_texts(r, toml_at(root, "project.dependencies"), name, &now);
	for (const struct toml *extra = toml_first(optional); extra; extra = extra->next)
		list_texts(r, extra, name, &now);
	list_locked(r, locked, name, &then);
	return !has_all(&now, &then) || !has_all(&then, &now);
}

/* The requirements in the group NAME of ROOT are others than in LOCKED, which may be NULL. */
static bool group_changed(struct reading *r, const struct toml *root, const struct toml *locked,
			  const char *name)
{
	const struct toml *groups = toml_at(root, "dependency-groups");
	struct declared_list now = { 0 }, then = { 0 };
	struct strings names = { 0 };

	strings_add(&names, name);
	add_included(groups, &names);
	for (size_t i = 0; i < names.count; i++) {
		list_texts(r, member_named(groups, names.list[i]), "", &now);
		if (streq(names.list[i], "dev"))
			list_texts(r, toml_at(root, "tool.uv.dev-dependencies"), "", &now);
	}
	list_locked(r, locked, "", &then);
	return !has_all(&now, &then) || !has_all(&then, &now);
}

static bool groups_changed(struct reading *r, const struct toml *root, const struct toml *locked)
{
	const struct toml *groups = toml_at(root, "dependency-groups");
	bool changed = group_changed(r, root, member_named(locked, "dev"), "dev");

	for (const struct toml *g = toml_first(groups); g && !changed; g = g->next)
		changed = g->key && group_changed(r, root, member_named(locked, g->key),
						  requirement_key(g->key));
	for (const struct toml *g = toml_first(locked); g && !changed; g = g->next)
		changed = g->key && group_changed(r, root, g, requirement_key(g->key));
	return changed;
}

/* The project with the table ROOT is another one than when PACKAGE of the lock file was written. */
static bool package_changed(struct reading *r, const struct toml *root, const struct toml *package)
{
	const char *name = toml_string_at(package, "name"),
		   *locked = toml_string_at(package, "version"),
		   *version = toml_string_at(root, "project.version");
	const struct toml *metadata = toml_at(package, "metadata");

	if (locked && version && pep440_compare(locked, version))
		return true;
	/* The first lock files of uv had no such table. */
	if (!name || (!metadata && toml_at(package, "dependencies")))
		return false;
	return project_changed(r, root, toml_at(metadata, "requires-dist"),
			       requirement_key(name)) ||
	       groups_changed(r, root, toml_at(metadata, "requires-dev"));
}

const struct document *changed_since_uv_lock(struct reading *r)
{
	const struct toml *lock = r->document->root;
	const struct toml *package = toml_first(toml_at(lock, "package"));
	const char *top = path_parent(r->path);

	for (; package && !r->c->fault; package = package->next) {
		const char *dir = project_dir(package);
		const char *path =
			path_clean(path_join(top, path_join(dir ? dir : "", "pyproject.toml")));
		const struct document *project;
		struct file_info info;

		/* A tree elsewhere may be on any file system. */
		if (!dir || !path_under(path, top) || file_stat(path, &info))
			continue;
		project = reading_open(r, path, true);
		if (project && package_changed(r, project->root, package))
			return project;
	}
	/* The root of a workspace may be no project, and have groups all the same. */
	if (r->project && !r->c->member && !toml_at(r->project->root, "project") &&
	    groups_changed(r, r->project->root, toml_at(lock, "manifest.dependency-groups")))
		return r->project;
	return NULL;
}
