/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment on disk and whether it is whole: a regular pyvenv.cfg with
 * `home` (PEP 405), bin (or Scripts) a directory, its Python there and
 * executable.
 */
#ifndef AVENV_VENV_H
#define AVENV_VENV_H

#include "core/cfg.h"
#include "core/file.h"

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

/* The same of a PYTHON_UPGRADED one, after its name: "was made for Python 3.12, and ...". */
const char *venv_upgrade(const struct venv *venv);

/* The path of its Python, whether there or not. */
const char *venv_python(const struct venv *venv);

/* The directory that goes on PATH. */
const char *venv_bin(const struct venv *venv);

/*
 * What a prompt shows for an environment: the `prompt` of pyvenv.cfg, else
 * for generic names (.venv, venv, env, .env, virtualenv) the name of PROJECT,
 * else its own.  What could mean something to a prompt or a terminal is `?`.
 */
const char *venv_prompt(const struct venv *venv, const char *project);

/* NAME is one of the generic ones: it says nothing about the project. */
bool venv_name_is_generic(const char *name);

#endif
