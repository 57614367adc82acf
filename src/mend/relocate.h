/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One relocation, for move, repair and recreate: a new path in the place of an old one, in every
 * kind of file that pip, venv, virtualenv and uv write a path into. Nothing is executed, and no
 * link is followed.
 */
#ifndef AVENV_RELOCATE_H
#define AVENV_RELOCATE_H

#include "core/buf.h"
#include "core/file.h"

enum {
	/** bytes of ",sha256=...,12" and a NUL */
	ROW_END = 80,
};

/** A file or a link that changes. */
struct edit {
	/** its path below the environment */
	const char *file;
	/** of a file: its text. Of all files it would be too much: relocate_write() makes it again. */
	struct buf text;
	/** of a file: the end of its row in RECORD, before and after */
	char row[ROW_END], new_row[ROW_END];
	/** of a link: where it will lead; NULL: it is a file */
	const char *to;
};

struct edits {
	struct edit *list;
	size_t count, room;
};

struct relocation {
	/** the environment, open, and its path for messages */
	int dir;
	const char *path;
	/** the path in its files now, and the new one */
	const char *from, *to;

	/* ---- after relocate_look() ---- */
	struct edits edits;
	/** files of an unknown kind that name `from`, or the old project */
	struct strings others;
	/** directories of builds that editables load; a backend that builds such ones is there */
	struct strings builds;
	bool has_backend;
	/** all RECORD files */
	struct strings records;
	/** the project that came along: where it was and where it is; NULL: none did */
	const char *old_project, *new_project;
	/** names in prompts; NULL: they stay */
	const char *old_name, *new_name;
	/** why the look failed was printed */
	bool fault_printed;
};

/*
 * Look at what is to be edited: nothing is written. The files of packages are not looked at, as
 * they were made before anybody knew the path. Returns 0, or -1 after printing what cannot be
 * read.
 */
int relocate_look(struct relocation *r) NODISCARD;

/*
 * Each file of the edits can be written with all its attributes. Returns 0, or -1 after printing
 * which one cannot.
 */
int relocate_check(const struct relocation *r) NODISCARD;

/*
 * Write the edits, each file in one step: RECORD files first, bin/activate last, so that
 * moved_old_path() knows a killed run. Returns 0, or -1 after printing what cannot be written.
 */
int relocate_write(struct relocation *r) NODISCARD;

/*
 * Print the files of an unknown kind, and the command that makes all of them anew; and for each
 * editable that only a build mends the command that builds it.
 */
void relocate_tell_others(const struct relocation *r);

/*
 * FILE below the environment at PATH, open as DIR, can be written with all its attributes. Returns
 * 0, or -1 after printing why not.
 */
int edit_check(int dir, const char *path, const char *file) NODISCARD;

/*
 * Write E below the environment at PATH, open as DIR, in one step. Returns 0, or -1 after printing
 * why.
 */
int edit_put(int dir, const char *path, const struct edit *e) NODISCARD;

/* Print that FILE of the environment at PATH cannot be read, or WHAT. Returns -1. */
int file_failed(const char *path, const char *what, const char *file);

/* PATH can stand in all kinds of files without being quoted. */
bool relocate_can(const char *path);

/* ---- between the relocate files ---------------------------------------------- */

/* Make the text of E, one of r->edits. Returns 0, or -1 after printing that it cannot be read. */
int edit_make(const struct relocation *r, struct edit *e) NODISCARD;

/*
 * Add TEXT to OUT, with each FROM, by whole components, replaced by TO. With SHELL, TEXT is a
 * script of sh, csh or fish: words get the quotes that venv gives them.
 */
void swap_path(const char *from, const char *to, bool shell, const struct text *text,
	       struct buf *out);

/* Add TEXT, an activation script, to OUT, with the name of the environment in prompts replaced. */
void swap_prompt(const char *from, const char *to, const struct text *text, struct buf *out);

/* TEXT names PATH. */
bool text_names(const struct text *text, const char *path);

/* Replace each FROM in B by TO. */
void swap_all(struct buf *b, const char *from, const char *to);

#endif
