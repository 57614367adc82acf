/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put the line that loads the hook into a shell's startup file, or take it out again. */
#include "setup/setup.h"

#include <stdlib.h>

#include "command/command.h"
#include "command/program.h"
#include "core/mem.h"

#include "core/banned.h"

static bool ignored, want_undo;

static const struct option_spec options[] = {
	{ .letter = 'y', .name = "yes", .flag = &ignored },
	{ .name = "undo",
	  .help = "take the line out again; default: all shells",
	  .flag = &want_undo },
	{ 0 },
};

/* The shells that are named, or the default, ended by NULL; or NULL having said what is wrong. */
static const struct shell *const *wanted(int argc, char **argv)
{
	const char *login = getenv("SHELL");
	const struct shell **list = mem_array((size_t)argc + 2, sizeof(struct shell *));

	if (!argc && want_undo)
		return shells;
	if (!argc) {
		list[0] = login ? shell_find(login) : NULL;
		if (!list[0])
			error("'%s' has no hook; name your shell, as in 'avenv setup bash'",
			      login ? shown(login) : "SHELL");
	}
	for (int i = 0; i < argc; i++) {
		list[i] = command_shell(&cmd_setup, argv[i]);
		if (!list[i])
			return NULL;
	}
	return list[0] ? list : NULL;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *const *list = wanted(argc, argv);
	struct setup s = { .settings = &ctx->settings,
			   .user = &ctx->user,
			   .program = program_lasting() };
	int status = EXIT_DONE;

	if (!list)
		return argc ? EXIT_USAGE : EXIT_FAILED;
	if (!ctx->settings.home) {
		error("HOME is not set to an absolute path");
		return EXIT_FAILED;
	}
	if (!want_undo && program_in_cache(s.program)) {
		error("'%s' is in a cache, where it will be deleted; type 'uv tool install avenv', "
		      "then 'avenv setup'",
		      shown(s.program));
		return EXIT_FAILED;
	}
	for (size_t i = 0; list[i]; i++)
		if (want_undo ? setup_undo(&s, list[i]) : setup_add(&s, list[i]))
			status = EXIT_FAILED;
	if (want_undo && (s.changed || status == EXIT_DONE))
		note(s.changed ? "open shells keep avenv; 'avenv off' turns it off there" :
				 "there was nothing to undo");
	else if (s.changed)
		note("open a new shell, or type 'exec %s'", list[0]->name);
	return status;
}

const struct command cmd_setup = {
	.name = "setup",
	.args = "[--undo] [SHELL...]",
	.summary = "Have your shell load avenv, by one line in its startup file",
	.example = "avenv setup",
	.options = options,
	.run = run,
};
