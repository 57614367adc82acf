/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that an idle prompt looks up until the next look at its shell. */
#ifndef AVENV_WATCH_H
#define AVENV_WATCH_H

#include "plan/plan.h"

struct watch {
	/** environment that must exist; NULL: none */
	const char *present;
	/** environment that must not become a link; NULL: none */
	const char *env;
	/** the project that must remain around the shell; NULLs: none */
	struct anchor anchor;
	/** the Python of `env`, which must exist; NULL: none */
	const char *python;
	/** names in the shell's directory, and paths, that must not appear */
	struct strings names;
	struct file_times times;
	/** reason why no file is looked up; NULL: files are */
	const char *off;
};

/* The reason why the shell looks up no file after PLAN; NULL: it does. */
const char *watch_off(const struct plan *plan);

/*
 * A look-up at PATH, or of a missing PATH, may block: the file system is on another machine or
 * served by a program.
 */
bool watch_is_far(const char *path);

/* Set WATCH to the files that the shell looks up after PLAN. */
void watch_fill(struct watch *watch, const struct plan *plan);

#endif
