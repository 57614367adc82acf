/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real shells that stay: each reads one script after the other, so that a
 * target can ask it as often as it runs.
 */
#ifndef AVENV_TESTS_FUZZ_SHELLS_H
#define AVENV_TESTS_FUZZ_SHELLS_H

#include <sys/types.h>

#include "core/buf.h"
#include "shell/shell.h"

/** A shell, started in one way. */
struct child {
	const char *name;
	const struct shell *shell;
	const char *argv[5];
	const char *locale;
	/** what it runs first */
	const char *prelude;
	/** 0: not yet; -1: there is no such shell */
	pid_t pid;
	int in, out;
	/** what ends the next answer, as a number: no kept input may have it */
	unsigned long long asked;
};

#define PRINT "printf '%s\\0' "

/*
 * Run SCRIPT in CHILD, which has WANTED, texts that each end in a NUL, on its
 * standard output or error, and nothing else; else the process aborts.  Where the
 * shell is not installed nothing is done.
 */
void child_expect(struct child *child, const struct buf *script, const struct buf *wanted);

/* TEXT and a NUL. */
void wanted_put(struct buf *wanted, const char *text);

#endif
