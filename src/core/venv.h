/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment on disk and whether it is whole: a regular pyvenv.cfg with
 * `home` (PEP 405), bin (or Scripts) a directory, its Python there and
 * executable. pyvenv.cfg is read as CPython reads it (Modules/getpath.py,
 * Lib/site.py): "key = value" lines, keys without regard to case, values
 * stripped; no comments, quotes or sections.
 */
#ifndef AVENV_VENV_H
#define AVENV_VENV_H

#include "core/file.h"

/** What a pyvenv.cfg says; NULL for what it does not. */
struct cfg {
	/** the directory of the base interpreter: the first such line */
	const char *home;
	/** X.Y.Z, from `version` (venv) or `version_info` (virtualenv, uv) */
	const char *version;
	/** as written by its creator, Python's quotes taken off */
	const char *prompt;
	/** include-system-site-packages is "true" */
	bool system_site;
};

/*
 * Read LEN bytes of DATA into CFG.  Returns false where there is no `home`:
 * such a file makes no environment.  A byte order mark is passed over; a line
 * with a NUL is ignored, as no path and no name holds one.
 */
bool cfg_parse(const char *data, size_t len, struct cfg *cfg);

/*
 * "3.11" of VERSION, "3.11.2", of a Python; "" where that is NULL or has no
 * minor one.
 */
const char *cfg_series(const char *version);

enum health {
	HEALTHY,
	/** no pyvenv.cfg at all */
	NO_CFG,
	/** pyvenv.cfg is no file of at most FILE_MAX bytes that can be read; `error` says why */
	CFG_UNREADABLE,
	/** no `home` in it */
	CFG_NO_HOME,
	/** neither bin nor Scripts is a directory */
	NO_BIN,
	/** bin/python does not lead to a program */
	NO_PYTHON,
	/** bin/python starts, but is of another minor version than the packages */
	PYTHON_UPGRADED,
};

struct venv {
	/** its real path */
	const char *path;
	/** "bin" or "Scripts" */
	const char *bin;
	struct cfg cfg;
	/** of pyvenv.cfg and of `bin`, once they were seen */
	struct file_info cfg_info, bin_info;
	enum health health;
	/** errno for CFG_UNREADABLE */
	int error;
	/** "3.13" of bin/python, for PYTHON_UPGRADED */
	const char *series;
};

/*
 * Read what is at PATH, a real path.  No link is followed, so this may be
 * asked of untrusted places; VENV->health is HEALTHY as far as that tells.
 */
void venv_read(const char *path, struct venv *venv);

/*
 * The directory DIR has a pyvenv.cfg, of whatever kind: 1 or 0, or -1 with errno where
 * nobody can tell.
 */
int venv_exists(const char *dir) NODISCARD;

/* Complete the health with a look at Python, through links: after trust. */
void venv_check_python(struct venv *venv);

/* It is an environment, whole or broken: pyvenv.cfg could be read. */
bool venv_is_env(const struct venv *venv);

/* What is wrong with it, in words; NULL where nothing is. */
const char *venv_problem(const struct venv *venv);

/* The path of its Python, whether there or not. */
const char *venv_python(const struct venv *venv);

/* The directory that goes on PATH. */
const char *venv_bin(const struct venv *venv);

/*
 * What a prompt shows for an environment: the `prompt` of pyvenv.cfg, else
 * for generic names the name of PROJECT,
 * else its own.  What could mean something to a prompt or a terminal is `?`.
 */
const char *venv_prompt(const struct venv *venv, const char *project);

/* NAME is one of generic_names. */
bool venv_name_is_generic(const char *name);

/* The name of a directory in which `avenv recreate` keeps the environment NAME: this and NAME. */
#define VENV_BACKUP ".avenv-backup-"

/* The environment whose backup PATH is in: what is there is none itself. NULL: PATH is in none. */
const char *venv_backup_of(const char *path);

#endif
