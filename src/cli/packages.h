/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv packages` does, each of it an exit status. */
#ifndef AVENV_PACKAGES_H
#define AVENV_PACKAGES_H

#include "cli/command.h"
#include "cli/dist.h"
#include "print/json.h"

/** What is installed in one environment. */
struct packages {
	struct context *ctx;
	struct venv venv;
	struct dists dists;
	/** as JSON, not for people */
	bool json;
};

/*
 * Read those of ENV, as typed; NULL: the one of this directory.  Returns 0, or
 * -1 having said why there is none.
 */
int packages_open(struct context *ctx, const char *env, struct packages *p) NODISCARD;

/* Say that there are none, unless what could not be read, as was said, has some. */
void packages_tell_none(const struct packages *p);

/* Print all of them. */
int packages_list(const struct packages *p);

/* Print what requires what. */
int packages_tree(const struct packages *p);

/* Print in what those in OTHER differ. */
int packages_diff(const struct packages *p, const struct packages *other);

/* Print the files of those that NAMES are. */
int packages_files(const struct packages *p, const struct strings *names);

/* Say which files are not as installed: of NAMES; of all where that is empty. */
int packages_verify(const struct packages *p, const struct strings *names);

/*
 * Find those that NAMES are.  Returns how many there are in LIST, having said
 * of each other one that it is not installed.
 */
size_t packages_named(const struct packages *p, const struct strings *names,
		      const struct dist ***list);

/* "origin": where one came from that was not installed by its name; or null. */
void packages_json_origin(struct json *j, const struct origin *origin);

#endif
