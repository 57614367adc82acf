/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/bench.h"
#include "cli/guard.h"
#include "cli/hooks_embed.h"
#include "cli/msg.h"
#include "cli/outer.h"
#include "cli/own.h"
#include "cli/tree.h"
#include "cli/words.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"

#include "core/banned.h"

/* The environment has no Python to run, and none is: that one is executable. */
static int fill(int dir)
{
	static const char *const dirs[] = {
		"away",    "elsewhere",     "zsh",
		"project", "project/.venv", "project/.venv/bin"
	};
	static const struct {
		const char *name, *text;
	} files[] = {
		{ "bench.bash", bench_bash },
		{ "zsh/.zshenv", bench_zsh },
		{ "bench.fish", bench_fish },
		{ "project/.venv/pyvenv.cfg", "home = /usr/bin\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (mkdirat(dir, dirs[i], 0700))
			return -1;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (tree_write(dir, files[i].name, files[i].text,
			       strlen(files[i].text), 0600))
			return -1;
	return symlinkat(own_program(), dir, "project/.venv/bin/python");
}

/*
 * What the shells read there is run: who could give its name to another
 * directory could have his own run, or have another one of the user's removed.
 */
static int refuse(const struct bench_place *place, const char *parent)
{
	struct openings openings = { 0 };
	struct buf b = BUF_INIT;

	openings_of_way(&openings, &place->ctx->user, parent);
	if (openings.count)
		opening_text(&b, openings.list);
	else if (strchr(parent, ':'))
		buf_putl(&b, "'", shown(parent),
			 "' cannot be in PATH, as there is a ':' in it");
	return b.len ? error("%s; set TMPDIR to a directory of your own",
			     b.data) :
		       0;
}

int bench_place_make(struct bench_place *place)
{
	const char *wanted = settings_path("TMPDIR"), *parent;
	char real[PATH_MAX], *made;
	int dir, failed;

	if (!wanted)
		wanted = "/tmp";
	parent = realpath(wanted, real);
	if (parent && refuse(place, parent))
		return -1;
	made = mem_dups(
		path_join(parent ? parent : wanted, "avenv-bench-XXXXXX"));
	if (!mkdtemp(made))
		return error_errno("cannot make a directory in '%s'",
				   shown(wanted));
	place->dir = made;
	dir = tree_open(AT_FDCWD, place->dir);
	failed = dir < 0 || fill(dir);
	if (failed) {
		error_errno("cannot write to '%s'", shown(place->dir));
		bench_place_remove(place);
	}
	if (dir >= 0)
		close(dir);
	return failed ? -1 : 0;
}

int bench_place_remove(const struct bench_place *place)
{
	if (!tree_remove(AT_FDCWD, place->dir))
		return 0;
	return error_errno("cannot remove '%s'", shown(place->dir));
}

/* ---- its environment ---------------------------------------------------- */

/*
 * ENTRY is of the shell that we were started from, not of a new one, or has a
 * value of its own here.
 */
static bool is_unwanted(const char *entry)
{
	static const char *const starts[] = {
		"VIRTUAL_ENV=",
		"VIRTUAL_ENV_PROMPT=",
		"_OLD_VIRTUAL_",
		"AVENV_ENV=",
		"AVENV_HOOK",
		"AVENV_DISABLE=",
		"AVENV_PYTHONHOME",
		"AVENV_TRUST=",
		"_AVENV_BENCH",
		"PATH=",
		"TERM=",
		"ZDOTDIR=",
		"PWD=",
		"OLDPWD=",
	};

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
		if (starts_with(entry, starts[i]))
			return true;
	return false;
}

/* Records are neither needed nor made: the word is for these shells alone. */
static const char *trusted(const struct bench_place *place)
{
	const char *before = place->ctx->settings.trust;
	struct buf b = BUF_INIT;

	buf_putl(&b, is_set(before) ? before : "", is_set(before) ? ":" : "",
		 path_join(place->dir, "project"));
	return b.data;
}

static void add_common(struct words *w, const struct bench_place *place,
		       enum bench_way way)
{
	static const char *const ways[] = { "yours", "bare", "none" };
	const char *term = getenv("TERM");
	char extra[16];

	for (char **entry = environ; *entry; entry++)
		if (!is_unwanted(*entry))
			words_add(w, *entry);
	words_add_variable(w, "PATH", outer_path());
	/* A line editor that thinks little of its terminal is another one. */
	words_add_variable(
		w, "TERM",
		is_set(term) && !streq(term, "dumb") ? term : "xterm-256color");
	words_add_variable(w, "AVENV_TRUST", trusted(place));
	snprintf(extra, sizeof(extra), "%d", PTY_EXTRA);
	words_add_variable(w, "_AVENV_BENCH", ways[way]);
	words_add_variable(w, "_AVENV_BENCH_FD", extra);
	words_add_variable(w, "_AVENV_BENCH_DIR", place->dir);
	words_add_variable(w, "_AVENV_BENCH_AVENV", own_program());
	words_add_variable(w, "_AVENV_BENCH_HELPER", own_helper());
}

/* ---- how each shell is told what to read -------------------------------- */

static void add_bash(struct words *argv, struct words *env,
		     const struct bench_place *place, enum bench_way way)
{
	if (way == BENCH_YOURS) {
		words_add(argv, "--rcfile");
		words_add(argv, path_join(place->dir, "bench.bash"));
		return;
	}
	/* With --rcfile it would read the system's as well. */
	words_add(argv, "--norc");
	words_add_variable(env, "PROMPT_COMMAND",
			   ". \"$_AVENV_BENCH_DIR/bench.bash\"");
	/* A shell without startup files cuts the user's history to 500 lines. */
	words_add_variable(env, "HISTFILE", "/dev/null");
}

static void add_zsh(struct words *argv, struct words *env,
		    const struct bench_place *place, enum bench_way way)
{
	const char *before = getenv("ZDOTDIR");

	if (before)
		words_add_variable(env, "_AVENV_BENCH_ZDOTDIR", before);
	words_add_variable(env, "ZDOTDIR", path_join(place->dir, "zsh"));
	if (way != BENCH_YOURS)
		words_add(argv, "-d");
}

/* With -P it writes no history. */
static void add_fish(struct words *argv, enum bench_way way)
{
	if (way != BENCH_YOURS)
		words_add(argv, "--no-config");
	words_add(argv, "-P");
	words_add(argv, "-C");
	words_add(argv, "source $_AVENV_BENCH_DIR/bench.fish");
}

int bench_place_start(const struct bench_place *place,
		      const struct bench_shell *shell, enum bench_way way,
		      int says, struct pty *pty)
{
	struct words argv = { 0 }, env = { 0 };
	struct pty_program program = {
		.path = shell->program,
		.dir = path_join(place->dir, "away"),
		.extra = says,
	};

	add_common(&env, place, way);
	words_add(&argv, shell->shell->name);
	if (shell->shell == &shell_bash)
		add_bash(&argv, &env, place, way);
	else if (shell->shell == &shell_zsh)
		add_zsh(&argv, &env, place, way);
	else
		add_fish(&argv, way);
	words_add(&argv, "-i");
	words_add(&argv, NULL);
	words_add(&env, NULL);
	program.argv = argv.list;
	program.envp = env.list;
	return pty_start(pty, &program);
}
