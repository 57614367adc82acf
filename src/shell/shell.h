/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shells: a struct and a file each. Nothing else knows any shell's syntax.
 *
 * In a template `@` stands for a variable's name and `^` for a word, quoted. A template is
 * one or more complete commands, but for those that say so.
 */
#ifndef AVENV_SHELL_H
#define AVENV_SHELL_H

#include "core/buf.h"
#include "plan/plan.h"
#include "shell/watch.h"

/** A hook and a helper of two protocols do not talk: the helper exits with status 2. */
#define SHELL_PROTOCOL "5"

struct shell {
	/** as in `avenv hook NAME` */
	const char *name;
	/** the stock activation script in an environment's bin */
	const char *script;
	/** TEXT as one word, whatever bytes (1 to 255) it holds, that a terminal can show */
	void (*quote)(struct buf *b, const char *text);
	/** a backslash inside '…' escapes the byte behind it */
	bool quotes_escape;
	/** in a candidate of a completion these are escaped; behind it, before a description, or NULL */
	const char *candidate_special, *candidate_end;
	/** VALUE as the words of the list that PATH is; NULL: PATH is a string */
	void (*quote_path)(struct buf *b, const char *value);
	/** the condition under which an idle prompt asks; AGAIN: always */
	void (*watch)(struct buf *b, const struct shell *shell, const struct watch *watch,
		      bool again);

	/** several variables exported, and several of the hook's own set */
	const char *export_begin, *export_one, *assign_one, *list_end;
	const char *unset_variable;
	/** as a person types it: unset a variable; put the directory ^ first in PATH */
	const char *unset_line, *path_line;
	/** the function `deactivate`, for a PATH entry; the same where there is none; gone */
	const char *define_deactivate, *define_deactivate_if_missing, *unset_deactivate;
	/**
	 * what a stock activate script has kept: the prompt, which comes back; PYTHONHOME, into
	 * the variable @; its variables, which go
	 */
	const char *script_prompt, *script_pythonhome, *unset_script_variables;
	/** the startup file, in the home directory, or where the variable `dir_variable` says */
	struct {
		const char *dir_variable;
		/** the file in home that may set it for this shell only, and how; or NULL */
		const char *dir_file, *dir_pattern;
		/** setup's line goes into the first; the others may have a line, too */
		const char *files[5];
		/**
		 * a login shell reads the first of those others that exists instead; it reads
		 * the first file, too, if it has a match of this; NULL: no such difference
		 */
		const char *login_reads;
		/** setup's line: @ is the program as a word */
		const char *line;
	} startup;
	/** a line is shown; avenv records an environment, and the shell looks again */
	const char *say, *record_sourced, *record_for_tree;
};

extern const struct shell shell_bash, shell_zsh, shell_fish;

/* The shell called NAME (maybe a path: /bin/zsh, -zsh), or NULL. */
const struct shell *shell_find(const char *name);

/* The shells, ended by NULL. */
extern const struct shell *const shells[];

/*
 * Characters that need no quotes. Without ~, which zsh's extended_glob also expands in the middle of
 * a word; fish expands %self.
 */
#define SHELL_PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+@%"

/*
 * PATH as one word of SHELL to be pasted: never an option, quoted only where that is needed. It
 * is ~/… below home, unless a character in it needs quotes.
 */
const char *shell_word(const struct shell *shell, const char *path);

/* The command LINE in single quotes, or in double quotes where it has single ones. */
const char *shell_line(const char *line);

/* Add TEMPLATE with NAME and VALUE, either of which may be NULL where it does not stand. */
void shell_put(struct buf *b, const struct shell *shell, const char *template, const char *name,
	       const char *value);

/* Add the code that exports NAME with VALUE. */
void shell_export(struct buf *b, const struct shell *shell, const char *name, const char *value);

/*
 * Add the code that carries out PLAN, which LOOK led to. Its last assignment is the state:
 * where that is new, the code was evaluated.
 */
void shell_answer(struct buf *b, const struct shell *shell, const struct look *look,
		  const struct plan *plan);

#endif
