/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What relocate.c is made of: how each kind of file is edited, and what else. */
#ifndef AVENV_RELOCATE_PARTS_H
#define AVENV_RELOCATE_PARTS_H

#include "cli/relocate.h"
#include "core/file.h"

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
