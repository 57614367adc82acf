/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Back ends: how each shell quotes, sets and unsets, and how a plan becomes
 * code for its hook.  Nothing else knows any shell's syntax.
 */
#ifndef AVENV_SHELL_H
#define AVENV_SHELL_H

#include "core/buf.h"
#include "core/session.h"

/**
 * What hook and helper agree on; a helper that is asked for another is mute.
 *
 * An answer sets for the idle test, from struct watch: _avenv_present, a file that must
 * be there, empty: nothing is looked up at all; _avenv_here, the number of watch.here;
 * and _avenv_more, that a function of that name tests what else must be missing.  In
 * fish all of it is _avenv_watch: words that the one `test` goes on with.
 */
#define SHELL_PROTOCOL "3"

struct shell {
	/** as `avenv hook NAME` has it */
	const char *name;
	/** TEXT as one word, whatever bytes (1 to 255) it holds */
	void (*quote)(struct buf *b, const char *text);
	/** set and export a variable */
	void (*set)(struct buf *b, const char *name, const char *value);
	void (*unset)(struct buf *b, const char *name);
	/** set and export PATH, which a shell may keep in a way of its own */
	void (*set_path)(struct buf *b, const char *path);
	/** the whole answer to the hook */
	void (*answer)(struct buf *b, const struct session *session, const struct plan *plan);
	/** the activation script in an environment's bin; for messages */
	const char *script;
};

extern const struct shell shell_bash, shell_zsh, shell_fish;

/* The back end called NAME (maybe a path: /bin/zsh, -zsh), or NULL. */
const struct shell *shell_find(const char *name);

/* The back ends, ended by NULL. */
extern const struct shell *const shells[];

/*
 * TEXT as one word of SHELL, whatever bytes (1 to 255) it holds, for a terminal to show:
 * quoted, and escaped only where path_utf8_len() says that a character is not printable.
 */
void shell_escape(const struct shell *shell, struct buf *b, const char *text);

/* Add a space and, by QUOTE, a word, for each of WORDS, up to a NULL. */
void shell_words(struct buf *b, void (*quote)(struct buf *b, const char *text),
		 const char *const *words);

/*
 * The assignments of the session's variables that changed, by the back end's
 * way to set a private variable.
 */
void shell_state(struct buf *b, const struct session *session, const struct plan *plan,
		 void (*assign)(struct buf *b, const char *name, const char *value));

/* What the idle test is to find present; "": it looks up nothing. */
const char *shell_present(const struct plan *plan);

/* What the plan's action calls in the hook: its name, NULL for none. */
const char *shell_verb(const struct plan *plan);

#endif
