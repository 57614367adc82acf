/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redirects, the files `.venv` of PEP 832, and links: from a project to an environment elsewhere. */
#ifndef AVENV_REDIRECT_H
#define AVENV_REDIRECT_H

#include "core/trust.h"

/*
 * Is .venv in PROJECT, a real path, a redirect (1), or missing (0)? -1 having said so: anything
 * else is there, or no redirect can hold the path ENV; NULL: none is to be written.
 */
int redirect_look(const char *project, const char *env) NODISCARD;

/* Make .venv in PROJECT a redirect to ENV, a real path, in one step. Returns 0, or -1 having said
 * why not, with all as it was. */
int redirect_write(const char *project, const char *env) NODISCARD;

/* Remove the redirect. Returns 0, or -1 having said why not. */
int redirect_remove(const char *project) NODISCARD;

/*
 * Have the redirects and links on record that lead to ENV, a real path, lead to TO, another one;
 * NULL: remove them. Each is named. One that leads elsewhere by now, or that belongs to another
 * user, stays. Returns 0, or -1 having said which could not be changed.
 */
int redirects_lead(struct trust *trust, const char *env, const char *to) NODISCARD;

#endif
