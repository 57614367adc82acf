/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell/shell.h"

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
	struct buf b = BUF_INIT;

	if (path[0] == '-' || path[0] == '%')
		buf_puts(&b, "./");
	if (*path && !rest[strspn(rest, SHELL_PLAIN)])
		buf_putl(&b, rest > path ? "~" : "", rest);
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

const char *shell_line(const char *line)
{
	const char *quote = strchr(line, '\'') ? "\"" : "'";

	return joined(quote, line, quote);
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

void shell_watch(struct buf *b, const struct shell *shell, const struct watch *watch, bool again)
{
	struct buf time = BUF_INIT;

	buf_puts(b, again ? shell->idle.always : shell->idle.never);
	for (size_t i = 0; watch->usual && generic_names[i]; i++)
		put_test(b, shell, shell->idle.absent, generic_names[i]);
	for (size_t i = 0; i < watch->count; i++)
		put_test(b, shell, shell->idle.absent, watch->names[i]);
	if (watch->present)
		put_test(b, shell, shell->idle.present, path_join(watch->present, "pyvenv.cfg"));
	put_test(b, shell, shell->idle.link, watch->env);
	put_test(b, shell, shell->idle.around, watch->held.path);
	put_test(b, shell, shell->idle.way, watch->held.way);
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
