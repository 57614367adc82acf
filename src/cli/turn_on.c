/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/turn_on.h"

#include <stdio.h>
#include <sys/stat.h>

#include "cli/unhooked.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

int turn_on_hookless(const struct context *ctx)
{
	error("the hook is not loaded in this shell; %s", unhooked_advice(&ctx->settings));
	return EXIT_FAILED;
}

/* By hand there is the activation script, where it has one. */
static int by_hand(const struct context *ctx, const struct venv *venv)
{
	const char *script = path_join(venv_bin(venv), paste_shell()->script);
	const char *line = paste_command("source", script);
	struct file_info info;

	if (file_lstat(script, &info) || !S_ISREG(info.mode))
		return turn_on_hookless(ctx);
	error("the hook is not loaded in this shell; %s turns it on for "
	      "now, and %s",
	      line, unhooked_advice(&ctx->settings));
	return EXIT_FAILED;
}

int turn_on(const struct context *ctx, const struct here *h, const struct found *found)
{
	const struct venv *venv = &found->venv;
	struct buf b = BUF_INIT;

	if (!h->evaluates)
		return by_hand(ctx, venv);
	buf_puts(&b, "_avenv_named");
	shell_words(&b, h->hook->quote,
		    (const char *const[]){ venv->path, venv_prompt(venv, found->project_real),
					   venv_bin(venv), found->project_real, NULL });
	printf("%s\n", b.data);
	return EXIT_DONE;
}
