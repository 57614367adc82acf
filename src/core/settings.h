/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's settings: environment variables, as given to us. */
#ifndef AVENV_SETTINGS_H
#define AVENV_SETTINGS_H

#include "core/base.h"

enum watch_level {
	/** unset or empty: nothing where that may have to wait, see far.h */
	WATCH_NEAR,
	/** 0 */
	WATCH_NOTHING,
	/** any other value */
	WATCH_ALL,
};

struct settings {
	/** $HOME where it is absolute, without a final slash; else NULL */
	const char *home;
	/** AVENV_NAMES, colon-separated; never NULL */
	const char *names;
	/** AVENV_TRUST and AVENV_CEILING, colon-separated; or NULL */
	const char *trust, *ceiling;
	/** the trust store's file; NULL where there is no place for one */
	const char *store;
	/** AVENV_CROSS: go up across file-system boundaries */
	bool cross;
	/** AVENV_LEARN is not 0 */
	bool learn;
	/** AVENV_QUIET: no hints */
	bool quiet;
	/** AVENV_WATCH: what an idle prompt looks up */
	enum watch_level watch;
};

#define SETTINGS_NAMES "venv:env:.env:virtualenv"

/* VALUE of a switch: unset, empty and 0 are off. */
bool settings_on(const char *value);

/*
 * The path that the variable NAME holds, by path_clean(); NULL where it is unset
 * or relative.
 */
const char *settings_path(const char *name);

/* From this process's environment. */
void settings_read(struct settings *settings);

/* NAME is .venv or one of AVENV_NAMES: a record of the project covers it. */
bool settings_name_is_fixed(const struct settings *settings, const char *name);

/*
 * Take the next of AVENV_NAMES that can be a name in a project off *LIST: neither empty, "."
 * or "..", nor with a slash, nor .venv. NULL at the end.
 */
const char *settings_next_name(const char **list);

/*
 * Take the first element off the colon-separated *LIST, which is NULL once
 * nothing is left.  Returns a copy, maybe empty; NULL at the end.
 */
const char *settings_element(const char **list);

#endif
