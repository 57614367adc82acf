/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdm.lock of format 4: `pdm sync` installs the groups that are locked; if groups are named, these
 * and the group "default", and if none of them is for development, all that are.
 */
#include <stdlib.h>

#include "core/path.h"
#include "core/settings.h"
#include "declared/install.h"
#include "declared/reading.h"
#include "finders/tool_settings.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "print/paste.h"

/* GROUP is one for development. */
static bool is_for_developers(const struct reading *r, const char *group)
{
	return member_named(r, toml_at(r->project_root, "dependency-groups"), group) ||
	       member_named(r, toml_at(r->project_root, "tool.pdm.dev-dependencies"), group);
}

/* One of NAMES is a group for development. */
static bool has_developers(const struct reading *r, const struct strings *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (is_for_developers(r, names->list[i]))
			return true;
	return false;
}

/* GROUP, a group or an extra, is locked and wanted. */
static bool is_pdm_group(const struct reading *r, const char *group)
{
	const struct toml *locked = r->locked_groups;

	if (locked && !array_has(r, locked, group))
		return false;
	if (locked && !r->groups->names.count && !r->extras->names.count)
		return true;
	if (is_chosen(r->groups, group) || is_chosen(r->extras, group) ||
	    streq(requirement_key(group), "default"))
		return true;
	return is_for_developers(r, group) && !has_developers(r, &r->groups->names) &&
	       !has_developers(r, &r->extras->names);
}

/* pdm adds the words of tool.pdm.options to its commands: "--prod" is for fewer groups. */
static void note_options(struct reading *r)
{
	const struct toml *options = toml_at(r->project_root, "tool.pdm.options");

	if (toml_at(options, "sync") || toml_at(options, "install"))
		r->groups_unsure = "tool.pdm.options may leave it out";
}

static void queue_pdm(struct reading *r)
{
	const struct toml *root = r->document->root;
	const struct toml *optional = toml_at(root, "project.optional-dependencies");
	struct strings extras = { 0 };

	note_options(r);
	add_replaced(r, toml_at(root, "tool.pdm.resolution.overrides"));
	add_replaced(r, toml_at(root, "tool.pdm.resolution.excludes"));
	for (const struct toml *extra = table_first(optional); extra; extra = extra->next) {
		note_group(r, extra->key);
		if (is_pdm_group(r, extra->key) && !r->groups_unsure)
			strings_add(&extras, requirement_key(extra->key));
	}
	queue_project(r, &extras);
	queue_groups(r, toml_at(root, "dependency-groups"), is_pdm_group);
	queue_groups(r, toml_at(root, "tool.pdm.dev-dependencies"), is_pdm_group);
}

static void read_pdm_lock(struct reading *r)
{
	const struct document *lock = r->document;

	if (!reading_knows(r, toml_string_at(lock->root, "metadata.lock_version"), 4, 4))
		return;
	nodes_of_packages(r, toml_at(lock->root, "package"));
	note_options(r);
	r->locked_groups = toml_at(lock->root, "metadata.groups");
	/* An extra is a group, too. */
	for (const struct toml *g = toml_first(r->locked_groups); g; g = g->next)
		if (g->type == TOML_STRING) {
			note_name(r, r->groups, g->text);
			note_name(r, r->extras, g->text);
		}
	note_names(r, r->extras, toml_at(r->project_root, "project.optional-dependencies"));
	if (array_has(r, toml_at(lock->root, "metadata.strategy"), "inherit_metadata"))
		want_nodes(r, is_pdm_group);
	else
		queue_locked_project(r, queue_pdm);
}

/* ---- the tool --------------------------------------------------------------------- */

static bool pdm_is_frozen(void)
{
	return is_set(getenv("PDM_FROZEN_LOCKFILE"));
}

/* `pdm sync` installs the project, unless the user or the project says that it is no package. */
static bool pdm_installs_own(const struct reading *r, const struct manifest *manifest,
			     const char **unsure)
{
	const char *type = toml_string_at(r->project_root, "tool.pdm.package-type");

	*unsure = r->groups_unsure;
	return (!type || streq(type, "library")) && !is_set(getenv("PDM_NO_SELF")) &&
	       (!r->locked_groups || array_has(r, r->locked_groups, "default"));
}

static const struct away away[] = {
	{ "PDM_PROJECT", "", false },
	{ "PDM_USE_VENV", NULL, false },
	{ 0 },
};

/* The Python that pdm has saved for the project in ROOT, or that PDM_PYTHON names; or NULL. */
static const char *saved_python(const char *root)
{
	const char *saved = tool_variable("PDM_PYTHON");
	struct text text;

	if (!saved && !file_slurp(path_join(root, ".pdm-python"), FILE_MAX, &text)) {
		text.data[strcspn(text.data, "\r\n")] = '\0';
		saved = text.data;
	}
	saved = is_set(saved) ? path_clean(path_join(root, saved)) : NULL;
	return saved && file_is_program(saved) ? saved : NULL;
}

/* A new environment of the project in ROOT is .venv, and not in pdm's store. */
static bool is_made_in_project(const char *root)
{
	const char *value = tool_variable("PDM_VENV_IN_PROJECT"), *key = "venv.in_project";
	const char *own = tool_variable("PDM_CONFIG_FILE");
	const struct toml *file = toml_read_project_file(path_join(root, "pdm.toml"), NULL);

	if (!toml_at(file, key))
		file = toml_read_user_file(own ? own : settings_home(".config/pdm/config.toml"),
					   NULL);
	return (!value && !toml_at(file, key)) || tool_switch(value, file, key);
}

/* The environment of IN is to be made, and pdm would make it where avenv does not look. */
static struct reason by_store(const struct install *in)
{
	const char *root = in->project.root;

	if (in->venv || is_made_in_project(root))
		return (struct reason){ 0 };
	return (struct reason){
		"as its setting 'venv.in_project' is false, pdm makes an environment that avenv does "
		"not find",
		joined(paste_in(root, "avenv create"), paste_shell()->and_then,
		       up_line(in->ctx, in->project.dir)),
		"makes '.venv'",
	};
}

/* WHY pdm installs into __pypackages__, and an environment in the project changes that. */
static struct reason pdm_without_env(const struct install *in, const char *why)
{
	return (struct reason){ joined(why, ", so that pdm makes no environment"),
				paste_in(in->project.root, "avenv create"), "makes one" };
}

/* SAVED, the Python that pdm takes, is not that of the environment. */
static struct reason pdm_by_saved(const struct install *in, const char *saved)
{
	const char *root = in->project.root, *bin = real_path_of(path_parent(saved)).path;
	const char *why = formatted("'.pdm-python' names '%s'", shown(saved));

	if (!bin || (in->venv && streq(bin, venv_bin(in->venv))))
		return (struct reason){ 0 };
	if (tool_variable("PDM_PYTHON"))
		return install_by_variable(in, "PDM_PYTHON");
	if (in->venv)
		return (struct reason){
			formatted("%s, so that pdm does not install into %s", why,
				  install_place(in)),
			install_command(in, "pdm use -f", in->python),
			"chooses it",
		};
	if (!venv_is_at(path_parent(bin)))
		return pdm_without_env(in, why);
	return (struct reason){
		why,
		paste_in(root, joined("avenv use ", paste_word(path_parent(bin)))),
		"makes that environment this project's",
	};
}

/*
 * It takes the Python that it has saved. Without one it takes the active environment, but with
 * PDM_IGNORE_ACTIVE_VENV makes that anew: all that was installed by hand would be gone.
 */
static struct reason pdm_elsewhere(const struct install *in)
{
	const char *root = in->project.root, *saved = saved_python(root);
	const char *user = tool_variable("PDM_CONFIG_FILE");
	struct reason r = { 0 };

	user = user ? user : settings_home(".config/pdm/config.toml");
	if (!tool_variable("PDM_USE_VENV"))
		r = install_by_setting(in, "python.use_venv", "pdm.toml", user);
	if (r.why)
		return r;
	if (saved && !tool_is_on(getenv("PDM_IGNORE_SAVED_PYTHON")))
		return pdm_by_saved(in, saved);
	if (in->venv && tool_is_on(getenv("PDM_IGNORE_ACTIVE_VENV")))
		return install_by_variable(in, "PDM_IGNORE_ACTIVE_VENV");
	if (!in->venv && file_exists(path_join(root, "__pypackages__")) > 0)
		return pdm_without_env(in, "'__pypackages__' is here");
	r = install_by_conda(in);
	return r.why ? r : by_store(in);
}

static const char *const reads[] = { "pdm.toml", ".pdm-python", ".python-version", NULL };

static const struct tool tool_pdm = {
	.name = "pdm",
	.reads = reads,
	.python_command = "pdm venv create",
	.workspace = "tool.pdm.workspace",
	.in_root = true,
	.package = "tool.pdm.distribution",
	.is_frozen = pdm_is_frozen,
	.installs_own = pdm_installs_own,
	.away = away,
	.elsewhere = pdm_elsewhere,
};

const struct manifest manifest_pdm_lock = {
	.file = &file_pdm_lock,
	.tool = &tool_pdm,
	.command = "pdm sync",
	.extra = "-G",
	.group = "-G",
	.renew = "pdm install",
	.question = "pdm lock --check",
	.is_lock = true,
	.read = read_pdm_lock,
	.queue = queue_pdm,
};

const struct manifest manifest_pdm = {
	.file = &file_pdm,
	.tool = &tool_pdm,
	.command = "pdm install",
	.extra = "-G",
	.group = "-G",
	.read = queue_pdm,
};
