/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of `avenv create`. */
#ifndef AVENV_CREATE_H
#define AVENV_CREATE_H

#include "cli/here.h"
#include "cli/made.h"
#include "cli/python.h"
#include "cli/stage.h"
#include "cli/wheel.h"
#include "core/venv.h"

/** How environments are to be made. */
struct create_how {
	const struct python *python;
	/** --prompt as typed; NULL: none */
	const char *prompt;
	bool system_site, copies, without_pip, without_scm_ignore;
	bool clear, upgrade, upgrade_deps, compile;
	/** what there is stays where something could not be installed */
	bool keep;
	/** though git tracks it */
	bool tracked;
	/** for pip install: "-r", "/p/requirements.txt", ..., NULL; or NULL */
	const char *const *install;
	/** what is unpacked, pip last; none for what is not made natively */
	const struct wheel *wheels;
	size_t wheel_count;
};

/** Where one is to be, and what lies there now. */
struct create_place {
	/** as typed, for messages; and where the shell stands, for commands */
	const char *name, *typed;
	/** as os.path.abspath() has it: what is baked in */
	const char *target;
	/** the directory, open; -1 where there is none */
	int dir;
	/** it is an environment, `venv` */
	bool is_env;
	struct venv venv;
	/** it, or parts of it, were there before, and no record speaks of it */
	bool unknown;
};

/*
 * Look at what NAME, as typed, leads to, and whether an environment can be made
 * there.  Nothing is written.  Returns 0, or -1 having said why not; PLACE->dir
 * is then the caller's to close, too.
 */
int create_look(struct context *ctx, const struct create_how *how, const char *name,
		struct create_place *place) NODISCARD;

/* Pip is to install something. */
bool create_installs(const struct create_how *how);

/*
 * Something is in PATH that would be on PATH, the variable, or run by a Python there
 * or heeded by pip, were an environment made around it.
 */
bool create_has_parts(const char *path);

/*
 * Whether what is at REAL, PLACE's directory without links, may be renewed or
 * cleared: whose it is, and what is on record.  Sets PLACE->unknown.  Nothing
 * is written.  Returns 0, or -1 having said why not.
 */
int create_there(struct context *ctx, const struct create_how *how, struct create_place *place,
		 const char *real) NODISCARD;

/*
 * The directory of the project that an environment at TARGET belongs to: its
 * parent, but for the working directory itself.
 */
const char *create_project(const struct context *ctx, const char *target);

/*
 * PYTHON by the name that the environment at PLACE knows it by, where that leads
 * to the same file: renewing it then changes nothing.  Returns 0, or -1 having said
 * that nobody can tell.
 */
int create_same_python(const struct create_place *place, const struct python *python,
		       struct python *same) NODISCARD;

/* The directory in lib of a CPython of VERSION: "python3.11" of "3.11.2". */
const char *create_library(const char *version);

/* os.path.abspath(NAME); NULL where there is no working directory. */
const char *create_abspath(const struct context *ctx, const char *name);

/* It is made natively, not by its own venv. */
bool create_is_native(const struct python *python);

/*
 * Find the wheels that environments of HOW->python begin with.  Returns 0, or -1
 * having said why none can be made of it.
 */
int create_seed(struct create_how *how) NODISCARD;

/* The interpreter of the environment open as ENV is a copy, not a link. */
bool create_is_copy(int env);

/* What is at PLACE stays but for what is renewed. */
bool create_renews(const struct create_how *how, const struct create_place *place);

/*
 * Build in STAGE what is to be at PLACE, but for what pip installs.  Returns 0,
 * or -1 having said why not.
 */
int create_build(const struct create_how *how, const struct create_place *place,
		 const struct stage *stage) NODISCARD;

enum {
	CREATE_KEPT = 1,
};

/*
 * Make the environment.  Returns 0; CREATE_KEPT having said that pip failed, and
 * what there is is in its place; or -1 having said why not: what was there is
 * as before, but where this said otherwise.
 */
int create_env(struct context *ctx, const struct create_how *how,
	       const struct create_place *place) NODISCARD;

/*
 * The version of the distribution NAME in SITE, an absolute path; the newest
 * where several claim to be there, and NULL where none does.
 */
const char *create_installed(const char *site, const char *name);

/*
 * All files are there that the RECORD of version VERSION of NAME in SITE has
 * below the environment TARGET, bytecode aside.
 */
bool create_whole(const char *target, const char *site, const char *name, const char *version);

/*
 * Remove from SITE, which lies in the environment TARGET, what older versions
 * of NAME have left beside VERSION.  Returns 0, or -1 having said what stays.
 */
int create_sweep(const struct python *python, const char *target, const char *site,
		 const char *name, const char *version) NODISCARD;

/* Say what was made, and, once that was recorded as MADE says, how to use it. */
void create_tell_made(const struct create_how *how, const struct create_place *place);
void create_tell_use(struct context *ctx, const struct here *here, const struct create_how *how,
		     const struct create_place *place, enum made made);

#endif
