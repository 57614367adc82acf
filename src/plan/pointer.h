/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Resolving a pointer: a link, a redirect file (PEP 832) or another tool's file, by which a project
 * refers to an environment elsewhere. Each comes with the project, and is not trusted by itself.
 */
#ifndef AVENV_POINTER_H
#define AVENV_POINTER_H

#include "core/real_path.h"
#include "finders/finders.h"

/*
 * Read the path in PATH, a link (LINK) or else a redirect file, without following it. *TEXT is the
 * path; NULL: the file is no redirect. Returns 0, or -1 with errno.
 */
int pointer_text(const char *path, bool link, const char **text) NODISCARD;

/* Resolve the pointer C to the directory ENV. Returns NULL, or the problem in words. */
const char *pointer_follow(const struct candidate *c, struct chain *env) NODISCARD;

/* The pointer C leads to an environment. */
bool pointer_has_env(const struct candidate *c);

/* FILE, with the attributes INFO, is a link or a redirect to ENV, which need not exist. */
bool pointer_names_env(const char *file, const struct file_info *info, const char *env);

/* PROBLEM, of pointer_follow(), is a wrong text, not a path that could not be looked at. */
bool pointer_is_wrong(const char *problem);

/* chain_with() of PATH. Returns NULL, or the problem in words. */
const char *path_follow(const char *path, const struct file_info *last,
			struct chain *chain) NODISCARD;

#endif
