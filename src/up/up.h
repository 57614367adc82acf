/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a project's files to an environment that has what they declare, in five steps. Each is a
 * function of what the ones before it found:
 *
 *	up_project	the project
 *	up_env		its environment
 *	up_check_user	who may write its files; the user's word on the environment
 *	up_plan		what to run
 *	up_run		running it; commands/up.c records the result
 */
#ifndef AVENV_UP_H
#define AVENV_UP_H

#include "build/create.h"
#include "declared/install.h"
#include "plan/search.h"
#include "print/msg.h"
#include "python/python.h"

/** The options of `up` */
struct up_options {
	/** argument of -p: a version, or by up_project() an absolute path; NULL: none */
	const char *python;
	/** print commands on standard output, and run none */
	bool dry_run;
	/** requirements files: they are installed in place of what the project declares */
	struct strings files;
	struct strings extras, groups;
};

/** What to run */
struct up_plan {
	/** the project compared with its environment, or with an empty one; not for -r */
	struct comparison compared;
	/** the command that installs */
	struct install in;
	/** the interpreter of the environment that avenv is to make first; path NULL: it is to make none */
	struct python base;
	/** all is there, and pip would only build the project once more */
	bool is_done;
};

/*
 * Set PROJECT to what O asks for in the directory of CTX. With -r its `dir` is that directory, and
 * its `root` the directory of the environment. Refused are a directory without a project, and what
 * the project does not have. Returns 0, or -1 after printing why.
 */
int up_project(struct context *ctx, struct up_options *o, struct project *project) NODISCARD;

/*
 * Set FOUND to the environment of PROJECT, which may be none or not allowed. Refused is a project
 * that is denied. Returns 0, or -1 after printing why.
 */
int up_env(struct context *ctx, const struct project *project, struct verdict *found) NODISCARD;

/*
 * Refuse PROJECT, or the files of -r, for an up_refusal(), and an environment FOUND that is not
 * allowed; one of which only a setting tells is none. Returns 0, or -1 after printing why.
 */
int up_check_user(struct context *ctx, const struct up_options *o, const struct project *project,
		  struct verdict *found) NODISCARD;

/*
 * Set PLAN for PROJECT and its environment FOUND, which is allowed or none. Refused are extras and
 * groups that the project does not have, an environment of another Python, and a tool that is
 * missing or would install elsewhere. Returns 0, or -1 after printing why.
 */
int up_plan(struct context *ctx, const struct up_options *o, const struct project *project,
	    const struct verdict *found, struct up_plan *plan) NODISCARD;

/*
 * Make the environment of PLAN that avenv is to make, as `create` does. The working directory is
 * that of the project. Returns 1 if it was made, as MADE has it for its record; 0, or -1 after
 * printing why not.
 */
int up_make(struct context *ctx, const struct up_options *o, struct up_plan *plan,
	    struct create_target *made) NODISCARD;

/*
 * Run the commands of PLAN, in the project's directory, which is the working directory. Returns 0,
 * or the exit status of the one that failed after printing it.
 */
int up_run(const struct up_options *o, const struct up_plan *plan) NODISCARD;

/* LINE, a command of avenv, with the -p of O. */
const char *up_with_python(const struct up_options *o, const char *line);

/*
 * After the tool of IN failed: name the command that installs the project's dependencies into FOUND,
 * its environment, without the tool, if there is one.
 */
void up_note_other_way(const struct install *in, const struct verdict *found);

/* The file of requirements for developers in DIR, "requirements-dev.txt"; NULL: none. */
const char *up_dev_file(const char *dir);

/*
 * Name what is for developers, and neither in O nor installed: a file of requirements, and the
 * group dev. FOUND is the environment of PROJECT, or none, and has pip of the version PIP.
 */
void up_note_dev(const struct up_options *o, const struct project *project,
		 const struct verdict *found, const char *pip);

#endif
