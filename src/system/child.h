/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's programs, found on PATH and started without a shell. */
#ifndef AVENV_CHILD_H
#define AVENV_CHILD_H

#include <poll.h>
#include <signal.h>
#include <sys/types.h>

#include "core/buf.h"

enum {
	/** Bytes kept of standard output, and of standard error. */
	CHILD_OUTPUT_MAX = 1024 * 1024,
};

/*
 * The user's PATH without what a project could have put there: no relative elements, and no
 * environment's bin, whatever leads there. The system's default, where nothing is left.
 */
const char *programs_path(void);

/* The path of the program NAME in a directory of PATH, which is as programs_path(); or NULL. */
const char *programs_find(const char *path, const char *name);

/** A program whose output is captured. */
struct child {
	/** Its standard output and standard error. More than CHILD_OUTPUT_MAX is dropped. */
	struct buf out, err;
	/** As waitpid() reports it. */
	int status;
	/** It reached its time limit and was killed. */
	bool late;
	pid_t pid;
	/** Reading ends of both pipes; -1 once closed. */
	struct pollfd fds[2];
	/** The time limit, on the clock of platform_clock_ms(). */
	long long deadline;
};

/*
 * A copy of the environment of this process, without the variables that UNWANTED, unless NULL,
 * names, and with ADDED, a list of "NAME=value" that ends with NULL. ADDED wins.
 */
const char *const *child_environment(bool (*unwanted)(const char *entry), const char *const *added);

/* ENTRY, "NAME=value", sets a variable of LIST. LIST has names or entries and ends with NULL. */
bool child_has_variable(const char *entry, const char *const *list);

/*
 * Start the program ARGV[0], a path, for at most SECONDS. It reads nothing, and its output is
 * captured. Several may run at the same time. Returns 0, or -1 with errno.
 */
int child_start(struct child *child, const char *const *argv, const char *const *envp,
		int seconds) NODISCARD;

/*
 * Wait until CHILD has closed its output or its time is over; then it is killed, but no program
 * that it has started.
 */
void child_wait(struct child *child);

/*
 * Run ARGV[0], a path, on the terminal of this process: it reads standard input and writes
 * everything to standard error. The descriptor KEEP, unless -1, stays open in it. ^C ends the
 * program, and this process goes on, as with system(3). Returns its status as waitpid() reports
 * it, or -1 with errno.
 */
int child_run(const char *const *argv, const char *const *envp, int keep) NODISCARD;

/* ^C came while child_run() waited. */
extern volatile sig_atomic_t child_interrupted;

#endif
