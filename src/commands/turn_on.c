/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/turn_on.h"

#include <sys/stat.h>

#include "command/command.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

int turn_on_hookless(const struct context *ctx, const struct here *h)
{
	if (h->outdated)
		error("the hook in this shell came with another version of avenv; 'exec %s' loads "
		      "the new one",
		      paste_shell()->name);
	else
		error("the hook is not loaded in this shell: type '%s'",
		      setup_next(&ctx->settings));
	return EXIT_FAILED;
}

/* By hand there is the activation script, where it has one. */
static int by_hand(const struct context *ctx, const struct here *h, const struct venv *venv)
{
	const char *script = path_join(venv_bin(venv), paste_shell()->script);
	struct file_info info;

	if (h->outdated || file_lstat(script, &info) || !S_ISREG(info.mode))
		return turn_on_hookless(ctx, h);
	error("the hook is not loaded in this shell: type '%s', or for now %s",
	      setup_next(&ctx->settings), paste_command("source", script));
	return EXIT_FAILED;
}

int turn_on(const struct context *ctx, struct here *h, const struct found *found)
{
	if (!h->hook)
		return by_hand(ctx, h, &found->venv);
	plan_named(&h->look, found, &h->plan);
	return here_print(h);
}
