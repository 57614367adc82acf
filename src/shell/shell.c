/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell/shell.h"

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"

const struct shell *const shells[] = { &shell_bash,   &shell_zsh,   &shell_fish, &shell_tcsh,
				       &shell_elvish, &shell_xonsh, &shell_nu,   NULL };

const struct shell *shell_find(const char *name)
{
	name = path_base(name);
	if (*name == '-')
		name++;
	for (const struct shell *const *s = shells; *s; s++)
		if (streq(name, (*s)->name))
			return *s;
	return NULL;
}

const char *shell_word(const struct shell *shell, const char *path)
{
	const char *rest = path + path_home_len(path);

	return rest > path && !rest[strspn(rest, SHELL_PLAIN)] ? joined("~", rest) :
								 shell_full_word(shell, path);
}

const char *shell_full_word(const struct shell *shell, const char *path)
{
	struct buf b = BUF_INIT;

	if (path[0] == '-' || path[0] == '%')
		buf_puts(&b, "./");
	if (*path && !path[strspn(path, SHELL_PLAIN)])
		buf_puts(&b, path);
	else if (shell->quote_typed)
		shell->quote_typed(&b, path);
	else
		shell->quote(&b, path);
	return b.data;
}

const char *shell_quotes_end(const char *text, char quote, bool escapes)
{
	if (*text != quote)
		return NULL;
	for (text++; *text && *text != quote; text++)
		text += escapes && *text == '\\' && text[1];
	return *text ? text + 1 : NULL;
}

/* In a text, before a command and a newline: the command is printed on a line of its own. */
#define OWN_LINE "\n    "

const char *shell_own_line(const char *line)
{
	return joined(OWN_LINE, line, "\n");
}

const char *shell_line(const char *line)
{
	return strchr(line, '\'') ? shell_own_line(line) : joined("'", line, "'");
}

const char *shell_avenv = "avenv";

const char *shell_typed(const char *line)
{
	return starts_with(line, "avenv ") ? joined(shell_avenv, line + strlen("avenv")) : line;
}

/* The COUNT bytes at TEXT end in END. */
static bool ends_in(const char *text, size_t count, const char *end)
{
	size_t len = strlen(end);

	return count >= len && !memcmp(text + count - len, end, len);
}

/*
 * TEXT with each command of avenv as it can be typed: in quotes, if they are no part of a name,
 * also behind another command, or on a line of its own.
 */
static const char *with_typed(const char *text)
{
	bool quoted = strchr(shell_avenv, '\'') == NULL;
	struct buf b = BUF_INIT;

	for (const char *at = text; (at = strstr(at, "avenv ")); at += strlen("avenv")) {
		size_t before = (size_t)(at - text);
		bool in_quotes = ends_in(text, before, "'") || ends_in(text, before, " && ");

		if (!(quoted && in_quotes) && !ends_in(text, before, OWN_LINE))
			continue;
		buf_put(&b, text, before);
		buf_puts(&b, shell_avenv);
		text = at + strlen("avenv");
	}
	buf_puts(&b, text);
	return b.data;
}

/* Append the N bytes at TEXT, in which a newline is no end of a line. */
static void put_in_line(struct buf *b, const char *text, size_t n)
{
	for (; n; n--, text++) {
		if (*text == '\n')
			buf_put_octal(b, *text);
		else
			buf_putc(b, *text);
	}
}

const char *shell_lines(const char *text)
{
	static const char joints[] = " ,;:";
	struct buf b = BUF_INIT;
	const char *line, *end;
	const size_t mark = strlen(OWN_LINE);

	text = with_typed(text);
	while ((line = strstr(text, OWN_LINE)) && (end = strchr(line + 1, '\n'))) {
		size_t n = (size_t)(line - text);

		while (n && strchr(joints, text[n - 1]))
			n--;
		put_in_line(&b, text, n);
		buf_puts(&b, n ? ":\n" : "");
		buf_put(&b, line + mark, (size_t)(end - line) - mark);
		text = end + 1 + strspn(end + 1, joints);
		buf_puts(&b, *text ? "\n" : "");
	}
	put_in_line(&b, text, strlen(text));
	return b.data;
}

const char *shell_message(const char *text)
{
	const char *lines = shell_lines(text);
	struct buf b = BUF_INIT;

	for (;;) {
		size_t n = strcspn(lines, "\n");

		buf_puts(&b, escape_unprintable(mem_dup(lines, n)));
		if (!lines[n])
			return b.data;
		buf_putc(&b, '\n');
		lines += n + 1;
	}
}

void shell_put(struct buf *b, const struct shell *shell, const char *template, const char *name,
	       const char *value)
{
	while (template) {
		size_t n = strcspn(template, "@^");

		buf_put(b, template, n);
		template += n;
		if (!*template)
			return;
		if (*template ++ == '@')
			buf_puts(b, name);
		else if (shell->quote_path && streq(name ? name : "", "PATH"))
			shell->quote_path(b, value);
		else
			shell->quote(b, value);
	}
}

static void put_test(struct buf *b, const struct shell *shell, const char *template,
		     const char *path)
{
	if (path)
		shell_put(b, shell, template, NULL, path);
}

/* The test that PATH and OTHER are one directory; if a shell cannot compare, that PATH exists. */
static void put_same_dir(struct buf *b, const struct shell *shell, const char *path,
			 const char *other)
{
	put_test(b, shell, shell->idle.around, path);
	put_test(b, shell, shell->idle.way, other);
}

void shell_watch(struct buf *b, const struct shell *shell, const struct watch *watch, bool again)
{
	struct buf time = BUF_INIT;

	buf_puts(b, again ? shell->idle.always : shell->idle.never);
	for (size_t i = 0; i < watch->names.count; i++)
		put_test(b, shell, shell->idle.absent, watch->names.list[i]);
	if (watch->present)
		put_test(b, shell, shell->idle.present, path_join(watch->present, "pyvenv.cfg"));
	put_test(b, shell, shell->idle.present, watch->python);
	put_test(b, shell, shell->idle.link, watch->env);
	if (watch->anchor.link)
		put_same_dir(b, shell, watch->anchor.link, watch->env);
	put_same_dir(b, shell, watch->anchor.absolute, watch->anchor.relative);
	put_test(b, shell, shell->idle.older, watch->times.older);
	put_test(b, shell, shell->idle.newer, watch->times.newer);
	buf_putu(&time, (uint64_t)watch->times.mtime);
	if (watch->times.unchanged)
		shell_put(b, shell, shell->idle.unchanged, time.data, watch->times.unchanged);
	buf_puts(b, shell->idle.end);
}

void shell_export(struct buf *b, const struct shell *shell, const char *name, const char *value)
{
	shell_put(b, shell, shell->export_begin, NULL, NULL);
	shell_put(b, shell, shell->export_one, name, value);
	shell_put(b, shell, shell->list_end, NULL, NULL);
}
