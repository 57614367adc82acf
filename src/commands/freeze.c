/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the installed packages as requirements; see installed/freeze.h. */
#include "installed/freeze.h"

#include "cli/command.h"
#include "lookup/target.h"
#include "print/data.h"

static struct freeze wanted;
static struct strings excludes;

// clang-format off
static const struct option_spec options[] = {
	{ 0, "all", NULL, "also pip, and the others that pip leaves out", .flag = &wanted.all },
	{ 'l', "local", NULL, "nothing of the system's Python", .flag = &wanted.local },
	{ 0, "exclude", "PACKAGE", "not this one; may be repeated", .values = &excludes },
	{ 0, "exclude-editable", NULL, "no editable package", .flag = &wanted.no_editables },
	{ 0 },
};
// clang-format on

static int run_freeze(struct context *ctx, int argc, char **argv)
{
	struct buf out = BUF_INIT;
	static struct dists dists;
	struct verdict found;
	int ret;

	if (target_find(ctx, argv[0], TO_READ, &found))
		return EXIT_FAILED;
	dists_read(&found.venv, &dists);
	ret = dists_complain(&dists);
	wanted.dists = &dists;
	wanted.excludes = &excludes;
	freeze(&wanted, &out);
	data_text(out.data);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_freeze = {
	.name = "freeze",
	.args = "[OPTION...] [ENV]",
	.summary = "Print the packages as requirements, as 'pip freeze' does",
	.example = "avenv freeze > requirements.txt",
	.options = options,
	.run = run_freeze,
};
