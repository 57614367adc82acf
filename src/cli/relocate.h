/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every path that is baked into an environment: find it, rewrite it, or say
 * where it stands.
 */
#ifndef AVENV_RELOCATE_H
#define AVENV_RELOCATE_H

#include "cli/rewrite.h"
#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

enum {
	/** places that are listed; more are only counted */
	LEFTOVERS_MAX = 1000,
	/** what says in so many words where an environment is */
	RELOCATE_SAYS = 3,
};

/** A place that still names the old path. */
struct leftover {
	/** below the environment */
	const char *file;
	/** from 1; 0: a binary file */
	unsigned line;
	/** the line, or the part of it where the path stands */
	const char *text;
};

struct relocation {
	/** the environment as it lies now, open; and its path, for messages */
	int dir;
	const char *path;
	/** the paths that are baked in, up to a NULL; and the one that shall be */
	const char *const *from;
	const char *to;
	/** where it lay, and lies still, from where relative paths lead out of it;
	 * or NULL: they are let be */
	const char *lay;
	/**
	 * where projects were in which it lay, up to a NULL, or NULL: what leads to
	 * sources there and is gone leads to the directory above `to` instead, where
	 * they are there
	 */
	const char *const *projects;
	/** line ends of Windows go where they do harm */
	bool mend;
	/** leave text that cannot be mended unsearched: no report is wanted */
	bool quick;
	/** told of each regular file, FILE being its path below, DIR what it lies
	 * in; or NULL */
	void (*see)(void *arg, int dir, const char *file);
	void *arg;

	/** how many files and links name another place, and how many were on
	 * Windows */
	size_t named, crlf;
	/** how many files and links were rewritten */
	size_t rewritten;
	/** in the order of their paths */
	struct leftover *left;
	size_t left_count, left_room;
	/** more than LEFTOVERS_MAX: how many are not in the list */
	size_t left_more;
};

/*
 * Rewrite what names r->from, by whole components: pyvenv.cfg, the first lines
 * of launchers, the activation scripts, .pth and .egg-link lines, editable
 * finders, direct_url.json, Jupyter's kernel.json, redirects, and links that
 * point into it; each file by rename, with its mode; and the rows of RECORD of
 * the files that were changed, where they were right before.  pyvenv.cfg is the
 * last, so that a second run finishes what was cut short.  Returns 0, or -1
 * having said why not, each file being old or new.
 */
int relocate(struct relocation *r) NODISCARD;

/* Add to REWRITES what relocate() would do; nothing is written. */
int relocate_plan(struct relocation *r, struct rewrites *rewrites) NODISCARD;

/*
 * The path that is baked into the environment at PATH, open as DIR: what
 * VIRTUAL_ENV is in its activate, else the end of `command` in pyvenv.cfg, else
 * where most of its launchers start Python from.  NULL: nothing says.  In all of
 * these what cannot be read is unseen().
 */
const char *relocate_baked(int dir, const char *path);

/*
 * "moved from '/old'", or "copied from" what is there still, to be shown: the environment
 * at PATH, so that what is installed in it may name that place.  NULL: it was not, or
 * nobody can tell.
 */
const char *relocate_moved(const char *path);

/* The same of one that was at OLD. */
const char *relocate_moved_from(const char *old);

/* What each of those but the launchers says: VIRTUAL_ENV, of bin and of Scripts,
 * and `command`; or NULL. */
void relocate_says(int dir, const char *path, const char *says[RELOCATE_SAYS]);

/** A launcher that starts Python. */
struct start {
	/** below the environment */
	const char *file;
	const char *interpreter;
	/** the environment that this may be of; NULL: it is the system's Python,
	 * the base's, or in no directory `bin` */
	const char *env;
};

struct starts {
	struct start *list;
	size_t count, room;
};

/* All in bin of the environment at PATH, open as ENV; HOME, which may be NULL, is
 * what its base lies in. */
void relocate_starts(int env, const char *path, const char *home, struct starts *all);

/* ---- between the relocate files ----------------------------------------- */

/** What is to be written in place of what. */
struct baking {
	const char *from, *to;
	/** the environment's name in prompts, then and now; NULL: it stays */
	const char *old_name, *new_name;
	/** only what is gone, and is there at its new place */
	bool gone_only;
};

/*
 * Add what the LEN bytes at DATA, one file, become to OUT: all of them, also
 * where nothing changes.  DATA is NUL-terminated.
 */
typedef void bake(const struct baking *b, const char *data, size_t len, struct buf *out);

/* relocate_text.c */
bake bake_plain;
/* relocate_edit.c */
bake bake_cfg, bake_json, bake_lines, bake_python, bake_urls;
/* relocate_launcher.c */
bake bake_launcher;
/* relocate_shell.c */
bake bake_csh, bake_fish, bake_shell;

/*
 * PATH stands at AT, by whole components, in a text from START to END in which
 * nothing says where a path begins and ends.
 */
bool text_names(const char *start, const char *at, const char *end, const char *path);

/* The next place from AT on where text_names(), or NULL. */
const char *text_next(const char *start, const char *at, const char *end, const char *path);

/* In FILE, a path below the environment, lines must not end in CR LF: those for
 * Windows keep them. */
bool crlf_harms(const char *file);

/* TEXT comes from Windows: OUT is it with LF alone.  False: it does not. */
bool crlf_mend(const struct text *text, struct buf *out);

/*
 * TO, as it stands in FILE of the environment, a path below that: by its whole path where
 * it leads to something outside from where that lay, r->lay, and does not from where it
 * will be; or where it comes back in by the name that it had.
 */
const char *relocate_outward(const struct relocation *r, const char *file, const char *to);

/* Add the LEN bytes at DATA, each line as relocate_outward() has it. */
void relocate_outward_lines(const struct relocation *r, const char *file, const char *data,
			    size_t len, struct buf *out);

/* Add what is left of r->from in the LEN bytes of FILE to r->left. */
void leftovers_in(struct relocation *r, const char *file, const char *data, size_t len);

/* The same for the file open as FD, without holding all of it. */
void leftovers_of(struct relocation *r, const char *file, int fd);

#endif
