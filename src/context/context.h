/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The context of a command: settings, records and working directory; and the search from there. */
#ifndef AVENV_CONTEXT_H
#define AVENV_CONTEXT_H

#include "core/settings.h"
#include "plan/search.h"
#include "trust/trust.h"

struct context {
	struct settings settings;
	struct trust trust;
	/**
	 * logical path of the working directory: $PWD if it refers to this directory, else
	 * `physical`
	 */
	const char *pwd;
	/** the working directory; NULL: deleted or unknown */
	struct real_path physical;
	/** working directory of the shell, before -C; NULL: deleted or unknown */
	struct real_path shell_dir;
};

/* Set the shell's directory for commands to paste (print/paste.h), and the search from there. */
void context_for_paste(struct context *ctx);

/*
 * Change the working directory to TO as `cd -P` does, and update CTX. Returns 0, or -1 after
 * printing why.
 */
int change_dir(struct context *ctx, const char *to);

/* Search for an environment from ctx->pwd. */
void find_pwd(struct context *ctx, struct verdict *found);

/* The message if ctx->physical.path is NULL, so that no search is possible. */
extern const char pwd_lost[];

#endif
