/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Relocation, for move, repair and recreate: replace an old path by a new one in every kind of file
 * that pip, venv, virtualenv and uv write a path into. Nothing is executed, and no link is
 * followed.
 */
#ifndef AVENV_RELOCATE_H
#define AVENV_RELOCATE_H

#include "core/buf.h"
#include "core/file.h"

enum {
	/** bytes of ",sha256=...,12" and a NUL */
	ROW_END = 80,
};

/** The change of a file or a link. */
struct edit {
	/** path relative to the environment */
	const char *file;
	/**
	 * new text of a file. Left empty in a list, to save memory: relocate_write() makes it
	 * again.
	 */
	struct buf text;
	/** end of a file's row in RECORD, before and after */
	char row[ROW_END], new_row[ROW_END];
	/** new target of a link; NULL: a file */
	const char *to;
};

struct edits {
	struct edit *list;
	size_t count, room;
};

struct relocation {
	/**
	 * The environment is a copy, and its old project remains: asked for each path in that which an
	 * editable names. Returns why the editable keeps it, or NULL; sets *BUILD to the new path if a
	 * build has yet to make it. NULL: the environment was moved.
	 */
	const char *(*stays)(const struct relocation *r, const char *path, const char **build);
	/** descriptor of the environment, and its path for messages */
	int dir;
	const char *path;
	/** the path in its files, and the new one */
	const char *from, *to;

	/* ---- after relocate_look() ---- */
	struct edits edits;
	/** files of an unknown kind that name `from`, or the old project */
	struct strings others;
	/** directories of builds that editables load; a backend that builds such ones is there */
	struct strings builds;
	bool has_backend;
	/** the error of relocate_look() was printed */
	bool fault_printed;
	/** all RECORD files */
	struct strings records;
	/**
	 * old and new path of the project, if it was moved with the environment; else NULL. Of a copy the
	 * caller sets them.
	 */
	const char *old_project, *new_project;
	/** the path that no file should name */
	const char *stale;
	/** old and new name in prompts; NULL: unchanged */
	const char *old_name, *new_name;
};

/*
 * Find the files and links to change. Writes nothing. Files of packages are not read: they were
 * made before the path was known. Returns 0, or -1 after printing the path that cannot be read.
 */
int relocate_look(struct relocation *r) NODISCARD;

/*
 * Check that each file in R->edits, and each RECORD with a row of one, can be written with all its
 * attributes. Returns 0, or -1 after printing the file that cannot.
 */
int relocate_check(const struct relocation *r) NODISCARD;

/*
 * Write the edits, each file in one step: RECORD files first, bin/activate last, so that
 * moved_old_path() detects a killed run. Returns 0, or -1 after printing the file that cannot be
 * written.
 */
int relocate_write(struct relocation *r) NODISCARD;

/*
 * Print the files of an unknown kind, and the command that makes all of them anew; and for each
 * editable that only a build mends the command that builds it.
 */
void relocate_tell_others(const struct relocation *r);

/*
 * Check that FILE in the environment at PATH, open as DIR, can be replaced.
 * Returns 0, or -1 after printing why not.
 */
int edit_check(int dir, const char *path, const char *file) NODISCARD;

/* Remove what a killed edit_put() left beside FILE of the environment at PATH. */
void edit_sweep(const char *path, const char *file);

/*
 * Write E in the environment at PATH, open as DIR, in one step. Returns 0, or -1 after printing
 * why.
 */
int edit_put(int dir, const char *path, const struct edit *e) NODISCARD;

/*
 * Print "cannot WHAT" and FILE of the environment at PATH, for errno; WHAT is a verb. Returns -1.
 */
int file_failed(const char *path, const char *what, const char *file);

/* PATH has no quote, '$', '`', backslash or '!', which some kinds of files cannot contain. */
bool relocate_can(const char *path);

/* ---- between the relocate files ---------------------------------------------- */

/*
 * Set E->text for E, one of R->edits. Returns 0, or -1 after printing that the file cannot be read.
 */
int edit_make(const struct relocation *r, struct edit *e) NODISCARD;

/*
 * Add TEXT to OUT, with each path FROM, as whole components, replaced by TO. With SHELL, TEXT is a
 * script of sh, csh or fish, and words are quoted as venv quotes them.
 */
void replace_path(const char *from, const char *to, bool shell, const struct text *text,
		  struct buf *out);

/*
 * Add TEXT, an activation script, to OUT, with the environment's name FROM in prompts replaced by
 * TO.
 */
void replace_prompt(const char *from, const char *to, const struct text *text, struct buf *out);

/* TEXT contains PATH, as whole components. */
bool text_names(const struct text *text, const char *path);

/*
 * The editable with TEXT keeps a path of the old project that it names; URL: as a URL. Adds the
 * directories in which ninja or CMake has yet to build what it loads to BUILDS, unless NULL.
 */
bool relocate_keeps(const struct relocation *r, bool url, const char *text, struct strings *builds);

/* Replace each FROM in B by TO. */
void replace_path_all(struct buf *b, const char *from, const char *to);

#endif
