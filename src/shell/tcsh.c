/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tcsh. An answer is one line: tcsh makes a word of each line of a command's output. */
#include "core/mem.h"
#include "core/utf8.h"
#include "shell/shell.h"

/* C, which $'…' escapes. There tcsh takes a number beyond ASCII for a character. */
static bool is_special(char c)
{
	return strchr("'\\!\x7F", c) || (unsigned char)c < 0x20;
}

/*
 * '…' for what no setting changes, and $'…' for each run of other characters, which has nothing but
 * escapes: where the shell's characters are not UTF-8, but GBK or the like, a backslash behind a
 * byte beyond ASCII is a part of a character. A quote never is.
 */
static void quote_for_tcsh(struct buf *b, const char *text)
{
	bool special = *text && is_special(*text);

	buf_puts(b, special ? "$'" : "'");
	for (; *text; text++) {
		if (is_special(*text) != special)
			buf_puts(b, special ? "''" : "'$'");
		special = is_special(*text);
		if (special)
			buf_put_octal(b, *text);
		else
			buf_putc(b, *text);
	}
	buf_putc(b, '\'');
}

/* The length of the character at TEXT, if it is printable or ASCII; else 0. */
static size_t shown_len(const char *text)
{
	return (unsigned char)*text < 0x80 ? 1 : utf8_printable_len(text);
}

/* An unprintable byte beyond ASCII comes from printf. */
static void tcsh_quote_typed(struct buf *b, const char *text)
{
	while (*text) {
		size_t n = 0, len;

		for (; text[n] && (len = shown_len(text + n)); n += len)
			;
		if (n)
			quote_for_tcsh(b, mem_dup(text, n));
		text += n;
		if (!*text)
			return;
		buf_puts(b, "\"`printf '");
		for (; *text && !shown_len(text); text++)
			buf_put_octal(b, *text);
		buf_puts(b, "'`\"");
	}
}

static const char *tcsh_word_end(const char *text)
{
	const char *end = text;

	do
		end = shell_quotes_end(end + (*end == '$'), '\'', false);
	while (end && (*end == '\'' || starts_with(end, "$'")));
	return end;
}

/* The alias that an idle prompt calls first. */
static void watch_in_tcsh(struct buf *b, const struct shell *shell, const struct watch *watch,
			  bool again)
{
	struct buf code = BUF_INIT;

	shell_watch(&code, shell, watch, again);
	shell_put(b, shell, "alias _avenv_unchanged ^;", NULL, code.data);
}

/* `eval`: behind `false &&` none of the steps runs. */
#define DEACTIVATE "alias deactivate eval _avenv_deactivate;"

/* virtualenv's script, from version 21 on, saves the variable NAME as SAVED, empty if it was unset. */
#define RESTORE(name, saved)                                                                       \
	"if ( $?" saved " ) eval 'setenv " name " \"$" saved ":q\";"                               \
	" if ( \"x$" saved ":q\" == x ) unsetenv " name "';unset " saved ";"

const struct shell shell_tcsh = {
	.name = "tcsh",
	.suffix = "tcsh",
	.script = "activate.csh",
	.startup = {
		.files = { ".tcshrc", ".cshrc" },
		.reads_one = true,
		.line = "if ( $?prompt ) eval \"`@ hook tcsh`\"",
		.line_if_there = "if ( $?prompt && -x @ ) eval \"`@ hook tcsh`\"",
	},
	.quote = quote_for_tcsh,
	.quote_typed = tcsh_quote_typed,
	.word_end = tcsh_word_end,
	.watch = watch_in_tcsh,
	.idle = {
		.never = "if ( 0",
		.always = "if ( 1",
		.absent = " || -e ^ || -l ^",
		.present = " || ! -e ^",
		.link = " || -l ^",
		.around = " || -I ^",
		.way = " != -I ^",
		.older = " || -M ^",
		.newer = " > -M ^",
		.unchanged = " || -M ^ != @",
		.end = " ) set _avenv_last = \"\"",
	},
	.export_one = "setenv @ ^;",
	.assign_one = "set @ = ^;",
	.unset_variable = "unsetenv @;",
	.mark = ": avenv;",
	.and_then = " && ",
	.export_line = "setenv @ ^",
	.unset_line = "unsetenv @",
	.path_line = "setenv PATH ^:$PATH",
	.read_line = "source @",
	.read_line_if_there = "if ( -o @ ) source @",
	.define_deactivate = DEACTIVATE,
	.define_deactivate_if_missing = "if ( \"`alias deactivate`\" == \"\" ) "
					DEACTIVATE,
	.unset_deactivate = "unalias deactivate;",
	.script_prompt = "if ( $?_OLD_VIRTUAL_PROMPT ) "
			 "eval 'set prompt = \"$_OLD_VIRTUAL_PROMPT:q\"';",
	.script_pythonhome = RESTORE("@", "_OLD_VIRTUAL_PYTHONHOME"),
	.script_variables = RESTORE("PKG_CONFIG_PATH", "_OLD_PKG_CONFIG_PATH")
		RESTORE("TCL_LIBRARY", "_OLD_VIRTUAL_TCL_LIBRARY")
		RESTORE("TK_LIBRARY", "_OLD_VIRTUAL_TK_LIBRARY")
		"unset _OLD_VIRTUAL_PATH _OLD_VIRTUAL_PROMPT;",
	.say = "set _avenv_message = ^;",
	.check = "$_avenv_cli:q check --hint && ",
	.checked = "eval _avenv_checked;",
	.record_for_tree = "$_avenv_cli:q allow --seen -- ^ && eval _avenv_@;",
	.record_sourced = "if ( $?_OLD_VIRTUAL_PATH ) $_avenv_cli:q allow --learn -- ^ && "
			  "eval _avenv_recorded;",
};
