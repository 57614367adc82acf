/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/session.h"

#include <stdlib.h>
#include <string.h>

#include "core/path.h"
#include "core/pathvar.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"

const char pwd_lost[] = "the working directory no longer exists, or its path cannot be told";

void session_read(struct context *ctx, enum event event, struct session *s)
{
	const char *path = getenv("PATH"), *shell = getenv("AVENV_SHELL");

	*s = (struct session){
		/* AVENV_SHELL is "SHELL PROTOCOL". */
		.hook = shell && ends_with(shell, " " SHELL_PROTOCOL) ? paste_hook() : NULL,
		.look = { .event = event,
			  .pwd = ctx->pwd,
			  .virtual_env = getenv("VIRTUAL_ENV"),
			  .avenv_env = getenv("AVENV_ENV"),
			  .path = is_set(path) ? path : NULL,
			  .old_path = getenv("AVENV_OLD_PATH"),
			  .disable = settings_on(getenv("AVENV_DISABLE")),
			  .quiet = settings_on(getenv("AVENV_QUIET")) },
	};
	look_state(&s->look, getenv("AVENV_STATE"));
	plan_look(&s->look, &ctx->trust, &s->plan);
}

void find_pwd(struct context *ctx, struct found *found)
{
	struct search search = { .trust = &ctx->trust, .physical = ctx->physical };

	*found = (struct found){ 0 };
	if (ctx->pwd)
		find_env(&search, ctx->pwd, found);
}

const char *session_on_line(const struct session *s)
{
	return s->look.disable ? paste_unset("AVENV_DISABLE") : "avenv on";
}

const char *session_path(const struct venv *venv)
{
	const char *active = getenv("VIRTUAL_ENV"), *path = getenv("PATH");

	if (path && is_set(active))
		path = pathvar_remove(path, pathvar_of_env(path, active), false);
	if (!is_set(path))
		path = DEFAULT_PATH;
	return venv ? pathvar_prepend(path, venv_bin(venv)) : path;
}

static bool is_shell_dir(const struct context *ctx, const char *dir)
{
	return ctx->shell_dir && streq(dir, ctx->shell_dir);
}

const char *cmdline_in(const struct context *ctx, const char *dir, const char *command)
{
	if (is_shell_dir(ctx, dir))
		return command;
	return formatted("avenv -C %s %s", paste_word(dir), command + strlen("avenv "));
}

const char *cmdline_for(const struct context *ctx, const char *command, const char *path)
{
	bool slot = streq(path_base(path), ".venv");

	return is_shell_dir(ctx, slot ? path_parent(path) : path) ?
		       command :
		       formatted("%s %s", command, paste_word(path));
}

const char *cmdline_quoted(const struct context *ctx, const char *command, const char *path)
{
	return paste_quoted(cmdline_for(ctx, command, path));
}
