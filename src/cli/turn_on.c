/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/turn_on.h"

#include <stdio.h>
#include <sys/stat.h>

#include "cli/msg.h"
#include "core/path.h"

#include "core/banned.h"

int turn_on_hookless(const struct here *h)
{
	error("the hook is not loaded in this shell; '%s' loads it",
	      here_shell(h)->load);
	return EXIT_FAILED;
}

/* By hand there is the activation script, where it has one that can be typed. */
static int by_hand(const struct here *h, const struct venv *venv)
{
	const struct shell *shell = here_shell(h);
	const char *script = path_join(venv_bin(venv), shell->script);
	struct buf line = BUF_INIT;
	struct file_info info;

	if (file_lstat(script, &info) || !S_ISREG(info.mode) ||
	    !streq(shown(script), script))
		return turn_on_hookless(h);
	buf_puts(&line, "source");
	shell_words(&line, shell->quote, (const char *const[]){ script, NULL });
	error("the hook is not loaded in this shell; \"%s\" turns it on for "
	      "now, and '%s' loads the hook",
	      line.data, shell->load);
	return EXIT_FAILED;
}

int turn_on(const struct here *h, const struct found *found)
{
	const struct venv *venv = &found->venv;
	struct buf b = BUF_INIT;

	if (!h->evaluates)
		return by_hand(h, venv);
	buf_puts(&b, "_avenv_named");
	shell_words(&b, h->hook->quote,
		    (const char *const[]){
			    venv->path, venv_prompt(venv, found->project_real),
			    venv_bin(venv), found->project_real, NULL });
	printf("%s\n", b.data);
	return EXIT_DONE;
}
