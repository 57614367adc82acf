/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room cli has the table of commands and options, from which parsing, help and completion
 * follow. main() reads a command line and runs one command of src/commands.
 *
 * To add a command: write src/commands/NAME.c with one `const struct command cmd_NAME`, name it in
 * COMMANDS, and describe it in avenv.1. The synopsis names the arguments: their maximum number and
 * their completion (kinds[] in complete.c) follow from it.
 */
#ifndef AVENV_COMMAND_H
#define AVENV_COMMAND_H

#include "core/buf.h"
#include "lookup/context.h"
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

/** An option of a command; the table ends with an all-zero one. */
struct option_spec {
	/** short letter, 0 for none */
	char letter;
	/** long name, without dashes; "" for none */
	const char *name;
	/** name of its argument; in brackets: it may be left out, which is ""; NULL: none */
	const char *arg;
	/** one line for the help and completion; NULL: not listed */
	const char *help;
	/** set to true by an option without argument */
	bool *flag;
	/**
	 * set to the argument; or list of the arguments, in order, of an option that may be
	 * repeated
	 */
	const char **value;
	struct strings *values;
};

struct command {
	const char *name;
	/** another name for it, or NULL */
	const char *alias;
	/** synopsis of the arguments */
	const char *args;
	/** minimum number of arguments */
	int args_min;
	/** one line for the help and completion */
	const char *summary;
	/** an example, as typed */
	const char *example;
	const struct option_spec *options;
	/** options end at the first argument */
	bool stop_early;
	/** internal: not listed */
	bool hidden;
	/**
	 * function that runs the command: ARGV has the ARGC arguments left after the options, and a
	 * NULL. Returns an exit status; -1: EXIT_FAILED
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
	X(up)                                                                                      \
	X(use)                                                                                     \
	X(move)                                                                                    \
	X(remove)                                                                                  \
	X(recreate)                                                                                \
	X(repair)                                                                                  \
	X(doctor)                                                                                  \
	X(packages)                                                                                \
	X(freeze)                                                                                  \
	X(check)                                                                                   \
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

/* All commands, ended by NULL. */
extern const struct command *const commands[];

/* Options of every command, and options before the command's name. */
extern const struct option_spec common_options[], global_options[];

/* The command with the name or alias NAME; or NULL. */
const struct command *command_find(const char *name);

/* Print that WORD is no command, with the name of a similar one. Returns EXIT_USAGE. */
int command_unknown(const char *word);

/* The name of argument number N, from 0, in the synopsis of CMD: "ENV". NULL if CMD takes fewer. */
const char *command_argument(const struct command *cmd, int n);

/*
 * Parse the options of CMD in ARGV, whose first element is its name, and run it. Returns an exit
 * status, or -1 for EXIT_FAILED.
 */
int command_run(const struct command *cmd, struct context *ctx, int argc, char **argv);

/** --help was given */
extern bool command_help_wanted, command_version_wanted;

/* The directory of -C; or NULL */
extern const char *command_start_dir;

/* Print the usage and the options of CMD. */
void command_help(const struct command *cmd);

/* Print "avenv: MESSAGE; see 'avenv CMD --help'". Returns EXIT_USAGE. */
int command_usage(const struct command *cmd, const char *fmt, ...) PRINTF(2, 3);

/*
 * Change the working directory to TO as `cd` does, and update CTX. Returns 0, or -1 after printing
 * why.
 */
int change_dir(struct context *ctx, const char *to);

/* The shell NAME, a name or a path; NULL after printing that it is unknown, as an error of CMD. */
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

	/** index of the next word; the remaining letters of a word like "-qn" */
	int next;
	const char *letters;
	/** all words that follow are arguments */
	bool ended;
	/** result: an argument or an option as typed; the option; its value */
	const char *word;
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

/* Store the option that was read in its flag or value. */
void options_set(const struct options *o);

/* Print the error in the last word that was read. Returns EXIT_USAGE. */
int options_error(const struct command *cmd, const struct options *o);

#endif
