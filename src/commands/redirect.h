/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redirects, the files `.venv` of PEP 832, and links: from a project to an environment elsewhere. */
#ifndef AVENV_REDIRECT_H
#define AVENV_REDIRECT_H

#include "core/trust.h"

/*
 * Is .venv in PROJECT, a real path, a redirect (1) or missing (0)? -1 after printing that
 * something else is there.
 */
int redirect_look(const char *project) NODISCARD;

/*
 * The text of a redirect in PROJECT that leads to ENV, a real path. NULL after printing that
 * none can hold the path.
 */
const char *redirect_text(const char *project, const char *env);

/* Make .venv in PROJECT a redirect with TEXT, in one step. Returns 0, or -1 after printing why. */
int redirect_write(const char *project, const char *text) NODISCARD;

/*
 * Lead the redirects and links on record that lead to ENV, a real path, to TO; NULL: remove them.
 * Each is named. One that leads elsewhere by now, or belongs to another user, stays. Returns 0, or
 * -1 after printing which could not be changed.
 */
int redirects_lead(struct trust *trust, const char *env, const char *to) NODISCARD;

#endif
