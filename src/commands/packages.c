/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is installed in an environment, told without starting its Python. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"
#include "core/mem.h"
#include "installed/record.h"
#include "installed/tree.h"
#include "known/place.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** columns for the names of the packages that require one */
	REQUIRED_WIDTH = 30,
};

static bool want_tree, want_verify, want_json;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "what requires what", .flag = &want_tree },
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

/* "attrs, jsonschema +3": as many names as fit. */
static const char *names_text(const struct strings *names)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < names->count; i++) {
		if (b.len && b.len + strlen(names->list[i]) > REQUIRED_WIDTH - strlen(",  +999")) {
			buf_puts(&b, " +");
			buf_putu(&b, names->count - i);
			break;
		}
		buf_putl(&b, b.len ? ", " : "", names->list[i]);
	}
	return b.data;
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

static void json_origin(struct json *j, const struct origin *origin)
{
	static const char *const kinds[] = { NULL, "archive", "vcs", "dir" };

	if (origin->kind == ORIGIN_INDEX) {
		json_text(j, "origin", NULL);
		return;
	}
	json_object(j, "origin");
	json_text(j, "kind", kinds[origin->kind]);
	json_text(j, "url", origin->url);
	json_text(j, "subdirectory", origin->subdirectory);
	json_text(j, "hash", origin->first_hash ? origin->first_hash : origin->hash);
	json_text(j, "vcs", origin->vcs);
	json_text(j, "commit", origin->commit);
	json_object_end(j);
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
	json_text(j, "metadata", d->path);
	json_bool(j, "local", d->local);
	json_bool(j, "requested", d->requested);
	if (size < 0)
		json_text(j, "size", NULL);
	else
		json_number(j, "size", size);
	json_origin(j, &d->origin);
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

/* "name[x] 1.0 (>=1), for [y]: not installed" */
static void put_need(struct buf *b, const struct need *need)
{
	const struct requirement *r = &need->requirement;

	buf_puts(b, need->there ? need->there->name : r->name);
	for (size_t i = 0; r->extras[i]; i++)
		buf_putl(b, i ? "," : "[", r->extras[i]);
	if (r->extras[0])
		buf_puts(b, "]");
	if (need->there)
		buf_putl(b, " ", need->there->version);
	if (r->url)
		buf_putl(b, " (@ ", r->url, ")");
	else if (*r->specifiers)
		buf_putl(b, " (", r->specifiers, ")");
	if (*need->extra)
		buf_putl(b, ", for [", need->extra, "]");
	if (!need_met(need))
		buf_puts(b, need->there ? ": another version is required" : ": not installed");
}

static void print_line(void *arg, const struct tree_line *line)
{
	bool wrong = line->need && !need_met(line->need);
	struct buf b = BUF_INIT;

	(void)arg;
	if (line->need)
		put_need(&b, line->need);
	else
		buf_putl(&b, line->dist->name, " ", line->dist->version);
	if (line->seen)
		buf_puts(&b, ", as above");
	printf("%*s%s\n", (int)line->depth * 2, "",
	       coloured(stdout,
			wrong       ? COLOUR_RED :
			line->depth ? COLOUR_PLAIN :
				      COLOUR_BOLD,
			shown(b.data)));
}

static void json_needs(struct json *j, const struct dist *dist, const struct needs *needs)
{
	json_object(j, NULL);
	json_text(j, "name", dist->name);
	json_text(j, "version", dist->version);
	json_bool(j, "required", needs->required);
	json_list(j, "requires");
	for (size_t i = 0; i < needs->count; i++) {
		const struct need *need = &needs->list[i];

		if (!tree_counts(need, dist))
			continue;
		json_object(j, NULL);
		json_text(j, "name", need->there ? need->there->name : need->requirement.name);
		json_text(j, "version", need->there ? need->there->version : NULL);
		json_text(j, "requirement", requirement_text(&need->requirement));
		json_text(j, "extra", *need->extra ? need->extra : NULL);
		json_bool(j, "met", need_met(need));
		json_object_end(j);
	}
	json_list_end(j);
	json_text(j, "invalid", needs->invalid);
	json_object_end(j);
}

static void print_tree(const struct venv *venv, const struct dists *dists,
		       const struct marker_env *env, struct needs *needs)
{
	struct json j;

	tree_ask_extras(dists, env, needs);
	for (size_t i = 0; i < dists->count; i++)
		if (needs[i].invalid)
			note("'%s' requires '%s', which is not a requirement",
			     shown(dists->list[i].name), shown(needs[i].invalid));
	if (!want_json) {
		tree_visit(dists, needs, print_line, NULL);
		return;
	}
	json_begin(&j);
	json_text(&j, "path", venv->path);
	json_list(&j, "packages");
	for (size_t i = 0; i < dists->count; i++)
		json_needs(&j, dists->by_key[i], &needs[dists->by_key[i] - dists->list]);
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

/* ---- --verify ------------------------------------------------------------ */

/** The comparison of all files; what differs is printed as it is found. */
struct verification {
	const struct venv *venv;
	/** the open directory of the environment */
	int root;
	struct json j;
	size_t files, faults;
};

static void print_fault(struct verification *v, const char *state, const struct dist *dist,
			const struct dist_file *file, const char *why)
{
	v->faults++;
	if (want_json) {
		json_object(&v->j, NULL);
		json_text(&v->j, "state", state);
		json_text(&v->j, "path", file->path);
		json_text(&v->j, "name", dist->name);
		json_text(&v->j, "why", why);
		json_object_end(&v->j);
		return;
	}
	printf("%-7s  %s (%s%s%s)\n", state, shown(file->path), shown(dist->name), why ? " " : "",
	       why ? why : "");
}

static int verify_dist(struct verification *v, const struct dist *dist)
{
	static const char *const states[] = { NULL, "changed", "missing", "outside" };
	struct dist_record record;

	dist_record_read(v->venv, dist, &record);
	if (record.problem)
		return error("'%s' %s", shown(record.path), record.problem);
	/* Of the older forms some never had a list. */
	if (record.missing && dist->form == DIST_INFO)
		print_fault(v, "missing", dist, &(struct dist_file){ .path = record.path }, NULL);
	v->files += record.count;
	for (size_t i = 0; i < record.count; i++) {
		const char *why;
		enum dist_file_state state = dist_file_compare(v->root, &record.files[i], &why);

		if (states[state])
			print_fault(v, states[state], dist, &record.files[i], why);
	}
	return 0;
}

static int verify(const struct venv *venv, const struct dists *dists, int ret)
{
	struct verification v = { .venv = venv };

	v.root = files_open_dir(AT_FDCWD, venv->path);
	if (v.root < 0) {
		error_errno("cannot open '%s'", shown(venv->path));
		return EXIT_FAILED;
	}
	json_begin(&v.j);
	json_text(&v.j, "path", venv->path);
	json_list(&v.j, "findings");
	for (size_t i = 0; i < dists->count; i++)
		if (dists->by_key[i]->site->local)
			ret |= verify_dist(&v, dists->by_key[i]);
	close(v.root);
	ret = ret || v.faults;
	json_list_end(&v.j);
	json_bool(&v.j, "ok", !ret);
	json_number(&v.j, "files", (long long)v.files);
	json_object_end(&v.j);
	if (want_json)
		json_print(&v.j);
	else if (!ret)
		note("%s in '%s': all as installed", counted(v.files, "file", "files"),
		     shown(venv->path));
	return ret ? EXIT_FAILED : EXIT_DONE;
}

/* -------------------------------------------------------------------------- */

static int print(const struct venv *venv)
{
	struct marker_env env;
	struct needs *needs;
	struct dists dists;
	int ret;

	dists_read(venv, &dists);
	ret = dists_complain(&dists);
	if (want_verify)
		return verify(venv, &dists, ret);
	if (!dists.count && !want_json && !ret)
		note("nothing is installed in '%s'", shown(venv->path));
	marker_env_of(venv, &env);
	needs = needs_read(&dists, &env);
	if (want_tree)
		print_tree(venv, &dists, &env, needs);
	else if (dists.count || want_json)
		print_list(&dists, needs);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct venv venv;

	if (argc > 1)
		return command_usage(&cmd_packages, "one environment at a time");
	if (want_tree && want_verify)
		return command_usage(&cmd_packages, "either '--tree' or '--verify'");
	return place_look(ctx, argc ? argv[0] : NULL, &venv) ? EXIT_FAILED : print(&venv);
}

const struct command cmd_packages = {
	.name = "packages",
	.args = "[--tree | --verify] [--json] [ENV]",
	.summary = "List what is installed in an environment",
	.example = "avenv packages --verify",
	.options = options,
	.run = run,
};
