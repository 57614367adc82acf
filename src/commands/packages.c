/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the packages of an environment, without starting its Python. */
#include <fcntl.h>
#include <stdio.h>

#include "cli/command.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/dist_record.h"
#include "installed/needs.h"
#include "installed/startup.h"
#include "lookup/target.h"
#include "print/json.h"
#include "print/table.h"
#include "system/files.h"

static bool want_tree, want_verify, want_json;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "show the requirements of each package", .flag = &want_tree },
	{ .name = "verify",
	  .help = "compare all files with RECORD's hashes",
	  .flag = &want_verify },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

/* ---- the list ------------------------------------------------------------ */

static void print_table(const struct dists *dists, const struct needs *needs)
{
	static const char *const titles[] = { "NAME", "VERSION", "FROM", "REQUIRED BY" };
	struct table t;

	table_init(&t, titles, ARRAY_SIZE(titles));
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *d = dists->by_key[i];
		struct strings names = needs_required_by(dists, needs, d);

		table_add(&t, d->name, d->local ? COLOUR_PLAIN : COLOUR_FAINT);
		table_add(&t, d->version, COLOUR_PLAIN);
		table_add(&t, d->editable ? d->editable : d->installer, COLOUR_FAINT);
		table_add(&t,
			  names.count > 1 ? formatted("%s +%zu", names.list[0], names.count - 1) :
			  names.count     ? names.list[0] :
					    NULL,
			  COLOUR_FAINT);
	}
	table_print(&t, stdout);
}

/* The first keys are those of `pip list --format=json`. */
static void print_packages_json(const struct dists *dists, const struct needs *needs)
{
	json_t *list = json_array();

	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *d = dists->by_key[i];
		struct strings names = needs_required_by(dists, needs, d);
		json_t *object = json_object(), *required_by = json_array();

		json_put_text(object, "name", d->name);
		json_put_text(object, "version", d->version);
		if (d->editable)
			json_put_text(object, "editable_project_location", d->editable);
		json_put_text(object, "installer", d->installer);
		for (size_t k = 0; k < names.count; k++)
			json_array_append_new(required_by, json_text(names.list[k]));
		json_object_set_new(object, "required_by", required_by);
		json_array_append_new(list, object);
	}
	json_print(list, stdout);
}

/* ---- --tree -------------------------------------------------------------- */

/* Print a line: "name 1.0 (>=1): another version is required". */
static void print_line(const struct tree_line *line)
{
	const struct need *need = line->need;
	const struct dist *dist = line->dist;
	enum colour colour = need ? COLOUR_PLAIN : COLOUR_BOLD;
	struct buf b = BUF_INIT;

	if (dist)
		buf_putl(&b, dist->name, " ", dist->version);
	else if (need)
		buf_puts(&b, need->requirement.name);
	if (need && *need->requirement.specifiers)
		buf_putl(&b, " (", need->requirement.specifiers, ")");
	if (need && !need_met(need)) {
		buf_puts(&b, dist ? ": another version is required" : ": not installed");
		colour = COLOUR_RED;
	}
	buf_puts(&b, line->seen ? ", as above" : "");
	printf("%*s%s\n", (int)line->depth * 2, "", coloured(stdout, colour, shown(b.data)));
}

/* ---- --verify ------------------------------------------------------------ */

struct verified {
	/** files that are not as installed, and RECORDs that cannot be used */
	size_t faults;
	/** files without a hash, and packages without RECORD: not compared */
	size_t uncompared, unrecorded;
	/** files with code for each start of Python that no package owns */
	struct strings startup;
};

/* Print each file of DIST that is not as installed, and count; ROOT is the environment. */
static void verify_dist(const struct venv *venv, int root, const struct dist *dist,
			struct verified *v)
{
	static const char *const states[] = {
		[DIST_FILE_CHANGED] = "changed",
		[DIST_FILE_MISSING] = "missing",
		[DIST_FILE_OUTSIDE] = "outside",
		[DIST_FILE_UNCOMPARED] = NULL,
	};
	struct dist_record record;

	dist_record_read(venv, dist, &record);
	/* An .egg-info has no RECORD. */
	if (record.missing && dist->form == DIST_INFO)
		record.problem = "is missing";
	if (record.problem)
		error("'%s' %s", shown(record.path), record.problem);
	v->faults += record.problem != NULL;
	v->unrecorded += record.missing && !record.problem;
	for (size_t i = 0; i < record.rows.count; i++) {
		struct mem_mark mark = mem_mark();
		struct dist_file file = dist_record_file(&record, i);
		const char *why = NULL;
		enum dist_file_state state = dist_file_compare(root, &file, &why);

		if (states[state])
			printf("%-7s  %s (%s%s%s)\n", states[state], shown(file.path),
			       shown(dist->name), why ? " " : "", why ? why : "");
		v->faults += states[state] != NULL;
		v->uncompared += state == DIST_FILE_UNCOMPARED;
		mem_release(mark);
	}
}

/* Print the result of --verify. ALL: each package could be read. */
static void print_result(const struct venv *venv, const struct verified *v, bool all)
{
	if (v->uncompared)
		note("%s not compared: RECORD has no hash",
		     counted(v->uncompared, "file is", "files are"));
	if (v->unrecorded)
		note("%s not compared: there is no RECORD",
		     counted(v->unrecorded, "package is", "packages are"));
	for (size_t i = 0; i < v->startup.count; i++)
		note("'%s' is code for each start of Python, and no package owns it",
		     shown(path_join(venv->path, v->startup.list[i])));
	if (!v->faults)
		note(all && !v->uncompared && !v->unrecorded && !v->startup.count ?
			     "all files in '%s' are as installed" :
			     "the other files in '%s' are as installed",
		     shown(venv->path));
}

/* --verify; ALL: DISTS has all packages. Returns 0, or -1 if a file is not as installed. */
static int verify(const struct venv *venv, const struct dists *dists, bool all)
{
	int root = files_open_dir(AT_FDCWD, venv->path);
	struct verified v = { 0 };

	for (size_t i = 0; i < dists->count; i++) {
		struct mem_mark mark = mem_mark();

		if (dists->by_key[i]->site->local)
			verify_dist(venv, root, dists->by_key[i], &v);
		mem_release(mark);
	}
	(void)!startup_files(venv, &v.startup);
	print_result(venv, &v, all);
	return v.faults ? -1 : 0;
}

/* -------------------------------------------------------------------------- */

static int run_packages(struct context *ctx, int argc, char **argv)
{
	struct needs *needs;
	struct dists dists;
	struct venv venv;
	int ret;

	if (want_tree + want_verify + want_json > 1)
		return command_usage(&cmd_packages, "one of '--tree', '--verify' and '--json'");
	if (target_look(ctx, argv[0], &venv))
		return EXIT_FAILED;
	dists_read(&venv, &dists);
	ret = dists_complain(&dists);
	if (want_verify)
		return verify(&venv, &dists, !dists.problem_count) || ret ? EXIT_FAILED : EXIT_DONE;
	if (!dists.count && !ret && !want_json)
		note("nothing is installed in '%s'", shown(venv.path));
	needs = needs_read(&venv, &dists);
	if (want_tree)
		tree_visit(&dists, needs, print_line);
	else if (want_json)
		print_packages_json(&dists, needs);
	else if (dists.count)
		print_table(&dists, needs);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_packages = {
	.name = "packages",
	.args = "[--tree | --verify | --json] [ENV]",
	.summary = "List the packages that are installed",
	.example = "avenv packages --verify",
	.options = options,
	.run = run_packages,
};
