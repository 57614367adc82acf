/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xonsh. An answer is Python code that calls the hook's object. */
#include "core/path.h"
#include "shell/shell.h"

/* A string of Python. A byte that is not UTF-8 is a surrogate, as Python decodes it. */
static void quote_for_xonsh(struct buf *b, const char *text)
{
	buf_putc(b, '\'');
	while (*text) {
		size_t len = path_utf8_len(text);
		uint32_t code;

		if (len && *text != '\'' && *text != '\\') {
			buf_put(b, text, len);
		} else {
			len = path_utf8_decode(text, &code);
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

static void watch_in_xonsh(struct buf *b, const struct shell *shell, const struct watch *watch,
			   bool again)
{
	buf_puts(b, again ? "_avenv.changed = lambda: True" : "_avenv.changed = lambda: False");
	for (const char *const *usual = generic_names; watch->usual && *usual; usual++)
		shell_put(b, shell, " or path.lexists(^)", NULL, *usual);
	for (size_t i = 0; i < watch->count; i++)
		shell_put(b, shell, " or path.lexists(^)", NULL, watch->names[i]);
	if (watch->present)
		shell_put(b, shell, " or not path.exists(^)", NULL,
			  path_join(watch->present, "pyvenv.cfg"));
	if (watch->held.way) {
		shell_put(b, shell, " or not path.exists(^)", NULL, watch->held.path);
		shell_put(b, shell, " or not path.samefile(^", NULL, watch->held.path);
		shell_put(b, shell, ", ^)", NULL, watch->held.way);
	}
	if (watch->times.newer) {
		shell_put(b, shell, " or path.getmtime(^)", NULL, watch->times.older);
		shell_put(b, shell, " > path.getmtime(^)", NULL, watch->times.newer);
	}
	if (watch->times.kept) {
		shell_put(b, shell, " or int(path.getmtime(^)) != ", NULL, watch->times.kept);
		buf_putu(b, (uint64_t)watch->times.kept_time);
	}
	buf_putc(b, ';');
}

const struct shell shell_xonsh = {
	.name = "xonsh",
	.suffix = "xsh",
	.startup = {
		.files = { ".config/xonsh/rc.xsh" },
		.line = "execx($(@ hook xonsh))",
	},
	.quote = quote_for_xonsh,
	.quote_typed = xonsh_quote_typed,
	.word_end = xonsh_word_end,
	.candidate_special = "",
	.candidate_end = "\t",
	.watch = watch_in_xonsh,
	.export_begin = "",
	.export_one = "_avenv.env['@'] = ^;",
	.list_end = "",
	.assign_one = "_avenv.@ = ^;",
	.unset_variable = "_avenv.env.pop('@', None);",
	.mark = "# avenv\n",
	.and_then = " && ",
	.unset_line = "del $@",
	.path_line = "$PATH.insert(0, ^)",
	/* `source` wants another name. */
	.read_line = "execx($(cat @))",
	.read_line_if_there = "!(test -r @) and execx($(cat @))",
	.define_deactivate = "_avenv.define(^);",
	.define_deactivate_if_missing = "_avenv.define(^);",
	.unset_deactivate = "_avenv.xsh.aliases.pop('deactivate', None);",
	.script_prompt = "",
	.script_pythonhome = "",
	.unset_script_variables = "",
	.say = "print('avenv: ' + ^, file=_avenv.sys.stderr);",
	.check = "_avenv.run(_avenv.cli, 'check', '--hint').returncode or ",
	.checked = "_avenv.look('checked');",
	.record_for_tree = "_avenv.run(_avenv.cli, 'allow', '--seen', '--', ^).returncode or "
			   "_avenv.look('recorded');",
	.record_sourced = "",
};
