/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's settings, from environment variables; directories of settings; lists with colons. */
#ifndef AVENV_SETTINGS_H
#define AVENV_SETTINGS_H

#include "core/base.h"

struct settings {
	/** $HOME by path_clean(); NULL: unset or relative */
	const char *home;
	/** the valid names in AVENV_NAMES, each once and without .venv, ended by NULL */
	const char *const *names;
	/** AVENV_TRUST and AVENV_CEILING, colon-separated; NULL: unset */
	const char *trust, *ceiling;
	/** path of the records file; NULL: neither XDG_DATA_HOME nor HOME is set */
	const char *records;
	/** AVENV_CROSS: a search crosses file-system boundaries */
	bool cross;
	/** a command asks, no prompt: directories are read to their end, however large */
	bool whole_dirs;
	/** AVENV_LEARN and AVENV_CHECK are not 0 */
	bool learn, check;
};

/* The switch VALUE is on: not unset (NULL), empty or 0. */
bool settings_on(const char *value);

/* The path in the variable NAME, by path_clean(); NULL: unset or relative. */
const char *settings_path(const char *name);

/*
 * The path of PATH, ".config/x", in the home directory; NULL: HOME is unset or relative.
 * XDG_CACHE_HOME, XDG_CONFIG_HOME and XDG_DATA_HOME replace .cache, .config and .local/share. A
 * relative value of these variables is ignored (XDG Base Directory Specification).
 */
const char *settings_home(const char *path);

/* Read SETTINGS from this process's environment. */
void settings_read(struct settings *settings);

/*
 * DIR, without links, is $HOME or the root: an environment allowed there is on in nearly every
 * directory.
 */
bool settings_is_home(const struct settings *settings, const char *dir);

/* NAME is .venv or one of AVENV_NAMES. */
bool settings_name_is_fixed(const struct settings *settings, const char *name);

/*
 * Remove the first element from the colon-separated *LIST, which becomes NULL after the last one.
 * Returns a copy of the element, which may be empty; NULL: *LIST was NULL.
 */
const char *settings_element(const char **list);

/*
 * Names of environments that do not identify a project, ended by NULL: .venv, then the default of
 * AVENV_NAMES.
 */
extern const char *const generic_names[];

#endif
