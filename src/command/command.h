/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands and their options: one table, from which the help is printed.
 *
 * To add a command: write src/commands/NAME.c with one `const struct command`, declare
 * it below and name it in commands[] in command.c, in the order of the help;
 * describe it in avenv.1. An argument completes by what the synopsis calls it,
 * or the option: kinds[] in complete.c.
 */
#ifndef AVENV_COMMAND_H
#define AVENV_COMMAND_H

#include "core/settings.h"
#include "core/strings.h"
#include "core/trust.h"

/** Exit statuses */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
};

/** An option of a command; the table ends with an all-zero one. */
struct option_spec {
	/** the short letter, 0 for none */
	char letter;
	/** the long name, without dashes */
	const char *name;
	/** what its argument is called; NULL: it takes none */
	const char *arg;
	/** in one line; NULL: not shown */
	const char *help;
	/** where "set" goes, for an option without argument */
	bool *flag;
	/** where the argument goes */
	const char **value;
	/** or is added, in order, for an option that may be repeated */
	struct strings *values;
};

/** What every command can rely on. */
struct context {
	struct settings settings;
	struct trust trust;
	struct user user;
	/** the working directory as the shell has it: $PWD where it is true */
	const char *pwd;
	/** without links; NULL when the directory is gone, or cannot be told */
	const char *physical;
	/** where we were started, before -C; NULL when that is gone */
	const char *shell_dir;
};

struct command {
	const char *name;
	/** another name for it, or NULL */
	const char *alias;
	/** what stands after the name in the synopsis */
	const char *args;
	/** in one line */
	const char *summary;
	/** an example, as typed */
	const char *example;
	const struct option_spec *options;
	/** options end at the first argument */
	bool stop_early;
	/**
	 * it changes things: its work goes on when nobody reads what it says; but
	 * where pip runs, which dies of that, the old state stays
	 */
	bool writes;
	/** for the hook and completion alone: in no list */
	bool hidden;
	/** ARGV holds the ARGC arguments left after the options */
	int (*run)(struct context *ctx, int argc, char **argv);
};

extern const struct command *const commands[];

/* What each command has, and what stands before it; main.c takes those. */
extern const struct option_spec common_options[], global_options[];

extern const struct command cmd_activate;
extern const struct command cmd_allow;
extern const struct command cmd_complete;
extern const struct command cmd_create;
extern const struct command cmd_deactivate;
extern const struct command cmd_deny;
extern const struct command cmd_doctor;
extern const struct command cmd_env;
extern const struct command cmd_forget;
extern const struct command cmd_freeze;
extern const struct command cmd_help;
extern const struct command cmd_hook;
extern const struct command cmd_list;
extern const struct command cmd_move;
extern const struct command cmd_off;
extern const struct command cmd_on;
extern const struct command cmd_packages;
extern const struct command cmd_path;
extern const struct command cmd_plain;
extern const struct command cmd_pythons;
extern const struct command cmd_recreate;
extern const struct command cmd_remove;
extern const struct command cmd_repair;
extern const struct command cmd_run;
extern const struct command cmd_select;
extern const struct command cmd_setup;
extern const struct command cmd_status;
extern const struct command cmd_use;

/* The command of that name or alias, or NULL. */
const struct command *command_find(const char *name);

/** Everything getopt_long() wants, made from a command's table. */
struct parser {
	const struct option_spec **specs;
	struct option *longs;
	char *shorts;
	size_t count;
};

void command_parser(struct parser *parser, const struct command *cmd);

/* The option of CODE, which getopt_long() returned. */
const struct option_spec *command_option(const struct parser *parser, int code);

/*
 * Parse the options of CMD in ARGV, whose first element is its name, and run
 * it.  Returns an exit status.
 */
int command_run(const struct command *cmd, struct context *ctx, int argc, char **argv);

/* The replacement of an OPTION of CMD that is gone, to stand behind a colon; or NULL. */
const char *option_gone(const struct command *cmd, const char *option);

/* Say that WORD is no command, and what may have been meant; EXIT_USAGE. */
int command_unknown(const char *word);

/* Print how CMD is used. */
void command_help(const struct command *cmd);

/* Print "avenv: …; see 'avenv CMD --help'". Returns EXIT_USAGE. */
int command_usage(const struct command *cmd, const char *fmt, ...) PRINTF(2, 3);

#endif
