/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the packages of an environment, without starting its Python. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"
#include "installed/record.h"
#include "installed/tree.h"
#include "known/target.h"
#include "print/json.h"
#include "print/table.h"
#include "system/files.h"

#include "core/banned.h"

static bool want_tree, want_verify, want_json;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "show the requirements of each package", .flag = &want_tree },
	{ .name = "verify", .help = "compare all files with RECORD", .flag = &want_verify },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

/* ---- the list ------------------------------------------------------------ */

/* The names of the other packages that require DIST. */
static struct strings requirers(const struct dists *dists, const struct needs *needs,
				const struct dist *dist)
{
	struct strings names = { 0 };

	for (size_t i = 0; i < dists->count; i++)
		if (&dists->list[i] != dist && needs_require(&needs[i], dist))
			strings_add(&names, dists->list[i].name);
	return names;
}

/* "attrs, jsonschema +3" */
static const char *names_text(const struct strings *names)
{
	if (names->count > 2)
		return formatted("%s, %s +%zu", names->list[0], names->list[1], names->count - 2);
	return names->count == 2 ? formatted("%s, %s", names->list[0], names->list[1]) :
	       names->count      ? names->list[0] :
				   NULL;
}

static void print_table(const struct dists *dists, const struct needs *needs)
{
	static const struct table_column columns[] = {
		{ "NAME", false }, { "VERSION", false },     { "INSTALLER", false },
		{ "SIZE", true },  { "REQUIRED BY", false }, { "EDITABLE", false },
	};
	bool editables = false;
	struct table t;

	for (size_t i = 0; i < dists->count; i++)
		editables = editables || dists->list[i].editable;
	table_init(&t, columns, ARRAY_SIZE(columns) - !editables);
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *d = dists->by_key[i];
		struct strings names = requirers(dists, needs, d);
		long long size = dist_record_size(d);

		table_add(&t, d->name, d->local ? COLOUR_PLAIN : COLOUR_FAINT);
		table_add(&t, d->version, COLOUR_PLAIN);
		table_add(&t, d->installer, COLOUR_FAINT);
		table_add(&t, size < 0 ? NULL : size_text((uint64_t)size), COLOUR_PLAIN);
		table_add(&t, names_text(&names), COLOUR_FAINT);
		if (editables)
			table_add(&t, d->editable, COLOUR_PLAIN);
	}
	table_print(&t, stdout);
}

/* The first keys are pip's. */
static void json_package(struct json *j, const struct dist *d, const struct strings *names)
{
	long long size = dist_record_size(d);

	json_object(j, NULL);
	json_text(j, "name", d->name);
	json_text(j, "version", d->version);
	if (d->editable)
		json_text(j, "editable_project_location", d->editable);
	json_text(j, "location", d->site->path);
	json_text(j, "installer", d->installer);
	if (size >= 0)
		json_number(j, "size", size);
	json_list(j, "required_by");
	for (size_t i = 0; i < names->count; i++)
		json_text(j, NULL, names->list[i]);
	json_list_end(j);
	json_object_end(j);
}

static void print_list(const struct dists *dists, const struct needs *needs)
{
	struct json j = { .out = BUF_INIT };

	if (!want_json) {
		if (dists->count)
			print_table(dists, needs);
		return;
	}
	json_list(&j, NULL);
	for (size_t i = 0; i < dists->count; i++) {
		struct strings names = requirers(dists, needs, dists->by_key[i]);

		json_package(&j, dists->by_key[i], &names);
	}
	json_list_end(&j);
	json_print(&j);
}

/* ---- --tree -------------------------------------------------------------- */

/* "name[x] 1.0 (>=1): another version is required" */
static const char *need_text(const struct need *need)
{
	const struct requirement *r = &need->requirement;
	struct buf b = BUF_INIT;

	buf_puts(&b, need->there ? need->there->name : r->name);
	for (size_t i = 0; r->extras[i]; i++)
		buf_putl(&b, i ? "," : "[", r->extras[i]);
	buf_puts(&b, r->extras[0] ? "]" : "");
	if (need->there)
		buf_putl(&b, " ", need->there->version);
	if (r->url || *r->specifiers)
		buf_putl(&b, r->url ? " (@ " : " (", r->url ? r->url : r->specifiers, ")");
	if (!need_met(need))
		buf_puts(&b, need->there ? ": another version is required" : ": not installed");
	return b.data;
}

static void print_line(void *arg, const struct tree_line *line)
{
	bool wrong = line->need && !need_met(line->need);
	const char *text = line->need ? need_text(line->need) :
					formatted("%s %s", line->dist->name, line->dist->version);

	printf("%*s%s\n", (int)line->depth * 2, "",
	       coloured(stdout,
			wrong       ? COLOUR_RED :
			line->depth ? COLOUR_PLAIN :
				      COLOUR_BOLD,
			shown(line->seen ? formatted("%s, as above", text) : text)));
}

static void print_tree(const struct dists *dists, const struct marker_env *env, struct needs *needs)
{
	tree_ask_extras(dists, env, needs);
	for (size_t i = 0; i < dists->count; i++)
		if (needs[i].invalid)
			note("'%s' requires '%s', which is not a requirement",
			     shown(dists->list[i].name), shown(needs[i].invalid));
	tree_visit(dists, needs, print_line, NULL);
}

/* ---- --verify ------------------------------------------------------------ */

static void print_fault(const char *state, const struct dist *dist, const char *path,
			const char *why)
{
	printf("%-7s  %s (%s%s%s)\n", state, shown(path), shown(dist->name), why ? " " : "",
	       why ? why : "");
}

/* Compare the files of DIST; ROOT is the open directory of the environment. Returns the faults. */
static size_t verify_dist(const struct venv *venv, int root, const struct dist *dist)
{
	static const char *const states[] = { NULL, "changed", "missing", "outside" };
	struct dist_record record;
	size_t faults = 0;

	dist_record_read(venv, dist, &record);
	if (record.problem) {
		error("'%s' %s", shown(record.path), record.problem);
		return 1;
	}
	/* Older forms have none. */
	if (record.missing && dist->form == DIST_INFO) {
		print_fault("missing", dist, record.path, NULL);
		faults++;
	}
	for (size_t i = 0; i < record.count; i++) {
		const char *why, *state = states[dist_file_compare(root, &record.files[i], &why)];

		if (state)
			print_fault(state, dist, record.files[i].path, why);
		faults += state != NULL;
	}
	return faults;
}

static int verify(const struct venv *venv, const struct dists *dists)
{
	int root = files_open_dir(AT_FDCWD, venv->path);
	size_t faults = 0;

	if (root < 0)
		return error_errno("cannot open '%s'", shown(venv->path));
	for (size_t i = 0; i < dists->count; i++)
		if (dists->by_key[i]->site->local)
			faults += verify_dist(venv, root, dists->by_key[i]);
	close(root);
	if (!faults)
		note("all files in '%s' are as installed", shown(venv->path));
	return faults ? -1 : 0;
}

/* -------------------------------------------------------------------------- */

static int run(struct context *ctx, int argc, char **argv)
{
	struct marker_env env;
	struct needs *needs;
	struct dists dists;
	struct venv venv;
	int ret;

	if (want_tree + want_verify + want_json > 1)
		return command_usage(&cmd_packages, "one of '--tree', '--verify' and '--json'");
	if (target_look(ctx, argc ? argv[0] : NULL, &venv))
		return EXIT_FAILED;
	dists_read(&venv, &dists);
	ret = dists_complain(&dists);
	if (want_verify)
		return verify(&venv, &dists) || ret ? EXIT_FAILED : EXIT_DONE;
	if (!dists.count && !ret && !want_json)
		note("nothing is installed in '%s'", shown(venv.path));
	marker_env_of(&venv, &env);
	needs = needs_read(&dists, &env);
	if (want_tree)
		print_tree(&dists, &env, needs);
	else
		print_list(&dists, needs);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_packages = {
	.name = "packages",
	.args = "[--tree | --verify | --json] [ENV]",
	.summary = "List the packages of an environment",
	.example = "avenv packages --verify",
	.options = options,
	.run = run,
};
