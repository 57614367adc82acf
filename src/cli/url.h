/* SPDX-License-Identifier: GPL-3.0-or-later */
/* URLs as pip has them. */
#ifndef AVENV_URL_H
#define AVENV_URL_H

#include "core/buf.h"

/* Add PATH, absolute, as urllib.request.pathname2url() has it. */
void url_put_path(struct buf *out, const char *path);

/* "file:///…" for PATH, absolute. */
const char *url_of_path(const char *path);

/* The text of a URL up to END, decoded; NULL where that would hold a NUL. */
const char *url_decode(const char *text, const char *end);

/*
 * The path that URL, "file:///p%20q", names on this machine, without query and
 * fragment; NULL: it names none.
 */
const char *url_path(const char *url);

/*
 * URL without its fragment and with all that no URL can have, and nothing else,
 * encoded: what stands in direct_url.json is not always one.  "${NAME}" stays
 * where credentials stand: pip puts the variable's value there.
 */
const char *url_encode(const char *url);

/* A user, and maybe a password, stand in URL. */
bool url_has_credentials(const char *url);

/* URL for a message: without user and password, as a terminal may see it. */
const char *url_shown(const char *url);

#endif
