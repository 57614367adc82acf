/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Child processes: programs on the user's PATH, started without a shell. */
#ifndef AVENV_CHILD_H
#define AVENV_CHILD_H

#include <poll.h>
#include <signal.h>
#include <sys/types.h>

#include "core/buf.h"
#include "core/pathvar.h"

enum {
	/** maximum captured bytes of standard output, and of standard error */
	CHILD_OUTPUT_MAX = 1024 * 1024,
};

/*
 * PATH without the directories to which a project can have added a program: relative elements, and
 * the bin of an environment, also through a link. DEFAULT_PATH if no element is left.
 */
const char *programs_path(void);

/*
 * The path of the first program NAME in the absolute directories of PATH, a value of that variable;
 * NULL: none. A PATH that is NULL or empty means DEFAULT_PATH.
 */
const char *programs_find(const char *path, const char *name);

/*
 * The path of PROGRAM, avenv, in a directory of PATH or ~/.local/bin, which an upgrade does not
 * change; else PROGRAM.
 */
const char *programs_lasting(const char *program);

/*
 * The path of NAME, a file of avenv's: beside the running program, or in HELPER_DIR, which the
 * Makefile sets: ../libexec/avenv, so that an installed tree can be moved, or what a packager chose.
 * NULL: neither exists.
 */
const char *programs_own(const char *name);

/** A program whose output is captured. */
struct child {
	/** captured output; bytes beyond CHILD_OUTPUT_MAX are dropped */
	struct buf out, err;
	/** status as of waitpid() */
	int status;
	/** killed at its time limit */
	bool late;
	pid_t pid;
	/** reading ends of both pipes; -1 once closed */
	struct pollfd fds[2];
	/** time limit in ms, on the clock of platform_clock_ms() */
	long long deadline;
};

/** Programs that avenv starts; `avenv run` and shims become theirs: see venv_export() */
enum child_kind {
	/** an interpreter, for one question: no PYTHON* changes its modules or output */
	CHILD_PYTHON,
	/** git, for one question: no GIT_* names another repository or a file to write */
	CHILD_GIT,
	/** pip, uv, poetry, pdm, pipenv, hatch: the variables of `avenv run`, and no others */
	CHILD_TOOL,
};

/*
 * The variables of every child: those of this process, but for some that a child of KIND must not
 * inherit, and with ADDED, a list of "NAME=value" ended by NULL, which overrides them.
 */
const char *const *child_environment(enum child_kind kind, const char *const *added);

/*
 * Start the program at the path ARGV[0] with a time limit of SECONDS. It runs in /, where no clone
 * is, its standard input is /dev/null, and its output is captured. Several may run at the same
 * time; each needs a child_wait(). Returns 0, or -1 with errno.
 */
int child_start(struct child *child, const char *const *argv, const char *const *envp,
		int seconds) NODISCARD;

/*
 * Read CHILD's output until it closes both pipes or reaches its time limit, then kill it, but none
 * of its own children, and set its status.
 */
void child_wait(struct child *child);

/*
 * Run the program at the path ARGV[0] on the terminal of this process: it inherits standard
 * input, and its output and errors are written to the descriptors OUT and ERR. ^C ends the program
 * but not this process, as with system(3). Returns its status as of waitpid(), or -1 with errno.
 */
int child_run(const char *const *argv, const char *const *envp, int out, int err) NODISCARD;

/*
 * Ignore the signals that end a process in the middle of a write, SIGPIPE and SIGXFSZ: the write
 * fails instead. Children start with what they were before; so does a program by which this process
 * replaces itself, after child_restore_write_signals().
 */
void child_ignore_write_signals(void);
void child_restore_write_signals(void);

/* The number of a SIGINT that was received while child_run() waited, else 0. */
extern volatile sig_atomic_t child_interrupted;

#endif
