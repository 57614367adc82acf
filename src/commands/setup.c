/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Add the line that loads the hook to a shell's startup file, or remove it. */
#include "setup/setup.h"
#include "setup/everywhere.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/paste.h"
#include "records/private_group.h"
#include "setup/everywhere_lines.h"
#include "setup/in_effect.h"
#include "setup/program.h"
#include "system/child.h"
#include "system/platform.h"

static bool want_undo, want_everywhere;

static const struct option_spec options[] = {
	{ 0, "everywhere", NULL, "instead: for agents, editors, make and cron",
	  .flag = &want_everywhere },
	{ 0, "undo", NULL, "take the line out again; default: of all shells", .flag = &want_undo },
	{ 0 },
};

/* The shells in ARGV, as a list ended by NULL; NULL after printing that a shell is unknown. */
static const struct shell *const *named_shells(int argc, char **argv)
{
	const struct shell **list = mem_array((size_t)argc + 1, sizeof(struct shell *));

	for (int i = 0; i < argc; i++) {
		list[i] = command_shell(&cmd_setup, argv[i]);
		if (!list[i])
			return NULL;
	}
	return list;
}

/* The shells that are meant where none is named; NULL after printing that there is none. */
static const struct shell *const *default_shells(void)
{
	static const struct shell *list[2];
	const char *login = getenv("SHELL");

	if (want_undo)
		return shells;
	if (want_everywhere)
		return everywhere_shells();
	list[0] = login ? shell_find(login) : NULL;
	if (list[0])
		return list;
	error("%s; name your shell, as in 'avenv setup bash'",
	      login ? joined("'", shown(login), "' has no hook") : "SHELL is not set");
	return NULL;
}

/* `setup SHELL` adds no line of --everywhere: name the command that does. */
static void note_everywhere(const struct shell *const *list)
{
	for (; everywhere_is_set_up() && *list; list++)
		if (everywhere_lacks_line(*list))
			note("'setup --everywhere' does not reach %s yet: %s adds that line",
			     (*list)->name, paste_quoted(everywhere_line_command(*list)));
}

/* The startup file of a shell has setup's line for PROGRAM. */
static bool is_set_up(const char *program)
{
	for (const struct shell *const *shell = shells; *shell; shell++)
		if (setup_has(hook_loader(*shell), program))
			return true;
	return false;
}

/* avenv is in BIN: print the line that puts it on PATH, unless a startup file has one. */
static void note_path(const char *bin)
{
	const char *name = getenv("SHELL");
	const struct shell *login = name ? shell_find(name) : NULL, *here = paste_shell();
	struct buf line = BUF_INIT;

	/* A login of another known shell does not read bash's files. */
	if (!login)
		login = &shell_bash;
	if (everywhere_path_line(login, bin) ||
	    (here != &shell_bash && everywhere_path_line(here, bin)))
		return;
	shell_put(&line, paste_shell(), paste_shell()->path_line, NULL, bin);
	note("scripts do not find avenv: '%s' is not on PATH; %s in your startup file changes that",
	     shown(bin), paste_quoted(line.data));
}

/* No shell was named, and SHELL was set up: does the one that runs this have a hook? */
static void note_this_shell(const struct shell *shell)
{
	const char *program = platform_program_of(getppid());
	const struct shell *here = program ? shell_find(program) : NULL;

	if (here && here != shell && isatty(STDERR_FILENO) && !setup_loads_hook(here))
		note("this shell is %s, which does not load avenv yet: %s adds that line",
		     here->name, paste_quoted(joined("avenv setup ", here->name)));
}

/* NAMED: the user named the shells */
static int add_lines(const struct shell *const *list, const char *program, bool named)
{
	bool first = !is_set_up(program);
	int done = 0;

	for (size_t i = 0; list[i]; i++)
		done = setup_both(done, setup_add(hook_loader(list[i]), program));
	if (first && done > 0 && !streq(shell_avenv, "avenv"))
		note_path(path_parent(program));
	note_everywhere(list);
	if (!named)
		note_this_shell(list[0]);
	if (done > 0 && list[1])
		note("open a new shell");
	else if (done > 0)
		note("open a new shell, or type 'exec %s'", list[0]->name);
	return done;
}

/* NAMED: the first shell of LIST, if the user named it */
static int add_everywhere(const struct shell *const *list, const char *named)
{
	int done = everywhere_add(list);
	const char *login = getenv("SHELL"), *line;
	struct reason here;

	if (done > 0)
		note(everywhere_lacks_line(&shell_bash) ?
			     "each new shell reads that" :
			     "sh and bash read that from the next login on, other shells in each "
			     "new one");
	if (done > 0 && everywhere_reason(&here) && *here.next) {
		if (streq(here.next, everywhere_line_command(paste_shell())))
			note_everywhere((const struct shell *const[]){ paste_shell(), NULL });
		else
			note("%s loads it in this shell", paste_quoted(here.next));
	}
	while (*list && !setup_loads_hook(*list))
		list++;
	line = login && shell_find(login) ? "avenv setup" : setup_missing().next;
	if (done >= 0 && !*list)
		note("a prompt needs a line of its own: %s adds it",
		     paste_quoted(named ? joined("avenv setup ", named) : line));
	return done;
}

/* Undo, if LINES, setup for the shells of LIST, and, if EVERYWHERE, `setup --everywhere`. */
static int undo(const struct shell *const *list, bool lines, bool everywhere)
{
	int done = everywhere ? everywhere_undo() : 0;

	for (; lines && *list; list++)
		done = setup_both(done, setup_undo(hook_loader(*list)));
	if (done >= 0)
		note(done ? "shells that are open keep avenv" : "there was nothing to undo");
	return done;
}

static int run_setup(struct context *ctx, int argc, char **argv)
{
	const struct shell *const *list = argc ? named_shells(argc, argv) : default_shells();
	const char *program = programs_lasting(program_path());
	int done;

	if (!list)
		return argc ? EXIT_USAGE : EXIT_FAILED;
	if (want_everywhere && want_undo && argc)
		return command_usage(&cmd_setup, "'--everywhere --undo' takes no SHELL");
	if (!ctx->settings.home)
		return error("HOME is not set to an absolute path");
	if (!want_undo)
		private_group_expect(&ctx->trust);
	if (want_undo)
		done = undo(list, !want_everywhere, want_everywhere || !argc);
	else if (setup_in_cache(program))
		return error("'%s' is in a cache, where it will be deleted; type 'uv tool install "
			     "avenv', then '~/.local/bin/avenv setup'",
			     shown(program));
	else if (program_check(program))
		/* Without the helper, the line would print an error in each new shell. */
		return EXIT_FAILED;
	else
		done = want_everywhere ? add_everywhere(list, argv[0]) :
					 add_lines(list, program, argc);
	return done < 0 ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_setup = {
	.name = "setup",
	.args = "[--everywhere] [--undo] [SHELL...]",
	.summary = "Load avenv in new shells, by one line in a startup file",
	.notes = "SHELL: bash, zsh, fish, tcsh, elvish, xonsh, nu",
	.example = "avenv setup",
	.options = options,
	.run = run_setup,
};
