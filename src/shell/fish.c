/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fish. */
#include "core/path.h"
#include "core/utf8.h"
#include "shell/shell.h"

/*
 * '…' has no such escapes, so the byte is outside of the quotes. Newlines are escaped, too: the
 * answer is one line.
 */
static void escape(struct buf *b, char c)
{
	buf_puts(b, "'\\X");
	buf_put_hex(b, (unsigned char)c, 2);
	buf_putc(b, '\'');
}

/* Inside '…' only the backslash and the quote itself are special. */
static void quote_for_fish(struct buf *b, const char *text)
{
	buf_putc(b, '\'');
	while (*text) {
		size_t len = utf8_printable_len(text);

		if (*text == '\\' || *text == '\'')
			buf_putc(b, '\\');
		if (len)
			buf_put(b, text, len);
		else
			escape(b, *text);
		text += len ? len : 1;
	}
	buf_putc(b, '\'');
}

static const char *fish_word_end(const char *text)
{
	const char *end = shell_quotes_end(text, '\'', true);

	/* An escaped byte is between two pairs of quotes. */
	while (end && starts_with(end, "\\X"))
		end = shell_quotes_end(end + strcspn(end, "'"), '\'', true);
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

/*
 * `test` of fish knows neither -N nor a file's time. A function asks for the time, as long as the
 * arguments of `test` contain it: the next look replaces them.
 */
static void keep_time(struct buf *b, const struct shell *shell, const struct file_times *times)
{
	struct buf time = BUF_INIT;

	buf_putu(&time, (uint64_t)times->mtime);
	buf_putl(b, "set -ga _avenv_last -o x = ", time.data, ";");
	buf_putl(b, "function _avenv_kept --on-event fish_prompt;contains ", time.data,
		 " $_avenv_last;and not contains ", time.data);
	shell_put(b, shell, " (path mtime ^ 2>/dev/null);and _avenv_look prompt;end;", NULL,
		  times->unchanged);
}

/* The state that the idle prompt's `test` compares with, and its further arguments. */
static void watch_in_fish(struct buf *b, const struct shell *shell, const struct watch *watch,
			  bool again)
{
	buf_puts(b, "set -g _avenv_shown;set -g _avenv_last \"$PWD/$VIRTUAL_ENV/$AVENV_ENV/"
		    "$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH\"");
	if (again)
		buf_puts(b, " -o x");
	if (watch->anchor.relative) {
		buf_puts(b, " -o -L \"$VIRTUAL_ENV\"");
		shell_put(b, shell, " -o ! ^ $_avenv_ef", NULL, watch->anchor.relative);
		shell_put(b, shell, " ^", NULL, watch->anchor.absolute);
	}
	if (watch->present) {
		shell_put(b, shell, " -o -L ^", NULL, watch->present);
		shell_put(b, shell, " -o ! -e ^", NULL, path_join(watch->present, "pyvenv.cfg"));
	}
	if (watch->usual)
		buf_puts(b, " $_avenv_names");
	for (size_t i = 0; i < watch->count; i++) {
		shell_put(b, shell, " -o -L ^", NULL, watch->names[i]);
		shell_put(b, shell, " -o -e ^", NULL, watch->names[i]);
	}
	shell_put(b, shell, ";set -g _avenv_off ^;", NULL, watch->off ? "env" : "");
	/* fish before 3.6 compares no files. */
	if (watch->times.newer || watch->times.unchanged)
		buf_puts(b, "if string match -q -- -ef $_avenv_ef;");
	if (watch->times.newer) {
		shell_put(b, shell, "set -ga _avenv_last -o ^", NULL, watch->times.older);
		shell_put(b, shell, " -nt ^;", NULL, watch->times.newer);
	}
	if (watch->times.unchanged)
		keep_time(b, shell, &watch->times);
	if (watch->times.newer || watch->times.unchanged)
		buf_puts(b, "end;");
}

/* The function `deactivate` for the PATH entry ^, which it removes if the helper does not answer. */
#define DEACTIVATE                                                                                 \
	"function deactivate;_avenv_look deactivate;and return;"                                   \
	"set -l at (contains -i -- ^ $PATH);and set -e PATH[$at];set -e VIRTUAL_ENV;"              \
	"set -e VIRTUAL_ENV_PROMPT;set -e AVENV_ENV;set -g _avenv_name '';"                        \
	"functions -e deactivate;end;"

const struct shell shell_fish = {
	.name = "fish",
	.suffix = "fish",
	.startup = {
		.files = { ".config/fish/config.fish" },
		.line = "@ hook fish | source",
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
	.unset_line = "set -e @",
	.path_line = "set -gx PATH ^ $PATH",
	.define_deactivate = DEACTIVATE,
	.define_deactivate_if_missing =
		"functions -q deactivate;or " DEACTIVATE,
	.unset_deactivate = "functions -e deactivate;",
	.script_prompt = "functions -q _old_fish_prompt;and begin;functions -e fish_prompt;"
			 "functions -c _old_fish_prompt fish_prompt;"
			 "functions -e _old_fish_prompt;end;",
	.script_pythonhome =
		"set -q _OLD_VIRTUAL_PYTHONHOME;and set -gx @ $_OLD_VIRTUAL_PYTHONHOME;",
	.unset_script_variables = "set -e _OLD_VIRTUAL_PATH;set -e _OLD_VIRTUAL_PYTHONHOME;"
			 "set -e _OLD_FISH_PROMPT_OVERRIDE;",
	.say = "echo avenv: ^ >&2;",
	.check = "$_avenv_cli check --hint;and ",
	.checked = "_avenv_look checked;",
	.record_for_tree = "$_avenv_cli allow --seen -- ^;and _avenv_look recorded;",
	.record_sourced = "functions -q deactivate;and $_avenv_cli allow --learn -- ^;"
		 "and _avenv_look recorded;",
};
