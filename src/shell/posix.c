/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bash and zsh. */
#include "core/utf8.h"
#include "shell/shell.h"

/*
 * '…' for printable text, in which a backslash is outside of the quotes as an apostrophe is: a
 * person may paste it into fish, where '\' goes on behind the quote. Else $'…' in ASCII, which fish
 * refuses. zsh with CSH_JUNKIE_QUOTES rejects a newline inside '…'.
 */
static void quote_for_posix(struct buf *b, const char *text)
{
	bool printable = utf8_is_printable(text);

	buf_puts(b, printable ? "'" : "$'");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool special = c == '\'' || c == '\\';

		if (printable && special)
			buf_puts(b, c == '\'' ? "'\\''" : "'\\\\'");
		else if (!printable && (c < 0x20 || c >= 0x7F || special))
			buf_put_octal(b, *text);
		else
			buf_putc(b, *text);
	}
	buf_putc(b, '\'');
}

static const char *posix_word_end(const char *text)
{
	bool ansi = *text == '$';
	const char *end = shell_quotes_end(text + ansi, '\'', ansi);

	/* \' and \\ are outside of the quotes. */
	while (!ansi && end && (starts_with(end, "\\''") || starts_with(end, "\\\\'")))
		end = shell_quotes_end(end + 2, '\'', false);
	return end;
}

/* bash knows no file's time: -N says that the file was changed after it was read. */
static void watch_in_bash(struct buf *b, const struct shell *shell, const struct watch *watch,
			  bool again)
{
	struct watch known = *watch;

	if (!known.times.is_read)
		known.times.unchanged = NULL;
	shell_watch(b, shell, &known, again);
}

/*
 * The function `deactivate` for the part ^ of PATH, which it removes if the helper does not answer.
 * A shell that has a copy of the function, without the variables, has no hook to ask.
 */
#define DEACTIVATE                                                                                 \
	"function deactivate {\n"                                                                  \
	"[[ -z ${_avenv_helper-} ]] || ! _avenv_look deactivate || \\return 0\n"                   \
	"_avenv_out=:^:\nPATH=\":${PATH-}:\"\nPATH=\"${PATH/\"$_avenv_out\"/:}\"\n"                \
	"PATH=\"${PATH#:}\"\nPATH=\"${PATH%:}\"\n_avenv_name=''\n"                                 \
	"\\unset -v VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV\n\\unset -f deactivate\n}\n"

/* virtualenv's script, from version 21 on, saves the variable NAME as SAVED, empty if it was unset. */
#define RESTORE(name, saved)                                                                       \
	"[[ -z ${" saved "+x} ]] || \\export " name "=\"$" saved "\"\n"                            \
	"[[ -n ${" saved "-x} ]] || \\unset -v " name "\n\\unset -v " saved "\n"

#define SCRIPT_VARIABLES                                                                           \
	RESTORE("PKG_CONFIG_PATH", "_OLD_PKG_CONFIG_PATH")                                         \
	RESTORE("TCL_LIBRARY", "_OLD_VIRTUAL_TCL_LIBRARY")                                         \
	RESTORE("TK_LIBRARY", "_OLD_VIRTUAL_TK_LIBRARY")                                           \
	"\\unset -v _OLD_VIRTUAL_PATH _OLD_VIRTUAL_PS1 _OLD_VIRTUAL_PYTHONHOME\n"

#define POSIX                                                                                      \
	.script = "activate", .quote = quote_for_posix, .word_end = posix_word_end,                \
	.idle.never = "\n_avenv_unchanged() { [[ -n 1",                                            \
	.idle.always = "\n_avenv_unchanged() { [[ -z 1", .idle.link = " && ! -L ^",                \
	.idle.around = " && ^", .idle.way = " -ef ^", .idle.absent = " && ! -L ^ && ! -e ^",       \
	.idle.present = " && -e ^", .idle.older = " && ! ^", .idle.newer = " -nt ^",               \
	.idle.end = " ]]; }\n", .mark = ": avenv\n", .and_then = " && ", .read_line = ". @",       \
	.read_line_if_there = "[ ! -O @ ] || . @", .export_begin = "\\export",                     \
	.export_one = " @=^", .list_end = "\n", .assign_one = " @=^",                              \
	.unset_variable = "\\unset -v @\n", .unset_line = "unset @", .path_line = "PATH=^:$PATH",  \
	.export_line = "export @=^", .define_deactivate = DEACTIVATE,                              \
	.record_for_tree = "\"$_avenv_cli\" allow --seen -- ^ && _avenv_look @\n",                 \
	.check = "\"$_avenv_cli\" check --hint && ",                                               \
	.script_pythonhome = "[[ -z ${_OLD_VIRTUAL_PYTHONHOME+x} ]] || "                           \
			     "\\export @=\"$_OLD_VIRTUAL_PYTHONHOME\"\n",                          \
	.script_variables = SCRIPT_VARIABLES

const struct shell shell_bash = {
	.name = "bash",
	.suffix = "bash",
	POSIX,
	.watch = watch_in_bash,
	.idle.unchanged = " && ! -N ^",
	/* What `export` sets in `PATH=... f` stays after f. */
	.set_path = "for @ in ^; do :; done\n",
	/*
	 * Unless PS1 was set since: a theme that bash-preexec calls, as bash-it's, runs before the
	 * hook. The script has put `(NAME) ` before the user's.
	 */
	.script_prompt =
		"[[ -z ${_OLD_VIRTUAL_PS1+x} || ${PS1-} != *\") $_OLD_VIRTUAL_PS1\"* ]] || "
		"PS1=$_OLD_VIRTUAL_PS1\n",
	.checked = "_avenv_look checked || :\n",
	.startup = {
		.files = { ".bashrc", ".bash_profile", ".bash_login", ".profile" },
		.has_login_files = true,
		.line = "eval \"$(@ hook bash)\"",
		.line_if_there = "[ ! -x @ ] || eval \"$(@ hook bash)\"",
	},
	.prompts = "PROMPT_COMMAND",
	.define_deactivate_if_missing = "\\declare -F deactivate >/dev/null || "
			   DEACTIVATE,
	.unset_deactivate = "\\unset -f deactivate\n",
	.say = "\\printf 'avenv: %s\\n' ^ >&2\n",
	.record_sourced = "! \\declare -F deactivate >/dev/null || "
		 "{ \"$_avenv_cli\" allow --learn -- ^ && _avenv_look recorded; }\n",
};

const struct shell shell_zsh = {
	.name = "zsh",
	.suffix = "zsh",
	POSIX,
	.watch = shell_watch,
	.idle.unchanged = " ]] && { \\local -a time && zstat -A time +mtime -- ^ && "
			  "[[ $time = @ ]]; } 2>/dev/null && [[ -n 1",
	/* virtualenv's script, from version 21 on, puts the name into psvar. */
	.script_prompt =
	"[[ -z ${_OLD_VIRTUAL_PS1+x} ]] || PS1=$_OLD_VIRTUAL_PS1\n"
	"[[ -z ${_OLD_VIRTUAL_PSVAR+x} ]] || psvar[9]=$_OLD_VIRTUAL_PSVAR\n"
	"\\unset -v _OLD_VIRTUAL_PSVAR\n",
	.checked = "\\zmodload -F zsh/stat b:zstat 2>/dev/null && _avenv_look checked || :\n",
	.candidate_special = ":\\",
	.candidate_end = ":",
	.startup = {
		.dir_variable = "ZDOTDIR",
		.dir_file = ".zshenv",
		.dir_pattern = "ZDOTDIR:?=",
		.files = { ".zshrc" },
		.line = "eval \"$(@ hook zsh)\"",
		.line_if_there = "[ ! -x @ ] || eval \"$(@ hook zsh)\"",
	},
	.prompts = "precmd_functions",
	.define_deactivate_if_missing = "(( ${+functions[deactivate]} )) || "
			   DEACTIVATE,
	.unset_deactivate = "(( ! ${+functions[deactivate]} )) || \\unset -f deactivate\n",
	.say = "\\print -r -u2 -- avenv: ^\n",
	.record_sourced = "(( ! ${+functions[deactivate]} )) || "
		 "{ \"$_avenv_cli\" allow --learn -- ^ && _avenv_look recorded; }\n",
};
