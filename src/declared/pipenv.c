/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pipfile.lock of format 6, which is JSON, and the Pipfile: `pipenv sync` installs the category
 * "default", and others if they are named. "develop" is often installed as well, so its packages
 * are unsure:
 *
 *   {"_meta": {"pipfile-spec": 6}, "default": {"flask": {"version": "==3.0"}}, "develop": {}}
 */
#include <jansson.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/install.h"
#include "declared/reading.h"
#include "finders/store.h"
#include "formats/toml_file.h"
#include "print/msg.h"

/* TABLE of a Pipfile holds packages. */
static bool is_category(const char *table)
{
	static const char *const others[] = { "source",  "requires", "scripts",
					      "pipfile", "pipenv",   NULL };

	return !is_one_of(table, others);
}

static void want_pipfile(struct reading *r, const char *name, json_t *package, const char *unsure)
{
	static const char *const origins[] = { "git", "hg", "svn", "bzr", "file", "path" };
	struct declared req = declared_at(r, NULL, mem_dups(name));
	const char *version = json_string_value(json_object_get(package, "version"));
	const char *marker = json_string_value(json_object_get(package, "markers"));

	req.unsure = unsure;
	for (size_t i = 0; i < ARRAY_SIZE(origins); i++)
		if (json_object_get(package, origins[i]))
			req.requirement.url = origins[i];
	/* pipenv may have made up the package's name. */
	if (req.requirement.url && !unsure)
		req.unsure = "it is from a URL or a path";
	req.requirement.marker = marker ? mem_dups(marker) : NULL;
	if (version && !streq(version, "*") && !req.requirement.url)
		req.requirement.specifiers = mem_dups(version);
	declare_in(r, &r->wanted, req, NULL);
}

/* NAME, the category of a Pipfile or of its lock file, as it is chosen. */
static const char *chosen_name(const char *name)
{
	return streq(name, "develop") || streq(name, "dev-packages") ? "dev" : name;
}

/* Note the categories of PIPFILE that have to be chosen. */
static void note_categories(struct reading *r, const struct toml *pipfile)
{
	for (const struct toml *t = toml_first(pipfile); t; t = t->next)
		if (!streq(t->key, "packages") && is_category(t->key))
			note_name(r, r->groups, chosen_name(t->key));
}

static void want_category(struct reading *r, const char *category, json_t *packages)
{
	bool develop = streq(category, "develop"), by_default = streq(category, "default");
	bool chosen = !by_default && is_chosen(r->groups, chosen_name(category));
	const char *name, *unsure = develop && !chosen ? "'pipenv sync --dev' installs it" : NULL;
	json_t *package;

	if (!by_default)
		note_name(r, r->groups, chosen_name(category));
	if (chosen || develop || by_default)
		json_object_foreach(packages, name, package) want_pipfile(r, name, package, unsure);
}

/*
 * The packages of a Pipfile. The name of one from a path or a URL may be made up, and pipenv has
 * words of its own for markers:
 *
 *   [packages]
 *   flask = "*"
 *   click = { version = ">=8", extras = ["x"], markers = "python_version >= '3.9'" }
 *   win = { version = "*", sys_platform = "== 'win32'" }
 */
static void queue_package(struct reading *r, const struct toml *package)
{
	static const char *const plain[] = { "version", "extras", "index", "markers", NULL };
	struct declared req = declared_at(r, package, package->key);
	bool is_text = package->type == TOML_STRING;

	for (const struct toml *m = table_first(package); m; m = m->next)
		if (!is_one_of(m->key, plain))
			req.unsure = "only pipenv tells its name and if it is for this platform";
	set_versions(&req, is_text ? package->text : toml_string_at(package, "version"), false);
	req.requirement.marker = toml_string_at(package, "markers");
	read_extras(package, &req.requirement);
	declare_queued(r, req);
}

static void queue_pipfile(struct reading *r)
{
	note_categories(r, r->document->root);
	for (const struct toml *t = toml_first(r->document->root); t; t = t->next)
		if (streq(t->key, "packages") ||
		    (is_category(t->key) && is_chosen(r->groups, chosen_name(t->key))))
			for (const struct toml *p = table_first(t); p; p = p->next)
				queue_package(r, p);
}

static void read_pipfile_lock(struct reading *r)
{
	json_error_t fault;
	json_t *root = json_loadb(r->document->data, r->document->len, 0, &fault), *packages;
	json_t *format = json_object_get(json_object_get(root, "_meta"), "pipfile-spec");
	const char *category;

	note_categories(r, r->project_root);
	if (!root)
		declared_fault(r->c, "'%s' is not valid JSON, at line %d", shown(r->document->name),
			       fault.line);
	else if (reading_knows(r, formatted("%lld", (long long)json_integer_value(format)), 6, 6))
		json_object_foreach(root, category, packages)
		{
			if (!streq(category, "_meta"))
				want_category(r, category, packages);
		}
	json_decref(root);
}

/* ---- the tool --------------------------------------------------------------------- */

/* GROUP as the Pipfile in the directory DIR spells it, as pipenv wants it. */
static const char *category_named(const char *dir, const char *group)
{
	const struct toml *pipfile = toml_read_project_file(path_join(dir, "Pipfile"), NULL);

	for (const struct toml *t = toml_first(pipfile); t; t = t->next)
		if (is_category(t->key) && streq(requirement_key(t->key), requirement_key(group)))
			return t->key;
	return streq(group, "dev") ? "dev-packages" : group;
}

/* Naming one category leaves out the packages of all others. */
static void put_categories(const struct install *in, struct strings *words)
{
	const struct strings *groups = &in->groups;
	const char *names = "packages";

	if (groups->count == 1 && streq(groups->list[0], "dev")) {
		strings_add(words, "--dev");
		return;
	}
	for (size_t i = 0; i < groups->count; i++)
		names = joined(names, " ", category_named(in->project.dir, groups->list[i]));
	if (groups->count)
		strings_add_all(words, (const char *const[]){ "--categories", names, NULL });
}

static const struct away away[] = {
	{ "PIPENV_PIPFILE", "Pipfile", false },
	{ "PIPENV_USE_SYSTEM", NULL, true },
	{ 0 },
};

/* VARIABLE makes pipenv install elsewhere; BY_FILE: it is set in the project's .env. */
static struct reason by_variable(const struct install *in, const char *variable, bool by_file)
{
	if (!by_file)
		return install_by_variable(in, variable);
	return (struct reason){
		formatted("with %s in '.env' pipenv does not install into %s", variable,
			  install_place(in)),
		joined("env PIPENV_DONT_LOAD_ENV=1 ", up_line(in->ctx, in->project.dir)),
		"installs there",
	};
}

/* It takes the active environment, unless it is told not to: then its own, or .venv. */
static struct reason pipenv_elsewhere(const struct install *in)
{
	static const char ignore[] = "PIPENV_IGNORE_VIRTUALENVS", active[] = "PIPENV_ACTIVE";
	const struct candidate *c = &in->found->candidate;
	const char *file = pipenv_env_file(in->project.root), *in_project;
	bool by_file = false, is_own;

	if (!in->venv)
		return (struct reason){ 0 };
	in_project = pipenv_variable(file, "PIPENV_VENV_IN_PROJECT", &by_file);
	if (streq(c->name, ".venv"))
		is_own = !in_project || tool_is_on(in_project);
	else
		is_own = c->tool && streq(c->tool, "pipenv");
	by_file = false;
	if (!is_own && tool_is_on(pipenv_variable(file, ignore, &by_file)))
		return by_variable(in, ignore, by_file);
	if (!is_own && pipenv_variable(file, active, &by_file))
		return by_variable(in, active, by_file);
	return (struct reason){ 0 };
}

static const char *const reads[] = { ".env", NULL };

static const struct tool tool_pipenv = {
	.name = "pipenv",
	.python_option = "--python",
	.put_chosen = put_categories,
	.away = away,
	.reads = reads,
	.elsewhere = pipenv_elsewhere,
};

const struct manifest manifest_pipfile_lock = {
	.file = &file_pipfile_lock,
	.tool = &tool_pipenv,
	.command = "pipenv sync",
	.group = "--categories",
	.renew = "pipenv install",
	.question = "pipenv verify",
	.is_lock = true,
	.read = read_pipfile_lock,
	.format = JSON,
	.queue = queue_pipfile,
};

const struct manifest manifest_pipfile = {
	.file = &file_pipfile,
	.tool = &tool_pipenv,
	.command = "pipenv install",
	.group = "--categories",
	.read = queue_pipfile,
};
