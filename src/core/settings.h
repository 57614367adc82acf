/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's settings: environment variables, as given to us. */
#ifndef AVENV_SETTINGS_H
#define AVENV_SETTINGS_H

#include "core/base.h"

struct settings {
	/** $HOME where it is absolute, without a final slash; else NULL */
	const char *home;
	/**
	 * of AVENV_NAMES those that can be a name in a project, each once and without .venv, up to
	 * a NULL
	 */
	const char *const *names;
	/** AVENV_TRUST and AVENV_CEILING, colon-separated; or NULL */
	const char *trust, *ceiling;
	/** the records file; NULL where there is no place for one */
	const char *records;
	/** AVENV_CROSS: go up across file-system boundaries */
	bool cross;
	/** AVENV_LEARN is not 0 */
	bool learn;
};

/* VALUE of a switch: unset, empty and 0 are off. */
bool settings_on(const char *value);

/*
 * The path that the variable NAME holds, by path_clean(); NULL where it is unset
 * or relative.
 */
const char *settings_path(const char *name);

/*
 * PATH in the home directory; NULL: there is none. XDG_CACHE_HOME, XDG_CONFIG_HOME and XDG_DATA_HOME
 * stand for .cache, .config and .local/share; a relative one is ignored, as their specification says.
 */
const char *settings_home(const char *path);

/* From this process's environment. */
void settings_read(struct settings *settings);

/* NAME is .venv or one of AVENV_NAMES. */
bool settings_name_is_fixed(const struct settings *settings, const char *name);

/* settings->names, of a colon-separated LIST. */
const char *const *settings_names(const char *list);

/*
 * Take the first element off the colon-separated *LIST, which is NULL once
 * nothing is left.  Returns a copy, maybe empty; NULL at the end.
 */
const char *settings_element(const char **list);

/* The names that say nothing about a project, ended by NULL. But for the first one, AVENV_NAMES by default. */
extern const char *const generic_names[];

#endif
