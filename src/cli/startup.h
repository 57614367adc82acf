/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which startup files a shell reads, and what belongs there.  They are read as
 * text, never executed; what that cannot tell is said.
 */
#ifndef AVENV_STARTUP_H
#define AVENV_STARTUP_H

#include "cli/startup_file.h"
#include "core/settings.h"
#include "shell/shell.h"

enum {
	STARTUP_PLACES = 4,
};

/** A startup file, and the line that belongs there, without its mark. */
struct startup_place {
	struct startup_file file;
	const char *line;
	/** why it cannot be changed; NULL: it can, as far as is known */
	const char *problem;
};

struct startup {
	struct startup_place places[STARTUP_PLACES];
	size_t count;
	/** a file, and the line in it, that loads avenv by the user's own hand */
	const char *by_hand;
	unsigned by_hand_line;
};

/*
 * What SHELL needs so that interactive shells, and login shells, load the hook
 * of the avenv at PROGRAM, by ~ where that is in the home directory.  HOME is
 * set.  Returns 0, or -1 with the reason added to WHY.
 */
int startup_wanted(const struct settings *settings, const struct shell *shell, const char *program,
		   struct startup *s, struct buf *why) NODISCARD;

/*
 * bash's, in the home directory, ended by NULL: the one that interactive shells
 * read, then those of which a login shell reads the first that is there.
 */
extern const char *const startup_of_bash[];

/* Each file in which setup may have put a line for SHELL. */
size_t startup_known(const struct settings *settings, const struct shell *shell,
		     const char *paths[STARTUP_PLACES]);

/* The file that sets ZDOTDIR, which is not known here; NULL: none does. */
const char *startup_zdotdir_hidden(const struct settings *settings);

/*
 * What to type in zsh, which alone knows ZDOTDIR: `avenv setup` of PROGRAM,
 * with OPTIONS.
 */
const char *startup_zdotdir_line(const char *program, const char *options);

/* The directory of settings, of fish's files, and of zsh's. */
const char *startup_config_dir(const struct settings *settings);
const char *startup_fish_dir(const struct settings *settings);
const char *startup_zsh_dir(const struct settings *settings);

/* The line of TEXT that loads the hook, marked or not; 0: none does. */
unsigned startup_loads(const struct text *text);

#endif
