/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell/shell.h"

#include "core/path.h"

#include "core/banned.h"

const struct shell *const shells[] = { &shell_bash, &shell_zsh, &shell_fish, NULL };

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

static bool is_printable(const char *text)
{
	size_t len = 1;

	for (; *text && len; text += len)
		len = path_utf8_len(text);
	return len > 0;
}

void shell_escape(const struct shell *shell, struct buf *b, const char *text)
{
	if (is_printable(text)) {
		shell->quote(b, text);
		return;
	}
	buf_puts(b, shell->escape_begin);
	while (*text) {
		size_t len = path_utf8_len(text);

		if (*text == '\\' || *text == '\'')
			buf_putc(b, '\\');
		if (len)
			buf_put(b, text, len);
		else
			shell->escape(b, *text);
		text += len ? len : 1;
	}
	buf_putc(b, '\'');
}

void shell_put(struct buf *b, const struct shell *shell, const char *template, const char *name,
	       const char *value)
{
	for (;;) {
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

void shell_export(struct buf *b, const struct shell *shell, const char *name, const char *value)
{
	buf_puts(b, shell->export_begin);
	shell_put(b, shell, shell->export_one, name, value);
	buf_puts(b, shell->list_end);
}
