/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the search for environments. */
#ifndef AVENV_ENVS_SEEK_H
#define AVENV_ENVS_SEEK_H

#include "known/context.h"
#include "known/walk.h"

/** A directory with a pyvenv.cfg. */
struct sight {
	const char *path;
	/** the store that it is in, or NULL */
	const char *store;
	struct file_info info;
};

/** All that was come by; some of it more than once. */
struct seek {
	struct context *ctx;
	struct sight *list;
	size_t count, room;
	/** what is looked into now is this store */
	const char *store;
	/** what VIRTUAL_ENV leads to; an ino of 0: nothing */
	struct file_info active;
	/** directories looked at */
	size_t dirs;
	/** how many more paths may be looked at, at a glance */
	size_t looks;
	/** looks are counted, and no pointer is followed */
	bool glance;
	bool cut_short;
};

/* Come by all of them. */
void seek_all(struct seek *seek);

/* The directory PATH, where it has a pyvenv.cfg.  Returns whether it has. */
bool seek_env(struct seek *seek, const char *path);

/* What VIRTUAL_ENV leads to. */
void seek_active(struct seek *seek);

/* Look into the stores of other tools. */
void seek_stores(struct seek *seek);

/* The environments in directory DIR, and those up to DEPTH levels below. */
void seek_below(struct seek *seek, const char *dir, unsigned depth);

/* Leave each directory once in the list. */
void seek_settle(struct seek *seek);

#endif
