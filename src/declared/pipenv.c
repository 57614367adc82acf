/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pipfile.lock of format 6, which is JSON, and the Pipfile: `pipenv sync` installs the category
 * "default", and others if they are named. "develop" is often installed as well, so its packages
 * are unsure:
 *
 *   {"_meta": {"pipfile-spec": 6}, "default": {"flask": {"version": "==3.0"}}, "develop": {}}
 */
#include <jansson.h>

#include "core/mem.h"
#include "declared/reading.h"
#include "print/msg.h"

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

static void want_category(struct reading *r, const char *category, json_t *packages)
{
	bool develop = streq(category, "develop"), by_default = streq(category, "default");
	bool chosen = !by_default && is_chosen(r, r->groups, chosen_name(category));
	const char *name, *unsure = develop && !chosen ? "'pipenv sync --dev' installs it" : NULL;
	json_t *package;

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
	req.requirement.specifiers =
		specifiers_for(is_text ? package->text : toml_string_at(package, "version"), false);
	req.requirement.marker = toml_string_at(package, "markers");
	read_extras(package, &req.requirement);
	declare_queued(r, req);
}

void queue_pipfile(struct reading *r)
{
	for (const struct toml *t = toml_first(r->document->root); t; t = t->next)
		if (streq(t->key, "packages") ||
		    (pipfile_is_category(t->key) && is_chosen(r, r->groups, chosen_name(t->key))))
			for (const struct toml *p = table_first(t); p; p = p->next)
				queue_package(r, p);
}

void read_pipfile_lock(struct reading *r)
{
	json_error_t fault;
	json_t *root = json_loadb(r->document->data, r->document->len, 0, &fault), *packages;
	json_t *format = json_object_get(json_object_get(root, "_meta"), "pipfile-spec");
	const char *category;

	for (const struct toml *t = toml_first(r->project_root); t; t = t->next)
		if (!streq(t->key, "packages") && pipfile_is_category(t->key))
			(void)is_chosen(r, r->groups, chosen_name(t->key));
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

bool pipfile_is_category(const char *table)
{
	static const char *const others[] = { "source",  "requires", "scripts",
					      "pipfile", "pipenv",   NULL };

	return !is_one_of(table, others);
}
