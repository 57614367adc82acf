/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "context/context.h"

#include "print/paste.h"

const char pwd_lost[] = "the working directory no longer exists, or its path cannot be told";

static struct context *of_shell;

static const char *env_of_shell_dir(void)
{
	struct verdict found;

	find_in(&of_shell->trust, of_shell->shell_dir.path, &found);
	return found.venv.path;
}

void context_for_paste(struct context *ctx)
{
	of_shell = ctx;
	paste_set_dir(ctx->shell_dir.path, env_of_shell_dir);
}

void find_pwd(struct context *ctx, struct verdict *found)
{
	struct search search = { .trust = &ctx->trust, .physical = ctx->physical };

	*found = (struct verdict){ 0 };
	if (ctx->pwd)
		find_env(&search, ctx->pwd, found);
}
