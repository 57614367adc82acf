/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands and their options: one table, from which help, parsing and completion follow.
 *
 * To add a command: write src/commands/NAME.c with one `const struct command cmd_NAME`, name it in
 * COMMANDS, and describe it in avenv.1. The synopsis names the arguments, and with that says how
 * many there may be and how they complete: kinds[] in complete.c.
 */
#ifndef AVENV_COMMAND_H
#define AVENV_COMMAND_H

#include "core/buf.h"
#include "core/context.h"
#include "print/msg.h"
#include "shell/shell.h"

/** Exit statuses */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	/** by ^C, as shells count it */
	EXIT_INTERRUPTED = 130,
};

/** An option of a command; the table ends with an all-zero one. */
struct option_spec {
	/** the short letter, 0 for none */
	char letter;
	/** the long name, without dashes; "" for none */
	const char *name;
	/** the name of its argument; NULL: it takes none */
	const char *arg;
	/** one line; NULL: in no list */
	const char *help;
	/** set, for an option without argument */
	bool *flag;
	/** the argument; or the arguments, in order, of an option that may be repeated */
	const char **value;
	struct strings *values;
};

struct command {
	const char *name;
	/** another name for it, or NULL */
	const char *alias;
	/** the synopsis behind the name */
	const char *args;
	/** so many arguments are needed */
	int args_min;
	/** one line */
	const char *summary;
	/** an example, as typed */
	const char *example;
	const struct option_spec *options;
	/** options end at the first argument */
	bool stop_early;
	/** internal: in no list */
	bool hidden;
	/**
	 * ARGV holds the ARGC arguments left after the options, and a NULL. Returns an exit status;
	 * -1: EXIT_FAILED
	 */
	int (*run)(struct context *ctx, int argc, char **argv);
};

/* In the order of the help */
#define COMMANDS(X)                                                                                \
	X(hook)                                                                                    \
	X(setup)                                                                                   \
	X(allow)                                                                                   \
	X(deny)                                                                                    \
	X(forget)                                                                                  \
	X(status)                                                                                  \
	X(list)                                                                                    \
	X(pythons)                                                                                 \
	X(create)                                                                                  \
	X(use)                                                                                     \
	X(move)                                                                                    \
	X(remove)                                                                                  \
	X(recreate)                                                                                \
	X(repair)                                                                                  \
	X(doctor)                                                                                  \
	X(packages)                                                                                \
	X(freeze)                                                                                  \
	X(activate)                                                                                \
	X(deactivate)                                                                              \
	X(select)                                                                                  \
	X(off)                                                                                     \
	X(on)                                                                                      \
	X(run)                                                                                     \
	X(env)                                                                                     \
	X(path)                                                                                    \
	X(help)                                                                                    \
	X(complete)

#define DECLARE_COMMAND(name) extern const struct command cmd_##name;
COMMANDS(DECLARE_COMMAND)

/* `avenv` without a command */
extern const struct command cmd_plain;

/* All of them, ended by NULL. */
extern const struct command *const commands[];

/* The options of each command, and those before its name. */
extern const struct option_spec common_options[], global_options[];

/* The command with this name or alias, or NULL. */
const struct command *command_find(const char *name);

/* Print that WORD is no command, and which one may have been meant. Returns EXIT_USAGE. */
int command_unknown(const char *word);

/*
 * The name that the synopsis of CMD has for argument number N, from 0: "ENV". NULL: it takes fewer.
 */
const char *command_argument(const struct command *cmd, int n);

/*
 * Parse the options of CMD in ARGV, whose first element is its name, and run
 * it.  Returns an exit status.
 */
int command_run(const struct command *cmd, struct context *ctx, int argc, char **argv);

/** --help was given */
extern bool command_help_wanted, command_version_wanted;

/* The directory of -C; or NULL */
extern const char *command_start_dir;

/* Print how CMD is used. */
void command_help(const struct command *cmd);

/* Print "avenv: MESSAGE; see 'avenv CMD --help'". Returns EXIT_USAGE. */
int command_usage(const struct command *cmd, const char *fmt, ...) PRINTF(2, 3);

/* Go to TO as `cd` does. Returns 0, or -1 after printing why. */
int change_dir(struct context *ctx, const char *to);

/* The shell called NAME, a name or a path; NULL after printing that it has no hook. */
const struct shell *command_shell(const struct command *cmd, const char *name);

/* ---- reading options: options.c ------------------------------------------------ */

/** One reading of a command line. */
struct options {
	/** tables of options, up to a NULL */
	const struct option_spec *tables[3];
	/** options end at the first argument */
	bool stop_early;
	char **words;
	int count;

	/** the next word, and the letters left of one like "-qn" */
	int next;
	const char *letters;
	/** all words that follow are arguments */
	bool ended;
	/** what was read: an argument or an option as typed; the option, its value */
	const char *word;
	const struct option_spec *option;
	const char *value;
};

enum options_read {
	OPTIONS_END,
	OPTIONS_ARGUMENT,
	OPTIONS_OPTION,
	/** not an option; its value is missing; or there is one, but it takes none */
	OPTIONS_ERROR,
};

/* Read the next option or argument. */
enum options_read options_next(struct options *o);

/* Store the option that was read in its flag or value. */
void options_set(const struct options *o);

/* Print what is wrong with the last word that was read. Returns EXIT_USAGE. */
int options_error(const struct command *cmd, const struct options *o);

#endif
