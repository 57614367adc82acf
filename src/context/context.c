/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "context/context.h"

const char pwd_lost[] = "the working directory no longer exists, or its path cannot be told";

void find_pwd(struct context *ctx, struct verdict *found)
{
	struct search search = { .trust = &ctx->trust, .physical = ctx->physical };

	*found = (struct verdict){ 0 };
	if (ctx->pwd)
		find_env(&search, ctx->pwd, found);
}
