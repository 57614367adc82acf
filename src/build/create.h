/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room build creates environments: it unpacks wheels, writes the layout of venv into a stage,
 * and puts the stage at its path. A new environment equals that of `python -m venv`
 * (Lib/venv/__init__.py). Wheels are unpacked while the interpreter is asked for its paths; the
 * other files are written after its answer.
 */
#ifndef AVENV_CREATE_H
#define AVENV_CREATE_H

#include "build/layout.h"
#include "build/stage.h"
#include "build/wheel.h"
#include "core/venv.h"
#include "python/python.h"

struct create_how {
	struct layout_options venv;
	/** arguments of -p and -r, for messages; NULL: not given */
	const char *python;
	const struct strings *files;
	/** --tracked: git may track the path */
	bool tracked;
	/**
	 * the user typed `create`: messages repeat that command, and an environment that a killed
	 * run had begun to put here is completed, not refused
	 */
	bool typed;
};

/** The path of a new environment, and its present content. */
struct create_target {
	/** path as typed, for messages */
	const char *name;
	/** absolute, clean path, links not resolved; written into the environment's files */
	const char *path;
	/** set by create_look() */
	struct real_path real;
	/** descriptor of the existing directory, and then of what was made; -1: none */
	int dir;
	/** the directory is empty: it is filled, not replaced */
	bool is_empty;
	/** BY_TRACKED: git refuses to answer, and need not be asked about what is made here */
	unsigned accepts;
	/** a mount point, which cannot be exchanged: what is in it is replaced */
	bool is_mount;
	/** a run was killed that had begun to fill it; at a mount point after emptying it in part */
	bool was_killed;
	/** create_look() has completed what a killed run had begun: nothing more is to be made */
	bool is_complete;
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
 * Writes nothing but this: stage_sweep() removes or completes the stage of a killed run. Returns 0,
 * or -1 after printing why. The caller closes TARGET->dir in both cases.
 */
int create_look(struct context *ctx, const struct create_how *how,
		struct create_target *target) NODISCARD;

/** The creation of one environment. */
struct creation {
	const struct create_how *how;
	struct create_target *target;
	/** interpreter for which wheels are unpacked: a guess until the interpreter has answered */
	struct python python;
	/** site-packages, a path relative to the environment */
	const char *site;
	struct wheel *wheels;
	size_t wheel_count;
	struct stage stage;
	/** directories above the stage that were made for it; they go if the creation fails */
	struct strings made;
	/** threads that write the wheels; NULL before they are started */
	struct unpacking *unpacking;
	/** permission bits of new files */
	mode_t mode;
};

/*
 * Create the environment of PYTHON in a stage. CHOICE is an interpreter that was asked: PYTHON is
 * set to its answer, and until that comes, wheels are unpacked for the guess in CHOICE. NULL: the
 * caller has set PYTHON. Returns 0, or -1 after printing why and removing the stage.
 */
int create_stage(struct creation *c, struct python_choice *choice, struct python *python) NODISCARD;

/*
 * Put the stage at its path: rename it, exchange it with the old environment, or move its content
 * into the empty directory. Returns 0, or -1 after printing why, or that it is elsewhere now.
 */
int create_commit(struct creation *c) NODISCARD;

#endif
