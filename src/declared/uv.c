/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uv.lock: the packages that `uv sync` installs. The file is a graph of packages for all platforms,
 * and the project is one of them:
 *
 *   version = 1
 *   [[package]]
 *   name = "p"
 *   source = { virtual = "." }
 *   dependencies = [{ name = "flask" }]
 *   [package.dev-dependencies]
 *   dev = [{ name = "pytest" }]
 *
 * In a workspace each member is a package like that, with its directory as the source.
 */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "declared/install.h"
#include "declared/reading.h"
#include "finders/tool_settings.h"
#include "formats/pep440.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "print/paste.h"

/* ---- groups ----------------------------------------------------------------------- */

/* GROUP was chosen, or is installed by default: tool.uv.default-groups, else "dev". */
static bool is_uv_group(const struct reading *r, const char *group)
{
	const struct toml *defaults = toml_at(r->started_root, "tool.uv.default-groups");

	if (is_chosen(r->groups, group))
		return true;
	if (!defaults)
		return streq(requirement_key(group), "dev");
	return array_has(r, defaults, group) ||
	       (defaults->type == TOML_STRING && streq(defaults->text, "all"));
}

/* A variable of VARIABLES, with which uv leaves out packages, as a reason; NULL: none is set. */
static const char *left_out(const char *const *variables)
{
	while (*variables && !settings_on(getenv(*variables)))
		variables++;
	return *variables ? formatted("%s may leave it out", *variables) : NULL;
}

static bool uv_is_frozen(void)
{
	return settings_on(getenv("UV_FROZEN"));
}

/* Note why packages are unsure. */
static void note_variables(struct reading *r)
{
	static const char *const of_groups[] = { "UV_NO_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_GROUP",
						 NULL };
	static const char *const of_local[] = { "UV_NO_INSTALL_PROJECT", "UV_NO_INSTALL_WORKSPACE",
						"UV_NO_INSTALL_LOCAL", NULL };
	static const char *const of_all[] = { "UV_ONLY_INSTALL_PROJECT",
					      "UV_ONLY_INSTALL_WORKSPACE", "UV_ONLY_INSTALL_LOCAL",
					      NULL };

	r->unsure = left_out(of_all);
	r->groups_unsure = left_out(of_groups);
	r->local_unsure = left_out(of_local);
}

/* ---- a project without a lock file ------------------------------------------------ */

/* Note the packages whose requirements UV, the table of uv's settings, replaces. */
static void note_settings(struct reading *r, const struct toml *uv)
{
	static const char *const lists[] = { "override-dependencies", "exclude-dependencies",
					     "dependency-metadata" };
	struct requirement requirement;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const struct toml *e = toml_first(toml_at(uv, lists[i])); e; e = e->next) {
			const char *text =
				e->type == TOML_STRING ? e->text : toml_string_at(e, "name");

			if (text && !requirement_parse(text, &requirement))
				set_add(&r->replaced, requirement.key);
		}
	/*
	 * A version that a source has counts, whatever version is required. Of a directory uv may
	 * install the requirements alone.
	 */
	for (const struct toml *s = table_first(toml_at(uv, "sources")); s; s = s->next)
		if (dists_find(r->c->dists, s->key) || s->type == TOML_ARRAY ||
		    toml_at(s, "path") || toml_at(s, "workspace"))
			set_add(&r->replaced, requirement_key(s->key));
}

static void queue_uv(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *dev = toml_at(root, "tool.uv.dev-dependencies");

	/* The root of a workspace need not be a project. */
	if (!toml_at(root, "project") && !r->lock)
		declared_fault(r->c, "'%s' has no [project], and no lock file beside it",
			       shown(r->document->name));
	note_variables(r);
	note_settings(r, toml_at(root, "tool.uv"));
	/* The settings of a workspace count for its members. */
	note_settings(r, toml_at(manifest_pyproject(r->c->project.root, NULL), "tool.uv"));
	note_settings(r, toml_read_project_file(path_join(r->c->project.root, "uv.toml"), NULL));
	queue_project(r, &r->extras->names);
	queue_groups(r, toml_at(root, "dependency-groups"), is_uv_group);
	if (dev)
		note_name(r, r->groups, "dev");
	if (dev && is_uv_group(r, "dev"))
		queue_members(r, dev, NULL, r->groups_unsure);
}

/* ---- the lock file ---------------------------------------------------------------- */

/*
 * The directory of PACKAGE, relative to the file, if it is a project that is locked with its
 * sources; else NULL.
 */
static const char *uv_project_dir(const struct toml *package)
{
	static const char *const sources[] = { "source.editable", "source.virtual",
					       "source.directory" };
	const char *dir = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(sources) && !dir; i++)
		dir = toml_string_at(package, sources[i]);
	return dir;
}

/* PACKAGE is the project in its directory, or the member that counts. */
static bool is_uv_project(const struct reading *r, const struct toml *package)
{
	const char *dir = uv_project_dir(package), *member = project_member(&r->c->project);

	return dir && !toml_at(package, "source.directory") && streq(dir, member ? member : ".");
}

/* The requirements of the project's file, which uv compares with those of the lock file. */
static struct declared_list asked_by_project(struct reading *r)
{
	struct declared_list queue[] = { r->queue[CERTAIN], r->queue[UNSURE] }, asked;
	struct set replaced = r->replaced;

	r->queue[CERTAIN] = r->queue[UNSURE] = (struct declared_list){ 0 };
	r->replaced = (struct set){ 0 };
	queue_locked_project(r, queue_uv);
	asked = r->queue[CERTAIN];
	for (size_t i = 0; i < r->queue[UNSURE].count; i++)
		declared_add(r, &asked, &r->queue[UNSURE].list[i]);
	r->queue[CERTAIN] = queue[CERTAIN];
	r->queue[UNSURE] = queue[UNSURE];
	r->replaced = replaced;
	return asked;
}

/*
 * REQ asks for MEMBER of a list in the lock file, with all of its extras. An unsure REQ may be left
 * out, but for a member that may be left out for the same reason, UNSURE unless NULL.
 */
static bool asks_for(const struct reading *r, const struct declared *req,
		     const struct requirement *member, const char *unsure)
{
	if (!streq(req->requirement.key, member->key) || !nodes_satisfy(r, req))
		return false;
	if (req->unsure && !streq(req->unsure, SETTINGS_REPLACE) &&
	    !(unsure && streq(req->unsure, unsure)))
		return false;
	for (size_t i = 0; i < member->extras.count; i++)
		if (!strings_contain(&req->requirement.extras, member->extras.list[i]))
			return false;
	return true;
}

/*
 * Note those of LIST, in the lock file, that ASKED does not have, or with another version. UNSURE:
 * why LIST may be left out; NULL: it is not.
 */
static void note_stale(struct reading *r, const struct toml *list,
		       const struct declared_list *asked, const char *unsure)
{
	for (const struct toml *m = toml_first(list); m; m = m->next) {
		const char *name = toml_string_at(m, "name"), *marker = toml_string_at(m, "marker");
		struct requirement member = { .key = requirement_key(name ? name : "") };
		bool is_asked = false;

		if (!marker_judge_series(marker, &r->env, ""))
			continue;
		read_extras(m, &member);
		for (size_t i = 0; i < asked->count && !is_asked && reading_goes_on(r, 1); i++)
			is_asked = asks_for(r, &asked->list[i], &member, unsure);
		if (!is_asked)
			set_add(&r->stale, member.key);
	}
}

/*
 * Note what uv would lock anew, as the project's file is newer than the project NODE of the lock
 * file: packages that the file no longer asks for, or in another version.
 */
static void compare_project(struct reading *r, const struct node *node)
{
	const struct toml *optional = toml_at(node->package, "optional-dependencies");
	const struct toml *groups = toml_at(node->package, "dev-dependencies");
	struct declared_list asked;

	if (!r->project || uv_is_frozen() || toml_at(r->project_root, "project.dynamic"))
		return;
	asked = asked_by_project(r);
	note_stale(r, toml_at(node->package, "dependencies"), &asked, NULL);
	for (size_t i = 0; i < r->extras->names.count; i++)
		note_stale(r, member_named(r, optional, r->extras->names.list[i]), &asked, NULL);
	for (const struct toml *group = table_first(groups); group; group = group->next)
		if (is_uv_group(r, group->key))
			note_stale(r, group, &asked, r->groups_unsure);
}

/* compare_project() of NODE, the project; or of a member with the file that it has itself. */
static void compare_asked(struct reading *r, const struct node *node, bool is_project)
{
	const struct document *project = r->project, *own;
	const char *path = path_join(path_parent(r->path), uv_project_dir(node->package));

	path = path_join(path_clean(path), "pyproject.toml");
	if (!is_project && file_exists(path) > 0 && (own = reading_open(r, path, true))) {
		LIST_ADD(&r->members, own);
		reading_set_project(r, own);
	}
	if (is_project || r->project != project)
		compare_project(r, node);
	reading_set_project(r, project);
}

/* Queue the project NODE with the chosen extras, and its groups. */
static void queue_locked(struct reading *r, const struct node *node)
{
	struct declared req = declared_at(r, node->package, node->key);

	note_names(r, r->extras, toml_at(node->package, "optional-dependencies"));
	req.requirement.extras = r->extras->names;
	declare_queued(r, req);
	queue_groups(r, toml_at(node->package, "dev-dependencies"), is_uv_group);
}

static void read_uv_lock(struct reading *r)
{
	const struct toml *root = r->document->root, *version = toml_at(root, "version");
	const struct toml *member = toml_first(toml_at(root, "manifest.members"));
	struct set members = { 0 };
	bool is_locked = false;

	if (!reading_knows(r, version ? version->text : NULL, 1, 1))
		return;
	r->is_exact = true;
	note_variables(r);
	nodes_of_packages(r, toml_at(root, "package"));
	for (size_t i = 0; i < r->node_count; i++)
		is_locked = is_locked || is_uv_project(r, r->nodes[i].package);
	for (; member; member = member->next)
		if (member->type == TOML_STRING)
			set_add(&members, requirement_key(member->text));
	/* A member may be newer than the lock file. */
	if (project_member(&r->c->project) && !is_locked)
		return;
	note_names(r, r->extras, toml_at(r->project_root, "project.optional-dependencies"));
	note_names(r, r->groups, toml_at(r->project_root, "dependency-groups"));
	for (size_t i = 0; i < r->node_count; i++) {
		const struct node *node = &r->nodes[i];
		bool is_project = is_uv_project(r, node->package);

		/* In a workspace without a project uv installs all members. */
		if (is_locked ? !is_project : !set_has(&members, node->key))
			continue;
		if (uv_project_dir(node->package))
			compare_asked(r, node, is_project);
		queue_locked(r, node);
	}
	/* A member has groups of its own, and not those of the workspace. */
	if (!project_member(&r->c->project))
		queue_groups(r, toml_at(root, "manifest.dependency-groups"), is_uv_group);
}

/* ---- the tool --------------------------------------------------------------------- */

static bool uv_installs_own(const struct reading *r, const struct manifest *manifest,
			    const char **unsure)
{
	const struct toml *root = r->project_root;

	*unsure = r->local_unsure;
	return (toml_at(root, "build-system") || toml_true_at(root, "tool.uv.package")) &&
	       !(manifest->is_lock && uv_is_frozen());
}

static const char workspace[] = "tool.uv.workspace";

/*
 * The members of a workspace share its environment, and `uv sync` in one removes what only others
 * need: nothing is removed there.
 */
static void uv_put_chosen(const struct install *in, struct strings *words)
{
	put_chosen(in, words);
	if (toml_at(manifest_pyproject(in->project.root, NULL), workspace))
		strings_add(words, "--inexact");
}

static const struct away away[] = {
	{ "UV_PROJECT", "", false },
	{ "UV_WORKING_DIR", "", false },
	{ "UV_WORKING_DIRECTORY", "", false },
	{ 0 },
};

/* It takes the path in UV_PROJECT_ENVIRONMENT, else .venv, and never the active environment. */
static struct reason uv_elsewhere(const struct install *in)
{
	const char *variable = "UV_PROJECT_ENVIRONMENT", *set = tool_variable(variable);
	const char *root = in->project.root,
		   *own = path_clean(path_join(root, set ? set : ".venv"));
	const char *real = real_path_of(own).path;

	if (!in->venv || streq(real ? real : own, in->venv->path))
		return (struct reason){ 0 };
	if (set)
		return install_by_variable(in, variable);
	return (struct reason){
		formatted("uv installs into '%s', not into %s", shown(own), install_place(in)),
		formatted("env %s=%s %s", variable, paste_word(path_relative(in->venv->path, root)),
			  up_line(in->ctx, in->project.dir)),
		"installs there",
	};
}

static const char *const reads[] = { "uv.toml", ".python-version", NULL };

static const struct tool tool_uv = {
	.name = "uv",
	.reads = reads,
	.reads_above = true,
	.python_option = "-p",
	.python_variable = "UV_PYTHON",
	.python_pin = "uv python pin",
	.workspace = workspace,
	.put_chosen = uv_put_chosen,
	.package = "tool.uv.package",
	.is_frozen = uv_is_frozen,
	.installs_own = uv_installs_own,
	.away = away,
	.elsewhere = uv_elsewhere,
};

const struct manifest manifest_uv_lock = {
	.file = &file_uv_lock,
	.tool = &tool_uv,
	.command = "uv sync",
	.extra = "--extra",
	.group = "--group",
	.question = "uv lock --check",
	.is_lock = true,
	.read = read_uv_lock,
	.queue = queue_uv,
};

const struct manifest manifest_uv = {
	.file = &file_uv,
	.tool = &tool_uv,
	.command = "uv sync",
	.extra = "--extra",
	.group = "--group",
	.read = queue_uv,
};
