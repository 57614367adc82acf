/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * nushell. Its hook evaluates no answer: that is records, one a line, whose strings are also words
 * of the shell. Text is UTF-8.
 */

#include "core/path.h"
#include "core/settings.h"
#include "core/utf8.h"
#include "shell/shell.h"

/* "…" with \u{X} for a character. Text that is not UTF-8 becomes an error, not another path. */
static void quote_for_nu(struct buf *b, const char *text)
{
	uint32_t c;

	if (!is_utf8(text, strlen(text))) {
		buf_puts(b, "(error make {msg: \"not UTF-8\"})");
		return;
	}
	buf_putc(b, '"');
	for (size_t len; *text; text += len) {
		len = utf8_decode(text, &c);
		if (utf8_printable_len(text)) {
			if (c == '"' || c == '\\')
				buf_putc(b, '\\');
			buf_put(b, text, len);
		} else {
			buf_puts(b, "\\u{");
			buf_put_hex(b, c, 6);
			buf_putc(b, '}');
		}
	}
	buf_putc(b, '"');
}

static const char *nu_word_end(const char *text)
{
	return shell_quotes_end(text, '"', true);
}

/* PATH is a list. */
static void quote_nu_path(struct buf *b, const char *path)
{
	const char *element;

	buf_putc(b, '[');
	while ((element = settings_element(&path))) {
		quote_for_nu(b, element);
		buf_putc(b, ' ');
	}
	buf_putc(b, ']');
}

static void put_file(struct buf *b, const char *path)
{
	/* A leading ~ would be the home directory. */
	quote_for_nu(b, *path == '/' ? path : path_join(".", path));
	buf_putc(b, ' ');
}

/* Paths that must be missing, and not be dangling links; paths that must be, and be no links. */
static void watch_in_nu(struct buf *b, const struct shell *shell, const struct watch *watch,
			bool again)
{
	const char *anchor = watch->anchor.absolute;

	buf_putl(b, "{keep: files, to: {again: ", again ? "true" : "false", ", absent: [");
	for (size_t i = 0; i < watch->names.count; i++)
		put_file(b, watch->names.list[i]);
	buf_puts(b, "], present: [");
	if (watch->present)
		put_file(b, path_join(watch->present, "pyvenv.cfg"));
	if (watch->python)
		put_file(b, watch->python);
	if (anchor)
		put_file(b, anchor);
	if (watch->anchor.link)
		put_file(b, watch->anchor.link);
	buf_puts(b, "], own: [");
	if (watch->env)
		put_file(b, watch->env);
	buf_puts(b, "]}}\n");
}

#define CONDITION "condition: {|| \"_avenv\" not-in $env}"

const struct shell shell_nu = {
	.name = "nu",
	.suffix = "nu",
	.startup = {
		.files = { ".config/nushell/config.nu" },
		/* nushell evaluates the code of a hook, and no other. */
		.line = "$env.config.hooks.pre_prompt ++= [{" CONDITION " code: (run-external @ hook nu)}]",
		.line_if_there = "$env.config.hooks.pre_prompt ++= [{" CONDITION " code: "
				 "(if ([@] | path exists).0 { run-external @ hook nu } else { '' })}]",
	},
	.quote = quote_for_nu,
	.word_end = nu_word_end,
	.candidate_end = "\t",
	.quote_path = quote_nu_path,
	.watch = watch_in_nu,
	.export_one = "{set: @, to: ^}\n",
	.assign_one = "{keep: @, to: ^}\n",
	.unset_variable = "{unset: @}\n",
	.mark = "{avenv: code}\n",
	.and_then = "; ",
	.export_line = "$env.@ = ^",
	.unset_line = "hide-env @",
	.path_line = "$env.PATH = [^ ...$env.PATH]",
	.read_line = "source @",
	.read_line_if_there = "source (if ([@] | path exists).0 { [@].0 } else { null })",
	.say = "{say: ^}\n",
	.check = "{check: true}\n",
	.record_for_tree = "{tree: ^, then: @}\n",
};
