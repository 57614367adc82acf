/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that installs what the files of a project declare. */
#ifndef AVENV_INSTALL_H
#define AVENV_INSTALL_H

#include "declared/declared.h"
#include "lookup/manifest.h"
#include "plan/search.h"

/** The first versions of pip that install groups (PEP 735) and a pylock.toml (PEP 751) */
#define PIP_WITH_GROUPS "25.1"
#define PIP_WITH_PYLOCK "26.1"

struct install {
	const struct manifest *manifest;
	/** the directory of the command */
	const char *project;
	/** the environment; NULL: it is still to be made */
	const struct venv *venv;
	/** Python of the environment; version of its pip, NULL: there is none */
	const char *python, *pip;
	/** PATH of the tools */
	const char *path;
	/** requirements files or the lock file; names of extras and groups */
	struct strings files, extras, groups;
	/** the comparison that was made of the project, which knows its lock file; or NULL */
	const struct comparison *compared;
};

/* The version of pip among DISTS; NULL: it is not installed. */
const char *pip_version(const struct dists *dists);

/* The version PIP of pip, or NULL, is at least VERSION. */
bool pip_is(const char *pip, const char *version);

/* TOOL, the first word of IN's command, is missing, and how to get it. `why` is NULL: it exists. */
struct reason tool_missing(const struct install *in, const char *tool);

/* The command that upgrades IN's pip to one that installs groups; NULL: none is needed. */
const char *pip_first(const struct install *in);

/*
 * Add the words of COMMAND, of a tool, which spaces separate. If the environment of IN has the
 * tool, the first word is its path there.
 */
void add_tool(const struct install *in, struct strings *words, const char *command);

/* Set WORDS to the command of IN, with its name or a relative path as the first word. */
void install_words(const struct install *in, struct strings *words);

/* WORDS, to be pasted in the directory DIR, or NULL, and run in PROJECT. */
const char *install_line(const struct strings *words, const char *project, const char *dir);

/*
 * `up`, in the directory of CTX, installs into another environment than HERE. Set PROJECT to the
 * project that it installs, which may have a fault, and OWN to the environment of that, or none.
 */
bool up_is_elsewhere(struct context *ctx, const struct verdict *here, struct project *project,
		     struct verdict *own);

/*
 * Compare the environment FOUND, unasked, with what its project declares: no link is followed, no
 * more than 8 MiB are read, and nothing in the home directory itself or on a network file system,
 * or if up_is_elsewhere(). Returns whether packages differ; then C is set.
 */
bool declared_differs(struct context *ctx, const struct verdict *found, struct comparison *c);

/*
 * The command that installs what C->files declare, to be typed where the shell is: `avenv up` if
 * that does it. *MISSING is tool_missing() of its tool.
 */
const char *declared_command(struct context *ctx, const struct comparison *c,
			     struct reason *missing);

#endif
