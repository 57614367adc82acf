/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shell: the quoting, code, startup file and idle test of each shell, in one file with one struct
 * shell. No other room of the helper contains a shell's syntax.
 *
 * In a template `@` means a variable's name and `^` a word, quoted. A template is one or more
 * complete commands, unless its comment says otherwise. NULL: there is nothing to do.
 */
#ifndef AVENV_SHELL_H
#define AVENV_SHELL_H

#include "core/buf.h"
#include "plan/plan.h"
#include "shell/watch.h"

/**
 * version of the protocol between hook and helper; a helper of another version exits with status 2
 */
#define SHELL_PROTOCOL "6"

struct shell {
	/** as in `avenv hook NAME`; the end of the names of its files in hooks and completions */
	const char *name, *suffix;
	/** the stock activation script in an environment's bin; NULL: none */
	const char *script;
	/** append TEXT, of any bytes from 1 to 255, as one word of printable characters */
	void (*quote)(struct buf *b, const char *text);
	/** quote() for a person to type, without unprintable bytes; NULL: quote() has none */
	void (*quote_typed)(struct buf *b, const char *text);
	/** the end of the word of quote() that begins at TEXT; NULL: none begins there */
	const char *(*word_end)(const char *text);
	/**
	 * characters that are escaped in a candidate of a completion, and the text between a
	 * candidate and its description; or NULL
	 */
	const char *candidate_special, *candidate_end;
	/** append VALUE as the words of the list PATH; NULL: PATH is a string */
	void (*quote_path)(struct buf *b, const char *value);
	/** append the code that defines the idle test; AGAIN: a look follows in any case */
	void (*watch)(struct buf *b, const struct shell *shell, const struct watch *watch,
		      bool again);
	/**
	 * the idle test that shell_watch() writes: a beginning, a template for each file, the end.
	 * bash and zsh test that all is as it was, the other shells that something is not
	 */
	struct {
		/** the beginning; the same, if a look follows in any case */
		const char *never, *always;
		/** the path ^ must be missing, must exist, must not be a link */
		const char *absent, *present, *link;
		/** `around` ^1 `way` ^2: the paths ^1 and ^2 must be one directory */
		const char *around, *way;
		/** `older` ^1 `newer` ^2: the file ^1 must not be newer than the file ^2 */
		const char *older, *newer;
		/** the file ^ must have the modification time @, in seconds since the epoch */
		const char *unchanged;
		const char *end;
	} idle;

	/** parts of commands: export several variables; set several of the hook's own */
	const char *export_begin, *export_one, *assign_one, *list_end;
	const char *unset_variable;
	/** give PATH, the variable @, which is set, another value; NULL: as any variable */
	const char *set_path;
	/** the command that code printed for the hook's function begins with */
	const char *mark;
	/** for a person: run a second command if the first one succeeds */
	const char *and_then;
	/**
	 * one command each, for a person: export a variable; unset it; put the directory ^ first in
	 * PATH; read the file @; read the file @ if it exists
	 */
	const char *export_line, *unset_line, *path_line, *read_line, *read_line_if_there;
	/**
	 * `deactivate`: define it for elements of PATH, joined by a colon; define it if missing;
	 * remove it
	 */
	const char *define_deactivate, *define_deactivate_if_missing, *unset_deactivate;
	/**
	 * variables of a stock activate script: restore the prompt; restore PYTHONHOME to the
	 * variable @; restore the others, and unset all
	 */
	const char *script_prompt, *script_pythonhome, *script_variables;
	/** the startup file, in the home directory or in that of the variable `dir_variable` */
	struct {
		const char *dir_variable;
		/**
		 * file in the home directory that may set the variable for this shell only, and a
		 * pattern of that line; or NULL
		 */
		const char *dir_file, *dir_pattern;
		/** setup's line is added to the first one; the others may contain it as well */
		const char *files[5];
		/** the shell reads the first file that exists, and setup's line is added to that */
		bool reads_one;
		/** a login shell reads, in place of the first file, the next one that exists */
		bool has_login_files;
		/**
		 * the line for a person; setup's, which prints nothing once the program is gone; @
		 * is the program as a word
		 */
		const char *line, *line_if_there;
	} startup;
	/**
	 * print a line; let avenv record a sourced environment, or one in an allowed tree, and look
	 * again, for the tree because of the event @; compare the environment with the declared
	 * file; if that succeeds, look again, and from now on for a change of the file ^ (NULL: the
	 * shell cannot)
	 */
	const char *say, *record_sourced, *record_for_tree, *check, *checked;
	/** the variable that names the commands of a prompt; NULL: none */
	const char *prompts;
};

extern const struct shell shell_bash, shell_zsh, shell_fish, shell_tcsh, shell_elvish, shell_xonsh,
	shell_nu;

/* The shell called NAME, which may be a path or a login name: /bin/zsh, -zsh. NULL: none. */
const struct shell *shell_find(const char *name);

/* The shells, ended by NULL. */
extern const struct shell *const shells[];

/*
 * Characters that need no quotes. ~ is not included: zsh's extended_glob also expands it in the
 * middle of a word. fish expands a leading % (%self).
 */
#define SHELL_PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+@%"

/*
 * PATH as one word of SHELL for pasting: never an option, quoted only if needed. Below home it is
 * ~/…, unless it needs quotes.
 */
const char *shell_word(const struct shell *shell, const char *path);

/* shell_word() without the ~, for a file: a program may set HOME before the shell reads it. */
const char *shell_full_word(const struct shell *shell, const char *path);

/* The end of the text in quotes QUOTE at TEXT, or NULL; ESCAPES: a backslash escapes a quote. */
const char *shell_quotes_end(const char *text, char quote, bool escapes);

/*
 * The command LINE for a text, in single quotes. A command that contains some itself stands on a
 * line of its own: copied with quotes around it, as a reader sees it, a shell would run parts of a
 * name. shell_lines() makes the lines of such a text.
 */
const char *shell_line(const char *line);
const char *shell_own_line(const char *line);

/*
 * The word for avenv in commands to type: "avenv", or its path where neither a hook nor PATH has
 * it. shell_typed() puts it into the command LINE.
 */
extern const char *shell_avenv;
const char *shell_typed(const char *line);

/*
 * TEXT with each command of shell_line() as it is printed, and with shell_typed(): what stands
 * before a line of its own ends in ':', and what follows begins a line. No other newline ends a
 * line.
 */
const char *shell_lines(const char *text);

/* The same, without an unprintable character. */
const char *shell_message(const char *text);

/*
 * Append TEMPLATE with NAME for @ and VALUE, quoted, for ^. Either may be NULL if TEMPLATE does not
 * contain it. TEMPLATE may be NULL.
 */
void shell_put(struct buf *b, const struct shell *shell, const char *template, const char *name,
	       const char *value);

/* Append the idle test made of SHELL's templates, as watch() does. */
void shell_watch(struct buf *b, const struct shell *shell, const struct watch *watch, bool again);

/* Append the code that exports NAME with VALUE. */
void shell_export(struct buf *b, const struct shell *shell, const char *name, const char *value);

/*
 * Append the code that carries out PLAN for LOOK. The last assignment sets the state: a new state
 * shows that the code was evaluated.
 */
void shell_answer(struct buf *b, const struct shell *shell, const struct look *look,
		  const struct plan *plan);

#endif
