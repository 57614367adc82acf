/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room cli has the tables of commands and options. Parsing, help and completion read these
 * tables. main() reads a command line and runs one command of src/commands.
 */
#ifndef AVENV_COMMAND_H
#define AVENV_COMMAND_H

#include "context/context.h"
#include "core/buf.h"
#include "print/msg.h"
#include "shell/shell.h"

/** Exit statuses */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	/** after ^C: 128 + SIGINT, as in shells */
	EXIT_INTERRUPTED = 130,
};

/** An option of a command. A table of options ends with an all-zero element. */
struct option_spec {
	/** short name, 'q' of -q; 0: none */
	char letter;
	/** long name without dashes; "": none */
	const char *name;
	/** name of the argument; NULL: none */
	const char *arg;
	/** one line for help and completion; NULL: the option is not listed */
	const char *help;
	/** set to true by an option without argument */
	bool *flag;
	/** set to the argument */
	const char **value;
	/** gets each argument, in order, if the option may be repeated */
	struct strings *values;
};

struct command {
	const char *name;
	/** another name of the command, or NULL */
	const char *alias;
	/**
	 * synopsis: "[OPTION...] [DIR]". It is parsed: how many arguments there may be, which are
	 * needed, and how each is completed
	 */
	const char *args;
	/** one line for help and completion */
	const char *summary;
	/** lines for --help, after the options; or NULL */
	const char *notes;
	/** the command of pip's that a user means by an argument too many; or NULL */
	const char *pip;
	/** an example, as typed, for help; or NULL */
	const char *example;
	const struct option_spec *options;
	/** ENV: a name means only one in this directory, as the command asks no question */
	bool names_here;
	/** options end at the first argument */
	bool stop_early;
	/** internal: not listed */
	bool hidden;
	/**
	 * Run the command. ARGV has the ARGC arguments, without options, and a NULL behind them.
	 * Returns an exit status, or -1 for EXIT_FAILED.
	 */
	int (*run)(struct context *ctx, int argc, char **argv);
};

/* In the order of the help */
#define COMMANDS(X)                                                                                \
	X(setup)                                                                                   \
	X(create)                                                                                  \
	X(up)                                                                                      \
	X(allow)                                                                                   \
	X(deactivate)                                                                              \
	X(run)                                                                                     \
	X(status)                                                                                  \
	X(activate)                                                                                \
	X(use)                                                                                     \
	X(select)                                                                                  \
	X(deny)                                                                                    \
	X(forget)                                                                                  \
	X(off)                                                                                     \
	X(on)                                                                                      \
	X(list)                                                                                    \
	X(packages)                                                                                \
	X(check)                                                                                   \
	X(freeze)                                                                                  \
	X(pythons)                                                                                 \
	X(path)                                                                                    \
	X(doctor)                                                                                  \
	X(repair)                                                                                  \
	X(recreate)                                                                                \
	X(move)                                                                                    \
	X(remove)                                                                                  \
	X(hook)                                                                                    \
	X(env)                                                                                     \
	X(help)                                                                                    \
	X(complete)

#define DECLARE_COMMAND(name) extern const struct command cmd_##name;
COMMANDS(DECLARE_COMMAND)

/* `avenv` without a command */
extern const struct command cmd_plain;

/* All commands, ended by NULL. */
extern const struct command *const commands[];

/* The options of every command, and the options that stand before the command's name. */
extern const struct option_spec common_options[], global_options[];

/* The command with the name or alias NAME. NULL: none. */
const struct command *command_find(const char *name);

/* Print that WORD is no command, and the name of a similar command. Returns EXIT_USAGE. */
int command_unknown(struct context *ctx, const char *word);

/*
 * The name of argument number N, from 0, in the synopsis of CMD: "ENV". NULL: CMD takes fewer.
 * NEEDED may be NULL; else *NEEDED, where there is such a name: CMD takes no fewer.
 */
const char *command_argument(const struct command *cmd, int n, bool *needed);

/*
 * Parse the options of CMD in ARGV, whose first element is its name, and run it. Returns an exit
 * status, or -1 for EXIT_FAILED.
 */
int command_run(const struct command *cmd, struct context *ctx, int argc, char **argv);

/* --help, also behind a command's name, and --version were given; the directory of -C, or NULL */
extern bool command_help_wanted, command_version_wanted;
extern const char *command_start_dir;

/* Print the help of CMD: usage, options, example. */
void command_help(const struct command *cmd);

/* Print "avenv: MESSAGE; see 'avenv CMD --help'". Returns EXIT_USAGE. */
int command_usage(const struct command *cmd, const char *fmt, ...) PRINTF(2, 3);

/* The shell NAME, a name or a path. NULL after printing the usage error of CMD: it is unknown. */
const struct shell *command_shell(const struct command *cmd, const char *name);

/* ---- reading options: options.c ------------------------------------------------ */

/** The state of parsing a command line. */
struct options {
	/** tables of options; NULL for none */
	const struct option_spec *tables[3];
	/** options end at the first argument */
	bool stop_early;
	char **words;
	int count;

	/** index of the next word */
	int next;
	/** in a word like "-qn": the letters behind the current option; or NULL */
	const char *letters;
	/** all words from `next` on are arguments */
	bool ended;
	/** the last word: an argument, or an option as typed */
	const char *word;
	/** the last option, and its value; NULL: none, or unknown */
	const struct option_spec *option;
	const char *value;
};

enum options_read {
	OPTIONS_END,
	OPTIONS_ARGUMENT,
	OPTIONS_OPTION,
	/** unknown option, missing value, or value for an option that takes none */
	OPTIONS_ERROR,
};

/* Read the next option or argument. */
enum options_read options_next(struct options *o);

/* Store the last option in its flag, value or values. */
void options_set(const struct options *o);

/* Print the error of OPTIONS_ERROR. Returns EXIT_USAGE. */
int options_error(const struct command *cmd, const struct options *o);

#endif
