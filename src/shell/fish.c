/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fish. */
#include "core/path.h"
#include "core/utf8.h"
#include "shell/shell.h"

/*
 * Inside '…' only the backslash and the quote itself are special. Both are escaped outside of the
 * quotes: where the shell's characters are not UTF-8, but GBK or the like, a backslash behind a byte
 * beyond ASCII is a part of a character. A quote never is. \X is a byte, also a newline: the answer
 * is one line.
 */
static void quote_for_fish(struct buf *b, const char *text)
{
	buf_putc(b, '\'');
	while (*text) {
		size_t len = utf8_printable_len(text);

		if (len && *text != '\\' && *text != '\'') {
			buf_put(b, text, len);
		} else {
			buf_puts(b, len ? "'\\" : "'\\X");
			if (len)
				buf_putc(b, *text);
			else
				buf_put_hex(b, (unsigned char)*text, 2);
			buf_putc(b, '\'');
		}
		text += len ? len : 1;
	}
	buf_putc(b, '\'');
}

static const char *fish_word_end(const char *text)
{
	const char *end = shell_quotes_end(text, '\'', false);

	/* An escaped byte is between two pairs of quotes: \', \\ or \Xhh. */
	while (end && *end == '\\' && end[1])
		end = shell_quotes_end(end + 2 + strspn(end + 2, "0123456789ABCDEFabcdef"), '\'',
				       false);
	return end;
}

/* One word for each element. fish drops an empty one, which means the working directory. */
static void quote_path(struct buf *b, const char *path)
{
	const char *element;

	for (bool first = true; (element = settings_element(&path)); first = false) {
		buf_puts(b, first ? "" : " ");
		quote_for_fish(b, *element ? element : ".");
	}
}

/* fish before 3.6 cannot compare files: there the function goes on to the next condition. */
#define BEFORE_3_6 "not test / -ef / 2>&-"

/* ONE and OTHER are one directory. An older fish compares their real paths. */
static void put_same(struct buf *b, const struct shell *shell, const char *one, const char *other)
{
	shell_put(b, shell, ";and begin;test ^", NULL, one);
	shell_put(b, shell, " -ef ^ 2>&-;or begin;" BEFORE_3_6, NULL, other);
	shell_put(b, shell, ";and builtin contains -- (builtin realpath ^ 2>&-)", NULL, one);
	shell_put(b, shell, " (builtin realpath ^ 2>&-) 2>&-;end;end", NULL, other);
}

/*
 * The conditions on times. `test` knows no file's time: another command tells it. `builtin` is not
 * before that: where fish has no such builtin, it would be a syntax error.
 */
static void put_times(struct buf *b, const struct shell *shell, const struct file_times *times)
{
	struct buf time = BUF_INIT;

	if (times->newer) {
		shell_put(b, shell, ";and not test ^", NULL, times->older);
		shell_put(b, shell, " -nt ^ 2>&-", NULL, times->newer);
	}
	if (times->unchanged) {
		buf_putu(&time, (uint64_t)times->mtime);
		buf_putl(b, ";and begin;" BEFORE_3_6 ";or builtin contains ", time.data);
		shell_put(b, shell, " (path mtime ^ 2>&-);end", NULL, times->unchanged);
	}
}

/* The idle test is a function. Most look-ups are one command, the slowest part of the test. */
static void watch_in_fish(struct buf *b, const struct shell *shell, const struct watch *watch,
			  bool again)
{
	buf_puts(b, again ? "function _avenv_unchanged;test x = y" :
			    "function _avenv_unchanged;test x = x");
	for (size_t i = 0; i < watch->names.count; i++) {
		shell_put(b, shell, " -a ! -L ^", NULL, watch->names.list[i]);
		shell_put(b, shell, " -a ! -e ^", NULL, watch->names.list[i]);
	}
	if (watch->present)
		shell_put(b, shell, " -a -e ^", NULL, path_join(watch->present, "pyvenv.cfg"));
	if (watch->python)
		shell_put(b, shell, " -a -e ^", NULL, watch->python);
	if (watch->env)
		shell_put(b, shell, " -a ! -L ^", NULL, watch->env);
	if (watch->anchor.link)
		put_same(b, shell, watch->anchor.link, watch->env);
	if (watch->anchor.relative)
		put_same(b, shell, watch->anchor.relative, watch->anchor.absolute);
	put_times(b, shell, &watch->times);
	buf_puts(b, ";end;");
}

/* The function `deactivate`, which removes ^ from PATH if the helper does not answer. */
#define DEACTIVATE                                                                                 \
	"function deactivate;set -q _avenv_helper[1];and _avenv_look deactivate;and return;"       \
	"for dir in (string split : -- ^);set -l at (builtin contains -i -- $dir $PATH);"          \
	"and set -e PATH[$at];end;set -e VIRTUAL_ENV;set -e VIRTUAL_ENV_PROMPT;"                   \
	"set -e AVENV_ENV;set -g _avenv_name;set -g _avenv_judged_for;"                            \
	"builtin functions -e deactivate;end;"

/* virtualenv's script, from version 21 on, saves the variable NAME as SAVED, empty if it was unset. */
#define RESTORE(name, saved)                                                                       \
	"set -q " saved ";and begin;set -gx " name " \"$" saved "\";test -n \"$" saved "\";"       \
	"or set -e " name ";set -e " saved ";end;"

const struct shell shell_fish = {
	.name = "fish",
	.suffix = "fish",
	.startup = {
		.files = { ".config/fish/config.fish" },
		.line = "@ hook fish | source",
		.line_if_there = "test ! -x @; or @ hook fish | source",
	},
	.script = "activate.fish",
	.quote = quote_for_fish,
	.word_end = fish_word_end,
	.mark = ": avenv\n",
	.and_then = " && ",
	.read_line = ". @",
	.read_line_if_there = "test ! -O @; or source @",
	.candidate_end = "\t",
	.quote_path = quote_path,
	.watch = watch_in_fish,
	.export_one = "set -gx @ ^;",
	.assign_one = "set -g @ ^;",
	.unset_variable = "set -e @;",
	/* In `set -lx PATH ...; cd p` -g would make the global one of it. */
	.set_path = "set @ ^;",
	.export_line = "set -gx @ ^",
	.unset_line = "set -e @",
	.path_line = "set -gx PATH ^ $PATH",
	.define_deactivate = DEACTIVATE,
	.define_deactivate_if_missing =
		"builtin functions -q deactivate;or " DEACTIVATE,
	.unset_deactivate = "builtin functions -e deactivate;",
	.script_prompt = "builtin functions -q _old_fish_prompt;and begin;builtin functions -e fish_prompt;"
			 "builtin functions -c _old_fish_prompt fish_prompt;"
			 "builtin functions -e _old_fish_prompt;end;",
	.script_pythonhome =
		"set -q _OLD_VIRTUAL_PYTHONHOME;and set -gx @ $_OLD_VIRTUAL_PYTHONHOME;",
	.script_variables = RESTORE("PKG_CONFIG_PATH", "_OLD_PKG_CONFIG_PATH")
		RESTORE("TCL_LIBRARY", "_OLD_VIRTUAL_TCL_LIBRARY")
		RESTORE("TK_LIBRARY", "_OLD_VIRTUAL_TK_LIBRARY")
		"set -e _OLD_VIRTUAL_PATH;set -e _OLD_VIRTUAL_PYTHONHOME;"
			 "set -e _OLD_FISH_PROMPT_OVERRIDE;",
	.say = "builtin echo avenv: ^ >&2;",
	.check = "$_avenv_cli check --hint;and ",
	.checked = "_avenv_look checked;",
	.record_for_tree = "$_avenv_cli allow --seen -- ^;and _avenv_look @;",
	.record_sourced = "builtin functions -q deactivate;and $_avenv_cli allow --learn -- ^;"
		 "and _avenv_look recorded;",
};
