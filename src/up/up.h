/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a project's files to an environment that has what they declare: the command of the project's
 * tool, or an environment of avenv's own with what pip installs.
 */
#ifndef AVENV_UP_H
#define AVENV_UP_H

#include "declared/install.h"
#include "plan/search.h"
#include "print/msg.h"
#include "python/python.h"

struct up {
	struct context *ctx;
	/** argument of -p */
	const char *python;
	/** print commands on standard output, and run none */
	bool dry_run;

	/** arguments of -r: they are installed in place of what the project declares */
	struct strings files;

	/** set by the caller: extras and groups; by up_find(): the rest */
	struct install in;

	/* ---- set by up_find() ---- */
	/** with -r the working directory, and the directory of its environment */
	struct project project;
	/** its pyproject.toml; NULL: none that can be read */
	const struct toml *pyproject;
	/** its file of requirements for developers, "requirements-dev.txt"; NULL: none */
	const char *dev_file;
	/** the project's environment: allowed, or none */
	struct verdict found;
	struct dists dists;
	/** the project compared with that environment, or with an empty one */
	struct comparison compared;
	/** the interpreter of a new environment, if avenv makes that */
	struct python base;
};

/*
 * Find the project and its environment. Refused are a project that is denied or that others can
 * write to, and an environment that is not allowed or of another Python. Returns 0, or -1 after
 * printing why.
 */
int up_find(struct up *u) NODISCARD;

/*
 * Refuse a project that the user denied, and files of it or of -r that another user can change or
 * that are no regular ones. Returns 0, or -1 after printing why.
 */
int up_check_user(const struct up *u) NODISCARD;

/*
 * Whether pip need not build the project for editing once more, as it would each time: the project
 * is installed, its pyproject.toml, setup.py and setup.cfg are older, and all was compared, without
 * a difference.
 */
bool up_is_built(const struct up *u);

/* LINE, a command of avenv, with U's -p. */
const char *up_with_python(const struct up *u, const char *line);

/*
 * Check that the tool is there and can do it, and that pip would install nowhere else. Returns 0,
 * or -1 after printing how to get the tool, or the setting of pip.
 */
int up_check_tool(struct up *u) NODISCARD;

/*
 * Make the environment that pip installs into, as `create` does, if there is none. Returns 1 if it
 * was made, with *ACCEPTS for its record (struct create_target); 0, or -1 after printing why not.
 */
int up_create(struct up *u, unsigned *accepts) NODISCARD;

/*
 * Run the project's commands, in its directory, which is the working directory. Returns 0, or the
 * exit status of the one that failed after printing it.
 */
int up_install(struct up *u) NODISCARD;

/*
 * After the tool of U failed: name the command that installs the project's dependencies into FOUND,
 * its environment, without the tool, if there is one.
 */
void up_note_other_way(const struct up *u, const struct verdict *found);

/* The file of requirements for developers in DIR, "requirements-dev.txt"; NULL: none. */
const char *up_dev_file(const char *dir);

/*
 * Name what is for developers, and not installed: a file of requirements, and the group dev. FOUND
 * is the project's environment, or none.
 */
void up_note_dev(const struct up *u, const struct verdict *found);

#endif
