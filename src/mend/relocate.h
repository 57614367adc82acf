/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Relocation: replacing the old path of a moved environment by the new one, in every kind
 * of file into which pip, venv, virtualenv, uv and editables write a path: after `mv old new` the
 * first line of new/bin/pip is still "#!/home/ann/old/bin/python". Nothing is executed, and no link
 * is followed.
 *
 * relocations_look() finds the edits, relocations_check() tells if all can be written,
 * relocations_write() writes them, and relocations_tell_others() prints the files for a human.
 */
#ifndef AVENV_RELOCATE_H
#define AVENV_RELOCATE_H

#include "core/buf.h"
#include "core/real_path.h"

enum {
	/** bytes of ",sha256=...,12" and a NUL */
	ROW_END = 80,
};

/** How a path is written in a file. */
enum notation {
	/** unquoted */
	PLAIN,
	/** quoted as venv quotes in sh, csh and fish; the file has the name in prompts, too */
	SHELL,
	/** only in the first lines of a script, which start the interpreter */
	HEAD,
	/** in strings of JSON: "/v\u00e9" */
	JSON_TEXT,
	/** as a URL in a string of JSON: "file:///a%20b" */
	JSON_URL,
	/** a field of a RECORD: "/a,b" */
	CSV,
	/** unquoted, or as virtualenv quotes for xonsh */
	XONSH,
	NOTATIONS,
};

struct kind;

/** The change of a file or a link. */
struct edit {
	/** path relative to the environment */
	const char *file;
	/** private to relocate.c: the row of its table that the file matches; NULL for a link */
	const struct kind *kind;
	/** new text of a file; empty in a list, where edit_make() computes it when it is written */
	struct buf text;
	/** the file or link that is replaced; without a mode: there is none */
	struct file_info seen;
	/** the end of the file's row in RECORD, ",sha256=…,12", before and after the change */
	char row[ROW_END], new_row[ROW_END];
	/** new target of a link; NULL: a file */
	const char *to;
};

struct edits {
	struct edit *list;
	size_t count, room;
};

struct relocation {
	/** descriptor of the environment, and its path for messages */
	int dir;
	const char *path;
	/** the path that its files have, and the new path */
	const char *from, *to;

	/* ---- after relocate_look() ---- */
	struct edits edits;
	/** files of an unknown kind that mention `stale` */
	struct strings others;
	/**
	 * build directories from which editables load modules, and in which a build must run; the
	 * walk does not release the memory of a file that adds one
	 */
	struct strings builds;
	/** the build backend of such editables is installed in the environment */
	bool has_backend;
	/** all RECORD files */
	struct strings records;
	/** old and new path of the project, if it was moved with the environment; else NULL */
	const char *old_project, *new_project;
	/** no file may have this path afterwards: `old_project` if that was moved, else `from` */
	const char *stale;
	/** the new path in its place */
	const char *fresh;
	/** old and new name of the environment in prompts; NULL: unchanged */
	const char *old_name, *new_name;
};

/*
 * Find the files and links to change, anew at each call. Writes nothing. Files of packages are not
 * read: they were made before the path was known. Returns 0, or -1 after printing the path that
 * cannot be read.
 */
int relocate_look(struct relocation *r) NODISCARD;

/*
 * Write the edits, each file in one step: RECORD files first, bin/activate last, so that
 * moved_old_path() detects a killed run. Returns 0, or -1 after printing the file that cannot be
 * written.
 */
int relocate_write(struct relocation *r) NODISCARD;

/*
 * Check that FILE in the environment at PATH, open as DIR, can be replaced.
 * Returns 0, or -1 after printing why not.
 */
int edit_check(int dir, const char *path, const char *file) NODISCARD;

/* Remove the temporary files of killed edit_put() calls from the environment at PATH. */
void edits_sweep(const char *path);

/*
 * Set E->text for E, one of R->edits. Returns 0, or -1 after printing that the file cannot be read.
 */
int edit_make(const struct relocation *r, struct edit *e) NODISCARD;

/*
 * Write E in the environment at PATH, open as DIR, in one step. Returns 0, or -1 after printing
 * why.
 */
int edit_put(int dir, const char *path, const struct edit *e) NODISCARD;

/*
 * Print "cannot WHAT" and FILE of the environment at PATH, for errno; WHAT is a verb. Returns -1.
 */
int file_failed(const char *path, const char *what, const char *file);

/* Check path_is_plain(). Returns 0, or -1 after printing why not and ADVICE. */
int path_check_plain(const char *path, const char *advice) NODISCARD;

/* ---- each path of an environment: relocate_write.c ------------------------------- */

/**
 * A relocation for each path that an environment's own files may have: its real path, the path in
 * bin/activate, which may have links in it or be older, and that path without links. pip writes
 * the path through which it was started into its scripts.
 */
struct relocations {
	/** the path in bin/activate is last, so that moved_old_path() detects a killed run */
	struct relocation list[3];
	size_t count;
};

/* Print that bin/activate of the environment at PATH cannot be read, by errno. Returns -1. */
int cannot_read_activate(const char *path);

/*
 * Set RS to replace by TO the paths of the environment that is open as DIR; PATH is its real path.
 * Returns 0, or -1 after printing that bin/activate cannot be read.
 */
int relocations_init(struct relocations *rs, int dir, struct real_path path,
		     const char *to) NODISCARD;

/* Set the path of the environment for messages. */
void relocations_set_path(struct relocations *rs, const char *path);

/* relocate_look() for each */
int relocations_look(struct relocations *rs) NODISCARD;

/*
 * Check that each file to edit, and each RECORD with a row of one, can be written with all its
 * attributes. Returns 0, or -1 after printing the file that cannot.
 */
int relocations_check(const struct relocations *rs) NODISCARD;

/* relocate_write() for each. A second path is looked for again, as the first changed files. */
int relocations_write(struct relocations *rs) NODISCARD;

/* The number of files and links to change */
size_t relocations_files(const struct relocations *rs);

/*
 * Print the files of an unknown kind, and if packages own some the command that installs these
 * again; and for each editable that must be built again the command that builds it. The files are
 * at the new path by then.
 */
void relocations_tell_others(const struct relocations *rs);

/* ---- replacing in a text: replace_path.c --------------------------------------- */

/*
 * Add TEXT to OUT, with each path FROM, as whole components in NOTATION, replaced by TO. Where TO
 * stands already, it stays.
 */
void replace_path(enum notation notation, const char *from, const char *to, const struct text *text,
		  struct buf *out);

/* PATH, which is FROM or below, with TO in place of FROM. NULL: PATH is elsewhere, or in TO. */
const char *moved_path(const char *path, const char *from, const char *to);

/*
 * Add TEXT, an activation script, to OUT, with the environment's name FROM in prompts replaced by
 * TO.
 */
void replace_prompt(const char *from, const char *to, const struct text *text, struct buf *out);

/* True if TEXT mentions FROM: as whole components, and neither in a longer path nor in TO. */
bool text_mentions(const struct text *text, const char *from, const char *to);

/* Replace each FROM in B, text without a NUL, by TO. */
void replace_all(struct buf *b, const char *from, const char *to);

/* ---- values that are quoted: notation.c ---------------------------------------- */

/* TEXT with FROM replaced by TO in the values that NOTATION encodes. */
struct buf replace_values(enum notation notation, const char *from, const char *to,
			  const struct text *text);

/* TEXT with the values that NOTATION encodes decoded, and the paths of URLs in their place. */
struct text text_decoded(enum notation notation, const struct text *text);

#endif
