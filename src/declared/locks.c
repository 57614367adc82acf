/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lock files: whether one is older than the project's file; and pdm.lock and pylock.toml, lists of packages
 * that name the groups and the marker with which they are wanted. Some of pdm do not: the requirements of
 * pyproject.toml are followed.
 */
#include "declared/reading.h"
#include "formats/pep440.h"

/* ---- a lock file that is older ----------------------------------------------------- */

/* The settings of a tool in ROOT may mean another package or version than REQ: only a lock file tells. */
static bool is_replaced(const struct toml *root, const struct declared *req)
{
	static const char *const paths[] = {
		"tool.uv.sources",
		"tool.uv.override-dependencies",
		"tool.uv.exclude-dependencies",
		"tool.pdm.resolution.overrides",
		"tool.pdm.resolution.excludes",
	};
	const char *key = req->requirement.key;

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		if (array_has(toml_at(root, paths[i]), key) ||
		    member_named(toml_at(root, paths[i]), key))
			return true;
	/* Beside dependencies of [project], poetry's table has the sources of these. */
	return toml_at(root, "project.dependencies") &&
	       member_named(toml_at(root, "tool.poetry.dependencies"), key);
}

/* The lock file of R has a package that satisfies REQ, a requirement of the project. */
static bool is_locked(const struct reading *r, const struct declared *req)
{
	for (size_t i = 0; i < r->wanted.count; i++) {
		const struct requirement *locked = &r->wanted.list[i].requirement;
		const char *version = locked->specifiers + strspn(locked->specifiers, "=");

		if (streq(locked->key, req->requirement.key) &&
		    (!*version || pep440_matches(version, req->requirement.specifiers)))
			return true;
	}
	return false;
}

void compare_changed(struct reading *r, const struct reader *reader)
{
	const struct document *changed = reader->changed ? reader->changed(r) : NULL;
	struct reading own = *r;
	struct declared_list *list = &own.queue[CERTAIN];

	if (!r->is_lock || !reader->queue)
		return;
	own.document = r->project;
	own.is_lock = false;
	memset(own.queue, 0, sizeof(own.queue));
	reader->queue(&own);
	/* A lock file has nothing for a Python that the project excludes. */
	for (size_t i = 0; i < list->count && !reader->changed && !changed && !r->c->python; i++)
		if (!is_locked(r, &list->list[i]) && !is_replaced(r->project->root, &list->list[i]))
			changed = r->project;
	if (!changed)
		return;
	r->c->changed = changed->name;
	for (size_t i = 0; i < list->count; i++) {
		struct declared *req = &list->list[i];

		req->installed = dists_find(r->c->dists, req->requirement.key);
		if (!req->requirement.url && !is_satisfied(req->installed, req) &&
		    !is_replaced(r->project->root, req))
			declared_add(&r->c->differences, req);
	}
}

/*
 * ---- pdm.lock of format 4: `pdm sync` installs the groups that are locked; if groups are named, these,
 * the group "default" and those for development, which all have to be locked
 */

/* GROUP may also be the name of an extra. */
static bool is_pdm_group(struct reading *r, const char *group)
{
	const struct toml *root = r->project ? r->project->root : NULL, *locked = r->locked_groups;
	bool is_group, is_extra;

	if (locked && !array_has(locked, group))
		return false;
	is_group = is_chosen(r->groups, group);
	is_extra = is_chosen(r->extras, group);
	if (locked && !r->groups->names.count && !r->extras->names.count)
		return true;
	return is_group || is_extra || streq(requirement_key(group), "default") ||
	       member_named(toml_at(root, "dependency-groups"), group) ||
	       member_named(toml_at(root, "tool.pdm.dev-dependencies"), group);
}

void queue_pdm(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	struct strings extras = { 0 };

	for (const struct toml *extra = toml_first(optional); extra; extra = extra->next)
		if (extra->key && is_pdm_group(r, extra->key))
			strings_add(&extras, requirement_key(extra->key));
	queue_project(r, &extras);
	queue_groups(r, toml_at(root, "dependency-groups"), is_pdm_group);
	queue_groups(r, toml_at(root, "tool.pdm.dev-dependencies"), is_pdm_group);
}

/* Note the groups of TABLE, for development, that are not in LOCKED. */
static void note_unlocked(struct comparison *c, const struct toml *table, const struct toml *locked)
{
	for (const struct toml *group = toml_first(table); group && locked; group = group->next)
		if (requirement_name_valid(group->key) && !array_has(locked, group->key))
			strings_add(&c->unlocked, group->key);
}

void read_pdm_lock(struct reading *r)
{
	const struct toml *root = r->project ? r->project->root : NULL;
	const struct toml *groups = toml_at(root, "dependency-groups");
	const struct toml *own = toml_at(root, "tool.pdm.dev-dependencies");
	const struct document *lock = r->document;

	if (!reading_knows(r, toml_string_at(lock->root, "metadata.lock_version"), 4, 4))
		return;
	nodes_read(r, toml_at(lock->root, "package"));
	r->locked_groups = toml_at(lock->root, "metadata.groups");
	for (const struct toml *g = toml_first(r->locked_groups); g; g = g->next)
		if (g->type == TOML_STRING)
			(void)is_pdm_group(r, g->text);
	note_unlocked(r->c, groups, r->locked_groups);
	note_unlocked(r->c, own, r->locked_groups);
	if (array_has(toml_at(lock->root, "metadata.strategy"), "inherit_metadata"))
		nodes_want(r, is_pdm_group);
	else
		follow_project(r, queue_pdm);
}

/* ---- pylock.toml (PEP 751): markers over platform, extras and groups --------------- */

/* The value of a marker's variable, ",a,b,": the chosen names of the array ALL, and all of DEFAULTS. */
static const char *marker_names(struct chosen *chosen, const struct toml *all,
				const struct toml *defaults)
{
	struct buf names = BUF_INIT;

	buf_puts(&names, ",");
	for (const struct toml *name = toml_first(all); name; name = name->next)
		if (name->type == TOML_STRING && is_chosen(chosen, name->text))
			buf_putl(&names, requirement_key(name->text), ",");
	for (const struct toml *name = toml_first(defaults); name; name = name->next)
		if (name->type == TOML_STRING)
			buf_putl(&names, requirement_key(name->text), ",");
	return names.data;
}

void read_pylock(struct reading *r)
{
	const struct toml *root = r->document->root;

	if (!reading_knows(r, toml_string_at(root, "lock-version"), 1, 1))
		return;
	r->env.extras = marker_names(r->extras, toml_at(root, "extras"), NULL);
	r->env.dependency_groups = marker_names(r->groups, toml_at(root, "dependency-groups"),
						toml_at(root, "default-groups"));
	nodes_read(r, toml_at(root, "packages"));
	nodes_want(r, NULL);
}
