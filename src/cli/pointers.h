/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leads projects to an environment: redirects, the files `.venv` (PEP 832),
 * and symbolic links called by a fixed name.
 */
#ifndef AVENV_POINTERS_H
#define AVENV_POINTERS_H

#include "cli/command.h"
#include "core/file.h"

/** One of them. */
struct pointing {
	/** PROJECT/.venv, and what it is: a file or a link */
	const char *file;
	struct file_info info;
	/** the path that leads on: of a link its own, of a file what that names */
	const char *begin;
	/** it leads to another link, and that to the environment */
	bool indirect;
};

struct pointers {
	/** where they lead, a real path */
	const char *env;
	/** whose they have to be to be changed */
	uid_t uid;
	struct pointing *list;
	size_t count, room;
};

/*
 * Find those that lead to ENV, a real path, whose last component may be gone:
 * in the directory that holds it and in the projects on record.  Returns 0, or
 * -1 having said what could not be looked at, as then one may be missing.
 */
int pointers_find(struct context *ctx, const char *env, struct pointers *all) NODISCARD;

/* One of ALL leads to its environment by itself, through no other link. */
bool pointers_direct(const struct pointers *all);

/*
 * Have ALL lead to ENV, a real path, each in one step, and say so.  All are
 * looked at once more, before the first is changed: what leads elsewhere by now
 * stays, which is said, and so do those that are indirect.  Returns 0, or -1 having said what could not be
 * changed, and is as it was.
 */
int pointers_lead(const struct pointers *all, const char *env) NODISCARD;

/* In the same way remove ALL. */
int pointers_remove(const struct pointers *all) NODISCARD;

#endif
