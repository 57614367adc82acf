/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xonsh. An answer is Python code that calls the hook's object. */
#include "core/utf8.h"
#include "shell/shell.h"

/* A string of Python. A byte that is not UTF-8 is a surrogate, as Python decodes it. */
static void quote_for_xonsh(struct buf *b, const char *text)
{
	buf_putc(b, '\'');
	while (*text) {
		size_t len = utf8_printable_len(text);
		uint32_t code;

		if (len && *text != '\'' && *text != '\\') {
			buf_put(b, text, len);
		} else {
			len = utf8_decode(text, &code);
			buf_puts(b, "\\U");
			buf_put_hex(b, len ? code : 0xDC00U + (unsigned char)*text, 8);
		}
		text += len ? len : 1;
	}
	buf_putc(b, '\'');
}

/* In a command xonsh expands ~ and $ in a string, but not in the value of an expression. */
static void xonsh_quote_typed(struct buf *b, const char *text)
{
	buf_puts(b, "@(");
	quote_for_xonsh(b, text);
	buf_putc(b, ')');
}

static const char *xonsh_word_end(const char *text)
{
	const char *end = starts_with(text, "@(") ? shell_quotes_end(text + 2, '\'', false) : NULL;

	return end && *end == ')' ? end + 1 : NULL;
}

const struct shell shell_xonsh = {
	.name = "xonsh",
	.suffix = "xsh",
	.startup = {
		.files = { ".config/xonsh/rc.xsh" },
		.line = "execx($(@ hook xonsh))",
		.line_if_there = "!(test -x @) and execx($(@ hook xonsh))",
	},
	.quote = quote_for_xonsh,
	.quote_typed = xonsh_quote_typed,
	.word_end = xonsh_word_end,
	.candidate_end = "\t",
	.watch = shell_watch,
	.idle = {
		.never = "_avenv._avenv_unchanged = lambda: not (False",
		.always = "_avenv._avenv_unchanged = lambda: not (True",
		.absent = " or path.lexists(^)",
		.present = " or not path.exists(^)",
		.link = " or path.islink(^)",
		.around = " or not path.exists(^) or not path.samefile(^",
		.way = ", ^)",
		.older = " or path.getmtime(^)",
		.newer = " > path.getmtime(^)",
		.unchanged = " or int(path.getmtime(^)) != @",
		.end = ");",
	},
	.export_one = "_avenv.env['@'] = ^;",
	.assign_one = "_avenv.@ = ^;",
	.unset_variable = "_avenv.env.pop('@', None);",
	.mark = "# avenv\n",
	.and_then = " && ",
	.export_line = "$@ = ^",
	.unset_line = "del $@",
	.path_line = "$PATH.insert(0, ^)",
	/* `source` wants another name. */
	.read_line = "execx($(cat @))",
	.read_line_if_there = "!(test -O @) and execx($(cat @))",
	.define_deactivate = "_avenv.define_deactivate(^);",
	.define_deactivate_if_missing = "_avenv.define_deactivate(^);",
	.unset_deactivate = "_avenv.xsh.aliases.pop('deactivate', None);",
	.say = "print('avenv: ' + ^, file=_avenv.sys.stderr);",
	.check = "_avenv.run(_avenv._avenv_cli, 'check', '--hint').returncode or ",
	.checked = "_avenv.look('checked');",
	.record_for_tree = "_avenv.run(_avenv._avenv_cli, 'allow', '--seen', '--', ^)"
			   ".returncode or _avenv.look('@');",
};
