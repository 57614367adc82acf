/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/here.h"

#include <stdlib.h>

#include "core/mem.h"

#include "core/banned.h"

/* AVENV_HOOK is "SHELL PROTOCOL EVENTS", see hook.c for the events. */
static const char *read_hook(struct here *h)
{
	const char *value = getenv("AVENV_HOOK"), *space;

	space = value ? strchr(value, ' ') : NULL;
	if (!space)
		return "";
	h->hook = shell_find(mem_dup(value, (size_t)(space - value)));
	return space + 1 + strcspn(space + 1, " ");
}

void here_look(struct context *ctx, struct here *h)
{
	const char *events;

	*h = (struct here){ 0 };
	events = read_hook(h);
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
	session_events(&h->session, events);
	h->evaluates = memchr(events, 'e', strcspn(events, ":")) != NULL;
	h->session.prompt = true;
	h->disabled = settings_on(getenv("AVENV_DISABLE")) ||
		      (h->session.off && !strchr(events, 'x'));
	h->session.off = h->session.off || h->disabled;
	if (getenv("AVENV_HOOK_SEEN"))
		session_seen(&h->session, getenv("AVENV_HOOK_SEEN"));
	session_plan(&h->session, &ctx->settings, &ctx->trust, &h->trace,
		     &h->plan);
}

const char *here_enable_line(const struct here *h)
{
	return h->hook == &shell_fish ? "set -e AVENV_DISABLE" :
					"unset AVENV_DISABLE";
}

const struct shell *here_shell(const struct here *h)
{
	const char *login = getenv("SHELL");
	const struct shell *shell = h->hook;

	if (!shell && is_set(login))
		shell = shell_find(login);
	return shell ? shell : &shell_bash;
}
