/* SPDX-License-Identifier: GPL-3.0-or-later */
/* elvish. Its environment variables are set apart from its own; code is UTF-8. */
#include "core/utf8.h"
#include "shell/shell.h"

/* '…' for printable text, else "…", in which \x is a byte. */
static void quote_for_elvish(struct buf *b, const char *text)
{
	bool plain = utf8_is_printable(text);

	buf_putc(b, plain ? '\'' : '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (!plain && (c < 0x20 || c >= 0x7F || c == '"' || c == '\\')) {
			buf_puts(b, "\\x");
			buf_put_hex(b, c, 2);
			continue;
		}
		if (plain && c == '\'')
			buf_putc(b, '\'');
		buf_putc(b, *text);
	}
	buf_putc(b, plain ? '\'' : '"');
}

static const char *elvish_word_end(const char *text)
{
	const char *end;

	if (*text == '"')
		return shell_quotes_end(text, '"', false);
	/* A quote is doubled. */
	for (end = shell_quotes_end(text, '\'', false); end && *end == '\'';)
		end = shell_quotes_end(end, '\'', false);
	return end;
}

/* The function `deactivate` for the part ^ of PATH */
#define DEACTIVATE "edit:add-var deactivate~ (_avenv_deactivate ^);"

const struct shell shell_elvish = {
	.name = "elvish",
	.suffix = "elv",
	.startup = {
		.files = { ".config/elvish/rc.elv" },
		.line = "eval (@ hook elvish | slurp)",
		.line_if_there = "if ?(test -x @) { eval (@ hook elvish | slurp) }",
	},
	.quote = quote_for_elvish,
	.word_end = elvish_word_end,
	.candidate_end = "\t",
	.watch = shell_watch,
	/* A name may be a link to nothing. */
	.idle = {
		.never = "use path;_avenv_define { not (or $false",
		.always = "use path;_avenv_define { not (or $true",
		.absent = " (path:is-dir &follow-symlink ^) (path:is-regular &follow-symlink ^)",
		.present = " (not (path:is-regular &follow-symlink ^))",
		.link = " (not (path:is-dir ^))",
		.around = " (not (path:is-dir &follow-symlink ^))",
		.end = ") };",
	},
	.export_one = "set-env @ ^;",
	.assign_one = "_avenv_set @ ^;",
	.unset_variable = "unset-env @;",
	.mark = "# avenv\n",
	.and_then = "; ",
	.export_line = "set-env @ ^",
	.unset_line = "unset-env @",
	.path_line = "set paths = [^ (all $paths)]",
	.read_line = "eval (slurp < @)",
	.read_line_if_there = "try { eval (slurp < @) } catch { }",
	.define_deactivate = DEACTIVATE,
	.define_deactivate_if_missing = DEACTIVATE,
	.unset_deactivate = "edit:add-var deactivate~ (external deactivate);",
	.say = "echo avenv: ^ >&2;",
	.check = "try { $_avenv_cli check --hint } catch { };",
	.record_for_tree = "if ?($_avenv_cli allow --seen -- ^) { _avenv_look @ };",
};
