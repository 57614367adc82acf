/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making an environment as `python -m venv` makes it. Wheels are unpacked into a stage while the
 * interpreter is still asked; the rest is written once it has answered.
 */
#ifndef AVENV_CREATE_H
#define AVENV_CREATE_H

#include "build/layout.h"
#include "build/stage.h"
#include "build/wheel.h"
#include "core/trust.h"
#include "core/venv.h"
#include "python/python.h"

struct create_how {
	struct layout_options venv;
	/** pip installs something afterwards: code of the environment runs */
	bool installs;
	/** even if git tracks it */
	bool tracked;
};

/** Where it goes, and what is there now. */
struct create_target {
	/** as typed, for messages */
	const char *name;
	/** absolute and clean, with links in it: this is written into its files */
	const char *path;
	/** the directory there, open; -1: nothing is there */
	int dir;
	/** that is an environment, `venv` */
	bool is_env;
	struct venv venv;
	/** it has parts of an environment, and no record allows it */
	bool unknown;
};

/*
 * Can an environment be at PATH? A ':', a control character, and bytes that are not UTF-8 are
 * refused: PATH, pyvenv.cfg or a script could not name it. Returns 0, or -1 after printing why.
 */
int create_check_name(const char *path) NODISCARD;

/*
 * Look at TARGET, whose name and path are set, and at all that speaks against making an
 * environment there; the user's shell is in SHELL_DIR, a real path or NULL. Nothing is written.
 * Returns 0, or -1 after printing why; TARGET->dir is then the caller's to close, too.
 */
int create_look(struct trust *trust, const char *shell_dir, const struct create_how *how,
		struct create_target *target) NODISCARD;

/*
 * Does the environment at PATH, open as DIR, hold an entry that no tool puts there? It may be the
 * user's own, as `avenv create .` makes an environment of a project. ALSO, unless NULL, is allowed
 * as well. Returns 0, or -1 having named such entries.
 */
int foreign_refused(int dir, const char *path, const char *also) NODISCARD;

/** An environment being made. */
struct creation {
	const struct create_how *how;
	const struct create_target *target;
	/** its pip is unpacked into the stage */
	struct python python;
	/** site-packages, below the environment */
	const char *site;
	struct wheel *wheels;
	size_t wheel_count;
	struct stage stage;
	/** the wheels being written; or NULL */
	struct unpacking *unpacking;
	/** of a new file */
	mode_t mode;
};

/*
 * Make the environment of PYTHON in the stage. With CHOICE the wheels are unpacked by its guess
 * while the interpreter answers, and PYTHON is filled in; NULL: PYTHON has answered before. Returns
 * 0, or -1 after printing why, with the stage gone.
 */
int create_stage(struct creation *c, struct python_choice *choice, struct python *python) NODISCARD;

/*
 * Put the stage in its place. Returns 0, or -1 after printing why: the target is as it was or, if
 * it was merged, each file is old or new.
 */
int create_commit(struct creation *c) NODISCARD;

#endif
