/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/typed.h"

#include <string.h>

#include "print/paste.h"

#include "core/banned.h"

#define AVENV "avenv "

bool typed_elsewhere(const struct context *ctx)
{
	return ctx->physical && !(ctx->shell_dir && streq(ctx->physical, ctx->shell_dir));
}

static const char *with_dir(const char *dir, const char *command)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, AVENV, "-C ", paste_word(dir), " ", command + strlen(AVENV));
	return paste_quoted(b.data);
}

const char *typed_in(const struct context *ctx, const char *dir, const char *command)
{
	if (ctx->shell_dir && streq(dir, ctx->shell_dir))
		return paste_quoted(command);
	return with_dir(dir, command);
}

const char *typed_here(const struct context *ctx, const char *command)
{
	if (!typed_elsewhere(ctx))
		return paste_quoted(command);
	return with_dir(ctx->pwd ? ctx->pwd : ctx->physical, command);
}
