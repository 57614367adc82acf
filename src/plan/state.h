/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of a shell between two looks: one string, which the shell keeps in a private variable
 * and passes to the helper. It allows nothing: each look searches and checks again.
 */
#ifndef AVENV_STATE_H
#define AVENV_STATE_H

#include "core/base.h"

enum {
	STATE_FIELDS = 16,
};

/** The state; no string is NULL, "" means none */
struct state {
	union {
		const char *fields[STATE_FIELDS];
		struct {
			/** PWD and VIRTUAL_ENV after the last look */
			const char *pwd, *virtual_env;
			/** PATH entry that avenv, or a parent shell, added for the active environment */
			const char *entry;
			/** VIRTUAL_ENV as set by `avenv activate ENV`; as set by direnv or mise */
			const char *activated_env, *tool_env;
			/** VIRTUAL_ENV at the last prompt, if a stock activate script had set it */
			const char *sourced_env;
			/** hash of the variables in which direnv and mise save their changes */
			const char *tools_hash;
			/** PATH entry that avenv removed last; "": PATH contains it again */
			const char *removed_entry;
			/** hash of PATH after the last look */
			const char *path_hash;
			/**
			 * the same, and `entry`, from before a PATH of the user's was changed: a
			 * function's `local PATH` ends, and that one is there again. Until the next
			 * prompt
			 */
			const char *outer_hash, *outer_entry;
			/** VIRTUAL_ENV_PROMPT as set by avenv */
			const char *name;
			/** keys of the hints that were given, in the format of plan/hint.c */
			const char *hints_given;
			/** "1" after `avenv off`, and after the shell's first prompt */
			const char *off, *prompted;
			/**
			 * environments that `deactivate` turned off until the shell leaves the
			 * project: "PROJECT/./ENV/INODE.BIRTH/./" for each, with real paths
			 */
			const char *mutes;
		};
	};
};

/*
 * Parse TEXT, which may be NULL. Returns false, with an empty STATE, if TEXT is no result of
 * state_text(): then this is the first look at a shell.
 */
bool state_read(struct state *state, const char *text);

/*
 * STATE as text: the format's number; a length, a colon and the bytes of each field; a full stop,
 * which shows that the text is complete.
 */
const char *state_text(const struct state *state);

#endif
