/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments below a directory, recorded by `avenv allow --found`. */
#ifndef AVENV_ALLOW_FOUND_H
#define AVENV_ALLOW_FOUND_H

#include "records/slots.h"

enum {
	/** kinds of reasons */
	LEFT_OUT_KINDS = 6,
	/** environments of a kind that are printed with their reasons */
	LEFT_OUT_SHOWN = 5,
};

/** The environments that are left out for one kind of reason. */
struct left_out {
	/** the kind in words; NULL: there is none */
	const char *kind;
	size_t count;
	/** the first ones, a line each */
	struct buf lines;
};

struct allow_found {
	struct trust *trust;
	/** what the options of the command accept, and BY_FOUND */
	unsigned accepts;
	/** the records to be added */
	struct change change;
	/** what is left out, by the kind of reason */
	struct left_out left_out[LEFT_OUT_KINDS];
	/** all directories, level by level; the current one, and its device */
	struct strings dirs;
	const char *at;
	uint64_t dev;
};

/* Add the environments in DIR and below it. Links and other file systems are not entered. */
void allow_found_in(struct allow_found *s, struct real_path dir);

/* The number of environments that are left out. */
size_t allow_found_left_out(const struct allow_found *s);

#endif
