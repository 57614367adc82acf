/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A project's redirect: the file .venv, whose first line is the path of the
 * environment that is meant (PEP 832).
 */
#ifndef AVENV_REDIRECT_FILE_H
#define AVENV_REDIRECT_FILE_H

#include "core/base.h"
#include "core/file.h"

struct redirect {
	/** the real path of the project, and it, open */
	const char *project;
	int dir;
	/** PROJECT/.venv */
	const char *path;
	/** it is there, and what stands in it */
	bool exists;
	struct text old;
};

/*
 * Look at the redirect of PROJECT, a real path.  Returns 0, whether there is
 * one or nothing at all, with R open; or -1 having said what stands in its
 * place.
 */
int redirect_open(struct redirect *r, const char *project) NODISCARD;

void redirect_close(struct redirect *r);

/*
 * Make R lead to ENV, a real path, in one step.  Returns 0, or -1 having said
 * why not, with R as it was.
 */
int redirect_write(const struct redirect *r, const char *env) NODISCARD;

/* Put back what redirect_open() saw.  Returns 0, or -1 having said why not. */
int redirect_restore(const struct redirect *r);

/* Returns 0, or -1 having said why not. */
int redirect_remove(const struct redirect *r) NODISCARD;

/* The real path that R leads to, also where nothing is there; or NULL. */
const char *redirect_names(const struct redirect *r);

/*
 * The real path of what .venv in PROJECT is or, as a link or a redirect, leads
 * to; NULL where it leads nowhere.
 */
const char *dotvenv_end(const char *project);

#endif
