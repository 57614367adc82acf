/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "context/calling_shell.h"

#include <stdlib.h>
#include <string.h>

#include "core/path.h"
#include "core/pathvar.h"
#include "print/paste.h"
#include "system/child.h"

void calling_shell_read(struct context *ctx, enum event event, struct calling_shell *s)
{
	const char *path = getenv("PATH"), *shell = getenv("AVENV_SHELL");

	*s = (struct calling_shell){
		/* AVENV_SHELL is "SHELL PROTOCOL". */
		.hook = shell && ends_with(shell, " " SHELL_PROTOCOL) ? paste_hook() : NULL,
		.look = { .event = event,
			  .pwd = ctx->pwd,
			  .virtual_env = getenv("VIRTUAL_ENV"),
			  .avenv_env = getenv("AVENV_ENV"),
			  .path = is_set(path) ? path : NULL,
			  .old_path = getenv("AVENV_OLD_PATH"),
			  .no_pip = programs_own(NO_PIP),
			  .disable = settings_on(getenv("AVENV_DISABLE")),
			  .quiet = settings_on(getenv("AVENV_QUIET")) },
	};
	look_state(&s->look, getenv("AVENV_STATE"));
	plan_look(&s->look, &ctx->trust, &s->plan);
}

struct reason calling_shell_off(const struct calling_shell *s)
{
	const char *next = s->look.disable ? paste_unset("AVENV_DISABLE") : "avenv on";

	return (struct reason){ "avenv is off in this shell", next, "turns it on again" };
}

const char *calling_shell_path(const struct venv *venv)
{
	const char *active = getenv("VIRTUAL_ENV"), *path = getenv("PATH");

	if (path && is_set(active))
		path = pathvar_remove(path, path_join(active, "bin"), false);
	if (!is_set(path))
		path = DEFAULT_PATH;
	if (venv)
		path = pathvar_prepend(path, venv_bin(venv));
	return pathvar_set_no_pip(path, venv ? venv_bin(venv) : NULL,
				  venv ? plan_no_pip(venv, programs_own(NO_PIP)) : NULL);
}

const char *const *calling_shell_child(const struct venv *venv, const char *project)
{
	struct strings added = { 0 };

	strings_add(&added, joined("PATH=", calling_shell_path(venv)));
	if (venv) {
		strings_add(&added, joined("VIRTUAL_ENV=", venv->path));
		strings_add(&added, joined("VIRTUAL_ENV_PROMPT=", venv_prompt(venv, project)));
	}
	return child_environment(CHILD_TOOL, added.list);
}
