/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Put the one line that loads the hook into a shell's startup file, or take it
 * out again.  Naming the command is the user's word, as with `conda init`, so
 * nothing is asked; but where no person is at the terminal, -y has to say it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/census.h"
#include "cli/clash.h"
#include "cli/command.h"
#include "cli/own.h"
#include "cli/shells.h"
#include "cli/startup.h"
#include "cli/startup_change.h"
#include "cli/startup_tell.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static bool want_yes, want_undo, want_print;
static struct strings found_dirs;

static const struct option_spec options[] = {
	{ .letter = 'y',
	  .name = "yes",
	  .help = "also where there is no terminal",
	  .flag = &want_yes },
	{ .name = "print", .help = "only print what would be changed", .flag = &want_print },
	{ .name = "found",
	  .arg = "DIR",
	  .help = "count the environments below DIR (may be repeated)",
	  .values = &found_dirs },
	{ .name = "undo",
	  .help = "take the line out again; no SHELL: of all three",
	  .flag = &want_undo },
	{ 0 },
};

/** What was done, over all shells. */
struct done {
	size_t changed, errors;
	/** changes that --print only shows, and that wait for a -y */
	size_t shown, held_back;
};

/* Nobody has to be asked, or nobody is asked. */
static bool may_edit(void)
{
	return !want_print && (want_yes || question_possible());
}

/* What is left would fail in the same way. */
static bool is_exhausted(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd < 0;
}

/* Make E, of LINE or NULL, in F, show it, or hold it back. */
static void edit(const struct context *ctx, struct startup_file *f, struct startup_edit *e,
		 const char *line, struct done *done)
{
	struct buf why = BUF_INIT;

	if (want_print) {
		startup_print(f, e, line);
		done->shown++;
		return;
	}
	if (e->what == STARTUP_SAME) {
		startup_tell(f, e, line);
		return;
	}
	if (!may_edit()) {
		startup_print(f, e, line);
		done->held_back++;
		return;
	}
	if (!startup_change(f, &ctx->user, ctx->settings.home, line, e, &why)) {
		startup_tell(f, e, line);
		done->changed++;
		return;
	}
	done->errors++;
	error("%s", why.data);
	if (line)
		startup_tell_by_hand(line);
	else
		fprintf(stderr, "To do it by hand, take line %u out of %s\n", e->line,
			startup_named(f));
}

/* ---- putting it in ------------------------------------------------------ */

static void put_place(const struct context *ctx, struct startup_place *place, struct done *done)
{
	struct startup_file *f = &place->file;
	struct startup_edit e;

	if (place->problem) {
		error("%s", place->problem);
		startup_tell_by_hand(place->line);
		done->errors++;
		return;
	}
	if (may_edit())
		startup_sweep(f);
	startup_plan(f, place->line, &e);
	edit(ctx, f, &e, place->line, done);
}

/* Setup has put a line there before. */
static bool is_set_up(const struct startup *s)
{
	struct startup_edit e;

	startup_take(&s->places[0].file.text, &e);
	return e.what == STARTUP_REMOVED;
}

/* What to do now. */
static void tell_next(const struct shell *shell)
{
	if (shell == paste_shell())
		note("now 'exec %s', or open a new shell", shown(shell->name));
	else
		note("a new %s has it", shown(shell->name));
}

static void set_up(struct context *ctx, const struct shell *shell, struct done *done)
{
	size_t changed = done->changed, errors = done->errors;
	const char *program = own_lasting_needed();
	struct buf why = BUF_INIT;
	struct startup s;

	if (!program) {
		done->errors++;
		return;
	}
	if (startup_wanted(&ctx->settings, shell, program, &s, &why)) {
		error("%s", why.data);
		done->errors++;
		return;
	}
	if (s.by_hand && !is_set_up(&s)) {
		note("'%s', line %u, loads avenv already; nothing was added", shown(s.by_hand),
		     s.by_hand_line);
		return;
	}
	/* What reads the first is of no use without it. */
	for (size_t i = 0; i < s.count && done->errors == errors; i++)
		put_place(ctx, &s.places[i], done);
	if (done->changed > changed)
		tell_next(shell);
}

/* ---- taking it out ------------------------------------------------------ */

static void take_from(struct context *ctx, const char *path, struct done *done)
{
	struct buf why = BUF_INIT;
	struct startup_edit e;
	struct startup_file f;
	unsigned line;

	if (startup_open(path, &f, &why)) {
		if (f.unread) {
			error("%s", why.data);
			done->errors++;
		}
		return;
	}
	if (may_edit())
		startup_sweep(&f);
	startup_plan(&f, NULL, &e);
	if (e.what == STARTUP_REMOVED) {
		edit(ctx, &f, &e, NULL, done);
		return;
	}
	line = startup_loads(&f.text);
	if (line)
		note("'%s', line %u, loads avenv, but setup did not write it: "
		     "it stays",
		     shown(path), line);
}

static void undo(struct context *ctx, const struct shell *shell, struct done *done)
{
	const char *paths[STARTUP_PLACES], *hidden;
	size_t count = startup_known(&ctx->settings, shell, paths);

	for (size_t i = 0; i < count; i++)
		take_from(ctx, paths[i], done);
	hidden = shell == &shell_zsh ? startup_zdotdir_hidden(&ctx->settings) : NULL;
	if (hidden)
		note("'%s' sets ZDOTDIR, so only zsh knows where another "
		     ".zshrc is; type there: %s",
		     shown(hidden), startup_zdotdir_line(own_lasting(), "--undo "));
}

/* ---- the command -------------------------------------------------------- */

/* The shells to be looked at, ended by NULL; NULL having said what is wrong. */
static const struct shell *const *shells_wanted(int argc, char **argv, int *status)
{
	static const struct shell *login[2];

	if (argc)
		return shells_named(&cmd_setup, argc, argv, status);
	if (want_undo)
		return shells;
	login[0] = shells_login(&cmd_setup);
	*status = EXIT_FAILED;
	return login[0] ? login : NULL;
}

static int conclude(const struct done *done)
{
	if (!done->held_back)
		return done->errors ? EXIT_FAILED : EXIT_DONE;
	error("nothing was changed, as there is no terminal; '-y' does it all the "
	      "same");
	return EXIT_FAILED;
}

static int take_all(struct context *ctx, const struct shell *const *list)
{
	struct done done = { 0 };

	for (; *list; list++)
		undo(ctx, *list, &done);
	if (done.changed)
		note("shells that are open keep it; 'avenv off' switches it off "
		     "there");
	else if (!done.shown && !done.held_back && !done.errors)
		note("there was nothing to undo");
	return conclude(&done);
}

/* What else turns environments on. */
static void tell_clashes(const struct context *ctx, const struct shell *const *list)
{
	struct clashes clashes = { 0 };

	for (; *list; list++)
		clash_find_shell(&ctx->settings, *list, &clashes);
	clash_find(&ctx->settings, &clashes);
	for (size_t i = 0; i < clashes.count; i++)
		note("%s", clash_text(&clashes.list[i]));
}

static int put_all(struct context *ctx, const struct shell *const *list)
{
	struct done done = { 0 };

	for (size_t i = 0; list[i]; i++) {
		set_up(ctx, list[i], &done);
		if (done.errors && is_exhausted())
			return EXIT_FAILED;
	}
	if (done.changed && own_is_build())
		note("that is the avenv in a build directory, '%s'; 'make "
		     "install' gives it a place to stay",
		     shown(path_parent(own_program())));
	tell_clashes(ctx, list);
	if (census_tell(ctx, &found_dirs))
		done.errors++;
	return conclude(&done);
}

/* It is never made: who has none is no person. */
static bool has_home(const struct context *ctx)
{
	const char *home = ctx->settings.home;
	struct file_info info;

	if (!home)
		error("there are no startup files: HOME is not set to an "
		      "absolute path");
	else if (file_stat(home, &info))
		error_errno("cannot open '%s'", shown(home));
	else
		return true;
	return false;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *const *list;
	int status = EXIT_DONE;

	if (want_undo && found_dirs.count)
		return command_usage(&cmd_setup, "'--found' does not go with '--undo'");
	list = shells_wanted(argc, argv, &status);
	if (!list)
		return status;
	if (!has_home(ctx))
		return EXIT_FAILED;
	return want_undo ? take_all(ctx, list) : put_all(ctx, list);
}

const struct command cmd_setup = {
	.name = "setup",
	.args = "[-y] [--print] [--found DIR] [--undo] [SHELL...]",
	.summary = "Have your shell load avenv, by one line in its startup "
		   "file",
	.example = "avenv setup --found ~/src",
	.options = options,
	.writes = true,
	.run = run,
};
