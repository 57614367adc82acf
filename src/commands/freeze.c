/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print what is installed as requirements; see installed/freeze.h. */
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"
#include "core/mem.h"
#include "installed/freeze.h"
#include "installed/pep440.h"
#include "known/place.h"
#include "print/msg.h"

#include "core/banned.h"

static struct freeze wanted;
static struct strings excludes;

static const struct option_spec options[] = {
	{ .name = "all", .help = "also pip, and what else pip leaves out", .flag = &wanted.all },
	{ .letter = 'l',
	  .name = "local",
	  .help = "nothing that the environment has from the system",
	  .flag = &wanted.local },
	{ .name = "exclude",
	  .arg = "PACKAGE",
	  .help = "not this one; may be repeated",
	  .values = &excludes },
	{ .name = "exclude-editable", .help = "no editable", .flag = &wanted.no_editables },
	{ .name = "portable",
	  .help = "versions for what names directories of this machine",
	  .flag = &wanted.portable },
	{ 0 },
};

/* A terminal would act on control characters. */
static void print(const char *text, size_t len)
{
	if (!isatty(STDOUT_FILENO)) {
		fwrite(text, 1, len, stdout);
		return;
	}
	while (*text) {
		size_t n = strcspn(text, "\n");

		printf("%s\n", shown(mem_dup(text, n)));
		text += n + (text[n] == '\n');
	}
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct buf out = BUF_INIT;
	static struct dists dists;
	struct venv venv;
	int ret;

	if (argc > 1)
		return command_usage(&cmd_freeze, "one environment at a time");
	if (place_look(ctx, argc ? argv[0] : NULL, &venv))
		return EXIT_FAILED;
	dists_read(&venv, &dists);
	ret = dists_complain(&dists);
	if (dists.pip.version && pep440_compare(dists.pip.version, "20.1") < 0)
		note("pip %s is too old: this is what pip 20.3 prints", shown(dists.pip.version));
	wanted.dists = &dists;
	wanted.excludes = &excludes;
	freeze(&wanted, &out);
	print(out.data, out.len);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_freeze = {
	.name = "freeze",
	.args = "[OPTION...] [ENV]",
	.summary = "Print what is installed, as 'pip freeze' does",
	.example = "avenv freeze > requirements.txt",
	.options = options,
	.run = run,
};
