/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room build creates environments: wheels, layout, a stage, and the exchange with an old
 * directory. A new environment equals one that `python -m venv` creates (Lib/venv/__init__.py).
 * Wheels are unpacked into a stage while the interpreter is queried; the other files are written
 * after its answer.
 */
#ifndef AVENV_CREATE_H
#define AVENV_CREATE_H

#include "build/layout.h"
#include "build/stage.h"
#include "build/wheel.h"
#include "core/venv.h"
#include "python/python.h"
#include "trust/trust.h"

struct create_how {
	struct layout_options venv;
	/** arguments of -p and -r, for messages; NULL: not given */
	const char *python;
	const struct strings *files;
	/** a path that git tracks is accepted */
	bool tracked;
};

/** The path of a new environment, and its present content. */
struct create_target {
	/** path as typed, for messages */
	const char *name;
	/** absolute, clean path, links not resolved; written into the environment's files */
	const char *path;
	/** `path` with links resolved, set by create_look() */
	const char *real;
	/** descriptor of the existing directory; -1: none */
	int dir;
	/** the directory is empty: it is filled, not replaced */
	bool is_empty;
	struct venv venv;
};

/*
 * Check that an environment can have the path PATH. Refused are ':', which separates entries of
 * PATH, control characters, and bytes that are not UTF-8, which pyvenv.cfg and scripts cannot
 * contain. Returns 0, or -1 after printing why.
 */
int create_check_name(const char *path) NODISCARD;

/*
 * Fill in TARGET, whose name and path are set, and check that an environment may be created there.
 * Writes nothing, but removes what a killed run left. Returns 0, or -1 after printing why. The caller closes TARGET->dir in both cases.
 */
int create_look(struct context *ctx, const struct create_how *how,
		struct create_target *target) NODISCARD;

/*
 * Check that the environment at PATH, open as DIR, has only entries that tools create. Other
 * entries may be the user's own: `avenv create .` makes an environment in a project. ALSO, unless
 * NULL, is the name of one more accepted entry. Returns 0, or -1 after printing the first others.
 */
int foreign_refused(int dir, const char *path, const char *also) NODISCARD;

/** The creation of one environment. */
struct creation {
	const struct create_how *how;
	const struct create_target *target;
	/** environment that is copied instead, with its paths still in the copy; or NULL */
	const char *like;
	/** interpreter whose wheels are unpacked, known or guessed */
	struct python python;
	/** site-packages, a path relative to the environment */
	const char *site;
	struct wheel *wheels;
	size_t wheel_count;
	struct stage stage;
	/** threads that write the wheels; NULL before they are started */
	struct unpacking *unpacking;
	/** permission bits of new files */
	mode_t mode;
};

/*
 * Create the environment of PYTHON in a stage. With CHOICE, wheels are unpacked for the guessed
 * interpreter while the chosen one answers, and PYTHON is filled in; NULL: the caller has filled in
 * PYTHON, of which a copy needs none. Returns 0, or -1 after printing why and removing the stage.
 */
int create_stage(struct creation *c, struct python_choice *choice, struct python *python) NODISCARD;

/*
 * Rename the stage to its final path, exchange it with the directory there, or fill that if it is
 * empty. Returns 0, or -1 after printing why, with nothing changed.
 */
int create_commit(struct creation *c) NODISCARD;

#endif
