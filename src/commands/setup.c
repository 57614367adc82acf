/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Put the line that loads the hook into a shell's startup file, or take it out again. Typing the
 * command is the user's word, as with `conda init`, so nothing is asked.
 */
#include "setup/setup.h"

#include "command/command.h"
#include "command/program.h"
#include "command/shells.h"
#include "core/mem.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static bool ignored, want_undo;

static const struct option_spec options[] = {
	{ .letter = 'y', .name = "yes", .flag = &ignored },
	{ .name = "undo",
	  .help = "take the line out again, by default of all shells",
	  .flag = &want_undo },
	{ 0 },
};

static void tell_next(const struct setup *s, const struct shell *const *list)
{
	if (!s->changed) {
		if (want_undo)
			note("there was nothing to undo");
	} else if (want_undo) {
		note("open shells keep avenv; 'avenv off' turns it off there");
	} else if (list[1]) {
		note("new shells load avenv");
	} else {
		note("open a new shell, or type 'exec %s'", list[0]->name);
	}
}

/* The shells that are named, or the default, ended by NULL; NULL having said what is wrong. */
static const struct shell *const *wanted(int argc, char **argv)
{
	const struct shell **list = mem_array((size_t)argc + 2, sizeof(struct shell *));

	if (!argc && want_undo)
		return shells;
	if (!argc)
		list[0] = shells_login(&cmd_setup);
	for (int i = 0; i < argc; i++) {
		list[i] = shells_find(&cmd_setup, argv[i]);
		if (!list[i])
			return NULL;
	}
	return list[0] ? list : NULL;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct setup s = { .settings = &ctx->settings, .user = &ctx->user };
	const char *home = ctx->settings.home;
	const struct shell *const *list;
	struct file_info info;
	int status = EXIT_DONE;

	list = wanted(argc, argv);
	if (!list)
		return argc ? EXIT_USAGE : EXIT_FAILED;
	if (!home)
		return error("HOME is not set to an absolute path") ? EXIT_FAILED : EXIT_DONE;
	if (file_stat(home, &info))
		return error_errno("cannot open '%s'", shown(home)) ? EXIT_FAILED : EXIT_DONE;
	s.program = program_lasting();
	for (size_t i = 0; list[i]; i++)
		if (want_undo ? setup_undo(&s, list[i]) : setup_add(&s, list[i]))
			status = EXIT_FAILED;
	if (status == EXIT_DONE || s.changed)
		tell_next(&s, list);
	return status;
}

const struct command cmd_setup = {
	.name = "setup",
	.args = "[--undo] [SHELL...]",
	.summary = "Have your shell load avenv, by one line in its startup file",
	.example = "avenv setup",
	.options = options,
	.writes = true,
	.run = run,
};
