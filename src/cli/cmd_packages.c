/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is installed in an environment, told without starting its Python. */
#include "cli/packages.h"

#include "core/banned.h"

static bool want_tree, want_verify, want_json;
static const char *diff_with;
static struct strings files_of;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "what requires what", .flag = &want_tree },
	{ .name = "diff",
	  .arg = "ENV",
	  .help = "in what those of that ENV differ",
	  .value = &diff_with },
	{ .name = "files",
	  .arg = "PACKAGE",
	  .help = "the files of that one; may be repeated",
	  .values = &files_of },
	{ .name = "verify",
	  .help = "compare all files, or those of PACKAGE, with RECORD",
	  .flag = &want_verify },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

static int run_diff(struct context *ctx, const struct packages *p)
{
	struct packages other;

	if (packages_open(ctx, diff_with, &other))
		return EXIT_FAILED;
	return packages_diff(p, &other);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct packages p;
	int ret;

	if (argc > 1)
		return command_usage(&cmd_packages, "one environment at a time; '--diff' "
						    "compares two");
	if (diff_with && (files_of.count || want_verify))
		return command_usage(&cmd_packages, "'--diff' goes with neither '--files' nor "
						    "'--verify'");
	if (want_tree && (diff_with || files_of.count || want_verify))
		return command_usage(&cmd_packages, "'--tree' goes with no other option but "
						    "'--json'");
	if (packages_open(ctx, argc ? argv[0] : NULL, &p))
		return EXIT_FAILED;
	p.json = want_json;
	if (diff_with)
		ret = run_diff(ctx, &p);
	else if (want_tree)
		ret = packages_tree(&p);
	else if (want_verify)
		ret = packages_verify(&p, &files_of);
	else if (files_of.count)
		ret = packages_files(&p, &files_of);
	else
		ret = packages_list(&p);
	/* What pip crashes over has been said already. */
	return ret == EXIT_DONE && dists_fatal(&p.dists) ? EXIT_FAILED : ret;
}

const struct command cmd_packages = {
	.name = "packages",
	.args = "[--json] [--tree | --diff ENV | OPTION...] [ENV]",
	.summary = "List what is installed in an environment",
	.example = "avenv packages --verify",
	.options = options,
	.run = run,
};
