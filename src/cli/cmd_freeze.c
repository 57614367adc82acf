/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Print what is installed as requirements.  Nothing of the environment runs, so
 * this works where its Python is gone.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli/freeze.h"
#include "cli/place.h"
#include "core/mem.h"
#include "print/msg.h"

#include "core/banned.h"

static bool want_all, want_local, want_portable;
static struct strings excludes, files;

static const struct option_spec options[] = {
	{ .name = "all", .help = "also pip, and what else pip leaves out", .flag = &want_all },
	{ .letter = 'l',
	  .name = "local",
	  .help = "nothing that the environment has from the system",
	  .flag = &want_local },
	{ .name = "exclude",
	  .arg = "PACKAGE",
	  .help = "not this one; may be repeated",
	  .values = &excludes },
	{ .letter = 'r',
	  .name = "requirement",
	  .arg = "FILE",
	  .help = "in the order of FILE; may be repeated",
	  .values = &files },
	{ .name = "portable",
	  .help = "versions for what names directories of this machine",
	  .flag = &want_portable },
	{ 0 },
};

/* OUT as it is; on a terminal without what that would act on. */
static void print(const struct buf *out)
{
	const char *text = out->data;

	if (!isatty(STDOUT_FILENO)) {
		fwrite(text, 1, out->len, stdout);
		return;
	}
	while (*text) {
		size_t len = strcspn(text, "\n");

		printf("%s\n", shown(mem_dup(text, len)));
		text += len + (text[len] == '\n');
	}
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct buf out = BUF_INIT;
	struct dists dists;
	struct venv venv;
	struct freeze wanted = {
		.dists = &dists,
		.all = want_all,
		.local = want_local,
		.portable = want_portable,
		.excludes = &excludes,
		.files = &files,
	};

	if (argc > 1)
		return command_usage(&cmd_freeze, "one environment at a time");
	if (place_look(ctx, argc ? argv[0] : NULL, &venv))
		return EXIT_FAILED;
	wanted.env = venv.path;
	dists_read(&venv, &dists);
	dists_complain(&dists);
	if (freeze(&wanted, &out))
		return EXIT_FAILED;
	print(&out);
	return dists_fatal(&dists) ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_freeze = {
	.name = "freeze",
	.args = "[OPTION...] [ENV]",
	.summary = "Print what is installed, as 'pip freeze' does",
	.example = "avenv freeze > requirements.txt",
	.options = options,
	.run = run,
};
