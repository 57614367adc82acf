/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_line.h"

#include "core/buf.h"

#include "core/banned.h"

/* In ~/.profile other shells read it, too. */
#define IN_BASH "if [ -n \"${BASH_VERSION-}\" ] && [ -n \"${PS1-}\" ] && "

/*
 * _avenv_rc is there while ~/.bashrc is read by this line, and _avenv_pid, the
 * hook's, from the end of ~/.bashrc on; neither holds for another process that
 * inherits it under "set -a".
 */
const char startup_read_bashrc[] =
	IN_BASH "shopt -q login_shell && "
		"[ \"${_avenv_rc-${_avenv_pid-}}\" != $$ ] && [ -r ~/.bashrc ]; then "
		"_avenv_rc=$$; . ~/.bashrc; unset _avenv_rc; fi";

static const char older_read_bashrc[] = IN_BASH "[ -r ~/.bashrc ]; then . ~/.bashrc; fi";

/** What stands around the two places of the program. */
struct shape {
	const struct shell *shell;
	const char *before, *between, *after;
};

static const struct shape shapes[] = {
	{ &shell_bash, IN_BASH "[ -x ", " ]; then eval \"$(", " hook bash)\"; fi" },
	{ &shell_zsh, "if [ -x ", " ]; then eval \"$(", " hook zsh)\"; fi" },
	{ &shell_fish, "if status is-interactive; and test -x ", "; ", " hook fish | source; end" },
};

static const char *fill(const struct shape *shape, const char *word)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, shape->before, word, shape->between, word, shape->after);
	return b.data;
}

const char *startup_hook_line(const struct shell *shell, const char *word)
{
	size_t i = 0;

	while (shapes[i].shell != shell)
		i++;
	return fill(&shapes[i], word);
}

static bool has_shape(const char *line, const struct shape *shape)
{
	size_t len = strlen(line), before = strlen(shape->before);
	size_t rest = before + strlen(shape->between) + strlen(shape->after);
	struct buf word = BUF_INIT;

	/* An absolute path, in quotes or not, or one by ~ */
	if (len < rest + 2 || !strchr("/'\"~$", line[before]))
		return false;
	buf_put(&word, line + before, (len - rest) / 2);
	return streq(line, fill(shape, word.data));
}

bool startup_is_line(const char *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
		if (has_shape(line, &shapes[i]))
			return true;
	return streq(line, startup_read_bashrc) || streq(line, older_read_bashrc);
}
