/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/here.h"

#include <stdlib.h>

#include "core/find.h"
#include "core/path.h"
#include "print/paste.h"

#include "core/banned.h"

/* AVENV_HOOK is "SHELL PROTOCOL EVENTS", see hook.c for the events. */
static const char *hook_events(void)
{
	const char *value = getenv("AVENV_HOOK"), *space;

	space = value ? strchr(value, ' ') : NULL;
	return space ? space + 1 + strcspn(space + 1, " ") : "";
}

/* The hook's word of which version it is of is not ours. */
static bool is_outdated(void)
{
	const char *value = getenv("AVENV_HOOK"), *space;

	space = value ? strchr(value, ' ') : NULL;
	return space && (!starts_with(space + 1, SHELL_PROTOCOL) ||
			 space[1 + strlen(SHELL_PROTOCOL)] != ' ');
}

static bool says(const char *events, char letter)
{
	return memchr(events, letter, strcspn(events, ":")) != NULL;
}

void here_look(struct context *ctx, struct here *h)
{
	const char *events = hook_events();

	*h = (struct here){ 0 };
	h->hook = paste_hook();
	h->outdated = h->hook && is_outdated();
	h->session = (struct session){
		.pwd = ctx->pwd,
		.active = getenv("VIRTUAL_ENV"),
		.marked = getenv("AVENV_ENV"),
		.path = getenv("PATH"),
		.entry = getenv("AVENV_HOOK_ENTRY"),
		.project = getenv("AVENV_HOOK_PROJECT"),
		.inherited = getenv("AVENV_HOOK_BORN"),
		.mutes = getenv("AVENV_HOOK_MUTES"),
	};
	h->prompt = getenv("AVENV_HOOK_PROMPT");
	session_events(&h->session, events);
	h->evaluates = says(events, 'e');
	h->unmutes = says(events, 'm');
	h->heeds = says(events, 'y');
	h->refused = says(events, 'r');
	h->session.prompt = true;
	h->disabled =
		settings_on(getenv("AVENV_DISABLE")) || (h->session.off && !strchr(events, 'x'));
	h->session.off = h->session.off || h->disabled;
	if (getenv("AVENV_HOOK_SEEN"))
		session_seen(&h->session, getenv("AVENV_HOOK_SEEN"));
	session_plan(&h->session, &ctx->trust, &h->trace, &h->plan);
}

void here_find(struct context *ctx, struct trace *trace, struct found *found)
{
	struct search search = { .trust = &ctx->trust, .trace = trace };

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
	return h->disabled ? here_unset_line("AVENV_DISABLE") : "avenv on";
}
