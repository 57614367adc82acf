/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment on disk, its health and its name in prompts. A healthy environment has a regular
 * pyvenv.cfg with `home` (PEP 405), a directory bin, and an executable Python in it. pyvenv.cfg is
 * read as CPython reads it (Modules/getpath.py, Lib/site.py): "key = value" lines, keys without
 * regard to case, values stripped; no comments, quotes or sections.
 */
#ifndef AVENV_VENV_H
#define AVENV_VENV_H

#include "core/real_path.h"

/* "𝜋thon", a link in bin since Python 3.14 */
#define VENV_PI "\xf0\x9d\x9c\x8bthon"

/** A parsed pyvenv.cfg; absent keys are NULL */
struct cfg {
	/** directory of the base interpreter; the first `home` line counts */
	const char *home;
	/** X.Y.Z, from `version` (venv) or `version_info` (virtualenv, uv) */
	const char *version;
	/** without the quotes of Python's repr() */
	const char *prompt;
	/** include-system-site-packages is "true" */
	bool system_site;
	/** uv made it */
	bool by_uv;
};

/*
 * venv_cfg.c: parse LEN bytes of DATA into CFG. Returns false if `home` is missing: such a file
 * makes no environment. A byte order mark is skipped. A line with a NUL is ignored, since no path
 * or name contains one.
 */
bool cfg_parse(const char *data, size_t len, struct cfg *cfg);

/*
 * The series of a Python's VERSION: "3.11" of "3.11.2"; "" if VERSION is NULL or has no minor
 * version.
 */
const char *cfg_series(const char *version);

enum health {
	HEALTHY,
	/** pyvenv.cfg is missing */
	NO_CFG,
	/** pyvenv.cfg is no readable regular file of at most FILE_MAX bytes; see `error` */
	CFG_UNREADABLE,
	/** pyvenv.cfg has no `home` */
	CFG_NO_HOME,
	/** pyvenv.cfg is not UTF-8: the environment's Python does not start */
	CFG_NOT_UTF8,
	/** bin is no directory */
	NO_BIN,
	/** made by Windows, by Python 2, or by virtualenv before version 20; see `unsupported` */
	UNSUPPORTED,
	/** bin/python leads nowhere */
	NO_PYTHON,
	/** bin/python leads to a file that is no program */
	PYTHON_NO_PROGRAM,
	/** bin/python cannot be looked at, as in a directory that this user may not enter */
	PYTHON_UNREADABLE,
	/** bin/python starts, but has another minor version than the packages */
	PYTHON_UPGRADED,
};

struct venv {
	/** as venv_read() got it: a real path, but for a place that is only looked at */
	const char *path;
	struct cfg cfg;
	/** attributes of pyvenv.cfg and of `bin`; all zero until read */
	struct file_info cfg_info, bin_info;
	enum health health;
	/** errno for CFG_UNREADABLE */
	int error;
	/** for UNSUPPORTED: the kind, in words */
	const char *unsupported;
	/** "3.13" of bin/python, for PYTHON_UPGRADED */
	const char *series;
};

/*
 * Read the environment at PATH. No link is followed, so PATH may be untrusted; Python is not
 * checked.
 */
void venv_read(const char *path, struct venv *venv);

/* venv_is_env() of the environment at DIR; only its pyvenv.cfg is read. */
bool venv_is_at(const char *dir);

/*
 * DIR contains a pyvenv.cfg, of any type. Returns 1 or 0, or -1 with errno if the state is unknown.
 */
int venv_exists(const char *dir) NODISCARD;

/* Check VENV's Python, and set VENV->health. Follows links: only for an allowed environment. */
void venv_check_python(struct venv *venv);

/* VENV is an environment, healthy or broken: pyvenv.cfg was read and has `home`. */
bool venv_is_env(const struct venv *venv);

/* By venv_check_python(): bin/python of VENV is gone, no program, or cannot be looked at. */
bool venv_lacks_python(const struct venv *venv);

/* The fault of VENV in words; NULL: VENV is healthy. */
const char *venv_problem(const struct venv *venv);

/* The fault of the name PATH, for which no environment is made there, in words; NULL: none. */
const char *venv_name_fault(const char *path);

/* The path of VENV's Python, which may not exist. */
const char *venv_python(const struct venv *venv);

/* The path of the standard library NAME, "python3.12", in lib or lib64 of PREFIX. NULL: none. */
const char *python_stdlib(const char *prefix, const char *name);

/*
 * The standard library of VENV's base Python. NAME is that of VENV's own directory in lib, or NULL.
 * Returns NULL if none is found.
 */
const char *venv_stdlib(const struct venv *venv, const char *name);

/* The library of venv_stdlib() has ensurepip, which Debian packages apart. */
bool venv_has_ensurepip(const struct venv *venv, const char *name);

/* The path of VENV. */
struct real_path venv_real(const struct venv *venv);

/* The directory of VENV that is put on PATH. */
const char *venv_bin(const struct venv *venv);

/*
 * The prompt name: `prompt` of pyvenv.cfg, else for a generic name that of PROJECT, else the
 * environment's own. Characters that are special to a prompt or a terminal become `?`.
 */
const char *venv_prompt(const struct venv *venv, const char *project);

/* The variables of an activation but for PATH, ended by NULL. */
extern const char *const venv_variables[];

/*
 * Set VIRTUAL_ENV and VIRTUAL_ENV_PROMPT of this process for VENV of PROJECT, and unset the others
 * of venv_variables; PATH is the caller's.
 */
void venv_export(const struct venv *venv, const char *project);

/* venv_prompt() of the environment at PATH, in whichever project. */
const char *venv_prompt_at(const char *path);

/* NAME is one of generic_names. */
bool venv_name_is_generic(const char *name);

#endif
