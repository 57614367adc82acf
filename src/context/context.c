/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "context/context.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"
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

int change_dir(struct context *ctx, const char *to)
{
	const char *path = *to == '/' || !ctx->pwd ? to : path_join(ctx->pwd, to);

	if (chdir(to))
		return error_errno("cannot change to '%s'", shown(to));
	ctx->physical = cwd_physical();
	ctx->pwd = cwd_logical(*path == '/' ? path_clean(path) : NULL, ctx->physical);
	/* For the programs that this one starts */
	if (ctx->pwd)
		setenv("PWD", ctx->pwd, 1);
	return 0;
}

void find_pwd(struct context *ctx, struct verdict *found)
{
	struct search search = { .trust = &ctx->trust, .physical = ctx->physical };

	*found = (struct verdict){ 0 };
	if (ctx->pwd)
		find_env(&search, ctx->pwd, found);
}
