/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/here.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/find.h"
#include "core/path.h"
#include "print/paste.h"

#include "core/banned.h"

/* AVENV_SHELL is "SHELL PROTOCOL"; the first edition's hooks set AVENV_HOOK. */
static bool is_outdated(void)
{
	const char *value = getenv("AVENV_SHELL"), *space = value ? strchr(value, ' ') : NULL;

	return space ? !streq(space + 1, SHELL_PROTOCOL) : getenv("AVENV_HOOK") != NULL;
}

void here_ask(struct context *ctx, enum event event, struct here *h)
{
	const char *path = getenv("PATH");

	*h = (struct here){
		.outdated = is_outdated(),
		.look = { .event = event,
			  .pwd = ctx->pwd,
			  .virtual_env = getenv("VIRTUAL_ENV"),
			  .avenv_env = getenv("AVENV_ENV"),
			  .path = is_set(path) ? path : NULL,
			  .old_path = getenv("AVENV_OLD_PATH"),
			  .disable = settings_on(getenv("AVENV_DISABLE")) },
	};
	h->hook = h->outdated ? NULL : paste_hook();
	look_state(&h->look, getenv("AVENV_STATE"));
	plan_look(&h->look, &ctx->trust, &h->plan);
}

void here_look(struct context *ctx, struct here *h)
{
	here_ask(ctx, EVENT_PROMPT, h);
}

int here_print(const struct here *h)
{
	struct buf b = BUF_INIT;

	shell_answer(&b, h->hook, &h->look, &h->plan);
	printf(": avenv\n%s", b.data);
	return EXIT_DONE;
}

void here_find(struct context *ctx, struct found *found)
{
	struct search search = { .trust = &ctx->trust };

	*found = (struct found){ 0 };
	if (ctx->pwd)
		find_env(&search, ctx->pwd, ctx->physical, found);
}

const char *here_unset_line(const char *variable)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, paste_shell() == &shell_fish ? "set -e " : "unset ", variable);
	return b.data;
}

const char *here_on_line(const struct here *h)
{
	return h->look.disable ? here_unset_line("AVENV_DISABLE") : "avenv on";
}
