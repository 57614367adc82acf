/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a shell remembers from one look to the next: one string, which the shell keeps in a
 * private variable and hands back. Nothing in it is a yes: an environment is found and
 * checked at each look.
 */
#ifndef AVENV_STATE_H
#define AVENV_STATE_H

#include "core/base.h"

enum {
	STATE_FIELDS = 13,
};

/** No string is NULL; "" means none. */
struct state {
	union {
		const char *fields[STATE_FIELDS];
		struct {
			/** PWD and VIRTUAL_ENV after the last look */
			const char *pwd, *virtual_env;
			/** the PATH entry that avenv made, of the environment that is on */
			const char *entry;
			/** VIRTUAL_ENV, where `avenv activate ENV` set it; where direnv or mise did */
			const char *activated_env, *tool_env;
			/** VIRTUAL_ENV at the last prompt, where a stock activate script had set it */
			const char *sourced_env;
			/** a hash of what direnv and mise keep in the environment */
			const char *tools_hash;
			/** the PATH entry that avenv removed last, if PATH has none like it since */
			const char *removed_entry;
			/** VIRTUAL_ENV_PROMPT, where avenv set it */
			const char *name;
			/** the hints that were given, as plan/hint.c names them */
			const char *hints_given;
			/** "1" after `avenv off`, and after the shell's first prompt */
			const char *off, *prompted;
			/**
			 * those that `deactivate` turned off until the shell leaves the
			 * project: "PROJECT:ENV/INODE.BIRTH:" for each, two real paths
			 */
			const char *mutes;
		};
	};
};

/*
 * Read TEXT. Returns false, with an empty STATE, where TEXT is not what state_text() made:
 * then this is the first look at a shell.
 */
bool state_read(struct state *state, const char *text);

/*
 * STATE as text: the format's number; a length, a colon and the bytes of each field; a full
 * stop, without which the text was cut.
 */
const char *state_text(const struct state *state);

#endif
