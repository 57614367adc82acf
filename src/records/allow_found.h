/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments below a directory, recorded by `avenv allow --found`. */
#ifndef AVENV_ALLOW_FOUND_H
#define AVENV_ALLOW_FOUND_H

#include "records/slots.h"

struct allow_found {
	struct trust *trust;
	/** what the options of the command accept, and BY_FOUND */
	unsigned accepts;
	/** the records to be added */
	struct change change;
	/** a line each: what is allowed, and what is left out and why */
	struct buf lines;
	/** all directories, level by level; the current one, and its device */
	struct strings dirs;
	const char *at;
	uint64_t dev;
};

/*
 * Add the environments in DIR, a real path, and below it. Links and other file systems are not
 * entered.
 */
void allow_found_in(struct allow_found *s, const char *dir);

#endif
