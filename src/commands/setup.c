/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Add the line that loads the hook to a shell's startup file, or remove it. */
#include "setup/setup.h"
#include "setup/everywhere.h"

#include <stdlib.h>

#include "cli/command.h"
#include "cli/program.h"
#include "core/mem.h"

static bool ignored, want_undo, want_everywhere;

static const struct option_spec options[] = {
	{ 'y', "yes", .flag = &ignored },
	{ 0, "everywhere", NULL, "in agents, editors, make and cron, too",
	  .flag = &want_everywhere },
	{ 0, "undo", NULL, "take the line out again; default: of all shells", .flag = &want_undo },
	{ 0 },
};

/*
 * The shells in ARGV, as a list ended by NULL; without ARGV all shells for --undo, else $SHELL. Returns
 * NULL after printing that a shell is unknown.
 */
static const struct shell *const *wanted(int argc, char **argv)
{
	const struct shell **list = mem_array((size_t)argc + 2, sizeof(struct shell *));
	const char *login = getenv("SHELL");

	if (!argc && want_undo)
		return shells;
	list[0] = !argc && login ? shell_find(login) : NULL;
	for (int i = 0; i < argc; i++) {
		list[i] = command_shell(&cmd_setup, argv[i]);
		if (!list[i])
			return NULL;
	}
	return list;
}

static int run_setup(struct context *ctx, int argc, char **argv)
{
	const struct shell *const *list = wanted(argc, argv);
	const char *login = getenv("SHELL"), *program = setup_lasting(program_path());
	bool changed = false;
	int ret = EXIT_DONE;

	if (want_everywhere && argc)
		return command_usage(&cmd_setup, "'--everywhere' takes no SHELL");
	if (!list)
		return EXIT_USAGE;
	if (!list[0] && !want_everywhere)
		return error("'%s' has no hook; name your shell, as in 'avenv setup bash'",
			     login ? shown(login) : "SHELL");
	if (!ctx->settings.home)
		return error("HOME is not set to an absolute path");
	if (!want_undo && setup_in_cache(program))
		return error("'%s' is in a cache, where it will be deleted; type 'uv tool install "
			     "avenv', then 'avenv setup'",
			     shown(program));
	if (want_everywhere || (want_undo && !argc)) {
		int done = want_undo ? everywhere_undo() :
				       everywhere_add(program_helper(), program_everywhere);

		changed = done > 0;
		ret = done < 0 ? EXIT_FAILED : ret;
	}
	for (size_t i = 0; list[i] && !want_everywhere; i++) {
		int done = want_undo ? setup_undo(list[i]) : setup_add(list[i], program);

		changed |= done > 0;
		ret = done < 0 ? EXIT_FAILED : ret;
	}
	if (want_undo && (changed || !ret))
		note(changed ? "open shells keep avenv; 'avenv off' turns it off there" :
			       "there was nothing to undo");
	else if (changed && want_everywhere)
		note("sh and bash read that from the next login on, other shells in each new one");
	else if (changed && list[1])
		note("open a new shell");
	else if (changed && list[0])
		note("open a new shell, or type 'exec %s'", list[0]->name);
	return ret;
}

const struct command cmd_setup = {
	.name = "setup",
	.args = "[--everywhere] [--undo] [SHELL...]",
	.summary = "Load avenv in new shells, by one line in a startup file",
	.example = "avenv setup",
	.options = options,
	.run = run_setup,
};
