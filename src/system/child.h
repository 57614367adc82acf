/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Child processes: programs started without a shell. */
#ifndef AVENV_CHILD_H
#define AVENV_CHILD_H

#include <poll.h>
#include <sys/types.h>
#include <time.h>

#include "core/buf.h"

enum {
	/** Bytes kept of standard output, and of standard error. */
	CHILD_OUTPUT_MAX = 1024 * 1024,
};

/* Milliseconds since some moment. Setting the time of day does not change this clock. */
static inline long long clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

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
	/** The time limit, on the clock of clock_ms(). */
	long long deadline;
};

/*
 * A copy of the environment of this process, without the variables that UNWANTED, unless NULL,
 * names, and with ADDED, a list of "NAME=value" that ends with NULL. ADDED wins.
 */
const char *const *child_environment(bool (*unwanted)(const char *entry), const char *const *added);

/* ENTRY, "NAME=value", sets a variable of LIST. LIST has names or entries and ends with NULL. */
bool child_sets(const char *entry, const char *const *list);

/*
 * Start the program ARGV[0], a path, for at most SECONDS. It reads nothing, and its output is
 * captured. Several may run at the same time. Returns 0, or -1 with errno.
 */
int child_start(struct child *child, const char *const *argv, const char *const *envp,
		int seconds) NODISCARD;

/* Wait until CHILD has closed its output or its time is over. No process is left behind. */
void child_wait(struct child *child);

/*
 * Run ARGV[0], a path, on the terminal of this process: it reads standard input and writes
 * everything to standard error. The descriptor KEEP, unless -1, stays open in it. Returns its
 * status as waitpid() reports it, or -1 with errno.
 */
int child_run(const char *const *argv, const char *const *envp, int keep) NODISCARD;

#endif
