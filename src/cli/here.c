/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/here.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/* AVENV_HOOK is "SHELL PROTOCOL EVENTS", see hook.c for the events. */
static const struct shell *read_hook(const char **events)
{
	const char *value = getenv("AVENV_HOOK"), *space;

	space = value ? strchr(value, ' ') : NULL;
	*events = space ? space + 1 + strcspn(space + 1, " ") : "";
	return space ? shell_find(mem_dup(value, (size_t)(space - value))) : NULL;
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
	const char *events;

	*h = (struct here){ 0 };
	h->hook = read_hook(&events);
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

/* By its file, and by its name where that is "bash (deleted)" or "zsh5". */
static const struct shell *parent_shell(void)
{
	char proc[64], target[PATH_MAX];
	const struct shell *shell;
	struct text name;
	ssize_t n;

	snprintf(proc, sizeof(proc), "/proc/%ld/exe", (long)getppid());
	n = readlink(proc, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	shell = shell_find(target);
	snprintf(proc, sizeof(proc), "/proc/%ld/comm", (long)getppid());
	if (shell || file_slurp(proc, sizeof(target), &name))
		return shell;
	return shell_find(mem_dup(name.data, strcspn(name.data, "\n")));
}

const struct shell *here_hook(void)
{
	const char *events;

	return read_hook(&events);
}

const struct shell *here_shell(void)
{
	const char *login = getenv("SHELL");
	const struct shell *shell = here_hook();

	if (!shell)
		shell = parent_shell();
	if (!shell && is_set(login))
		shell = shell_find(login);
	return shell ? shell : &shell_bash;
}

const char *here_unset_line(const char *variable)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, here_shell() == &shell_fish ? "set -e " : "unset ", variable);
	return b.data;
}

const char *here_on_line(const struct here *h)
{
	return h->disabled ? here_unset_line("AVENV_DISABLE") : "avenv on";
}

/* Not '=' nor '%', which zsh and fish expand. */
static bool is_plain(const char *text)
{
	return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789+@:,./_-")];
}

/* What shown() does to a backslash is for what is read, not typed. */
static bool is_shown_as_it_is(const char *path)
{
	for (size_t len; *path; path += len) {
		len = path_utf8_len(path);
		if (!len)
			return false;
	}
	return true;
}

static const char *word_in(const struct shell *shell, const char *path)
{
	struct buf b = BUF_INIT;

	if (path[0] == '-')
		buf_puts(&b, "./");
	if (is_plain(path))
		buf_puts(&b, path);
	else if (is_shown_as_it_is(path))
		shell->quote(&b, path);
	else
		shell_escape(shell, &b, path);
	return b.data;
}

const char *here_word_in(const struct shell *shell, const char *path)
{
	return is_shown_as_it_is(path) ? word_in(shell, path) : NULL;
}

const char *here_word(const char *path)
{
	return word_in(here_shell(), path);
}

const char *here_line(const char *bin)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "source ", here_word(path_join(bin, here_shell()->script)));
	return b.data;
}

const char *here_untrack_line(const char *path)
{
	const char *name = path_base(path);
	struct buf b = BUF_INIT;

	/* git reads a path as a pattern. With -f it also forgets a file that is not committed. */
	buf_putl(&b, "git ",
		 name[strcspn(name, "*?[\\")] || *name == ':' ? "--literal-pathspecs " : "", "-C ",
		 here_word(path_parent(path)), " rm -r -f -q --cached -- ", here_word(name));
	return b.data;
}

const char *here_quoted(const char *line)
{
	const char *quote = strchr(line, '\'') ? "\"" : "'";
	struct buf b = BUF_INIT;

	buf_putl(&b, quote, line, quote);
	return b.data;
}
