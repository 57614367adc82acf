/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be typed at a place of a command line.  Finding it out executes
 * nothing, reads no file in a place that nobody vouches for, and opens a
 * bounded number of files and directories.
 */
#ifndef AVENV_COMPLETE_H
#define AVENV_COMPLETE_H

#include "cli/command.h"
#include "core/file.h"

enum {
	/** values of one kind; what is beyond was not asked for by a person */
	COMPLETE_MAX = 1024,
	/** entries of a directory that are looked at */
	COMPLETE_ENTRIES = 16384,
};

struct completion {
	const char *value;
	/** for people; "" where there is nothing to say */
	const char *description;
};

struct completions {
	/** what each value begins with; "" for all */
	const char *prefix;
	/** whether it does in ASCII without regard to case */
	bool fold;
	struct completion *list;
	size_t count, room;
};

/*
 * Add one that begins with the prefix, unless there are COMPLETE_MAX.  Returns
 * whether there is room.
 */
bool complete_add(struct completions *c, const char *value, const char *description);

/** What is told of a directory's entries, as long as LEFT is not 0. */
struct bounded {
	file_visitor *visit;
	void *arg;
	size_t left;
};

/* A visitor for file_scan(); BOUNDED is a struct bounded. */
bool complete_visit(void *bounded, int fd, const char *name, int type);

/*
 * Visit COMPLETE_ENTRIES of DIR, which is opened with FLAGS; none of one that
 * cannot be read.
 */
void complete_scan(const char *dir, int flags, file_visitor *visit, void *arg);

/*
 * Add all of KIND, which is what a command's synopsis or an option's argument
 * is called, in lower case; of none where there is no such kind.  ENV is the
 * environment that is asked, as typed; NULL: the one of this directory.
 */
void complete_kind(struct context *ctx, const char *kind, const char *env, struct completions *c);

/* The interpreters that -p can name, by version and by name. */
void complete_python(struct context *ctx, const char *env, struct completions *c);

/* Files as the prefix names them: directories end in a slash. */
void complete_dir(struct context *ctx, const char *env, struct completions *c);
void complete_file(struct context *ctx, const char *env, struct completions *c);

/* *.txt, *.in and directories; all files where there are none of those. */
void complete_requirement(struct context *ctx, const char *env, struct completions *c);

/* The programs on PATH. */
void complete_program(struct context *ctx, const char *env, struct completions *c);

/* The programs, and the distributions, in an environment. */
void complete_command(struct context *ctx, const char *env, struct completions *c);
void complete_package(struct context *ctx, const char *env, struct completions *c);

#endif
