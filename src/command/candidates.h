/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that an argument can have. Gathering them starts nothing. */
#ifndef AVENV_COMPLETE_H
#define AVENV_COMPLETE_H

#include "command/command.h"

struct completions {
	struct context *ctx;
	/** what each value begins with; and what stands before it in the same word: "--python=" */
	const char *prefix, *head;
	/** the environment of -e, as typed; NULL: the one of this directory */
	const char *env;
	/** a value, and a description for people; at most 1024 */
	struct completion {
		const char *value, *description;
	} * list;
	size_t count, room;
};

/* Add VALUE, if it begins with the prefix. */
void complete_add(struct completions *c, const char *value, const char *description);

/* The environments that are known. */
void complete_envs(struct completions *c);

/* The interpreters that -p can name: by version, and by pyenv's name. */
void complete_pythons(struct completions *c);

/* Requirements files: *.txt and *.in. */
void complete_requirements(struct completions *c);

/* The programs of the environment. */
void complete_programs(struct completions *c);

#endif
