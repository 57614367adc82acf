/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 */
/*
 * Strings as each back end quotes them, read by the real shells: each comes back
 * byte for byte, and nothing of it is executed. fuzz/quote has random ones.
 */
#include <sys/wait.h>

#include "core/buf.h"
#include "print/paste.h"
#include "scratch.h"

enum {
	OUTPUT_MAX = 1 << 20,
	/** an exit status that no shell has */
	NOT_THERE = 99,
};

#define PRINT "printf '%s\\0' "
/** One way to start a shell. */
struct mode {
	const char *name;
	const struct shell *shell;
	const char *argv[5];
	const char *locale, *prelude;
};

// clang-format off
#define BASH &shell_bash, { "bash", "--norc", "--noprofile" }
#define ZSH  &shell_zsh, { "zsh", "-f" }
#define FISH &shell_fish, { "fish", "--no-config" }

static const struct mode bash[] = {
	{ "bash", BASH, "C.UTF-8", "" },
	{ "bash in C", BASH, "C", "" },
	{ "bash, other options", BASH, "C.UTF-8",
	  "shopt -s nocasematch extglob failglob; IFS=/\n" },
	{ "bash --posix", &shell_bash, { "bash", "--norc", "--noprofile", "--posix" }, "C.UTF-8",
	  "" },
};

static const struct mode zsh[] = {
	{ "zsh", ZSH, "C.UTF-8", "" },
	{ "zsh in C", ZSH, "C", "" },
	{ "zsh, other quotes", ZSH, "C.UTF-8", "setopt csh_junkie_quotes rc_quotes\n" },
	{ "zsh, other options", ZSH, "C.UTF-8",
	  "setopt glob_subst sh_word_split ksh_arrays extended_glob null_glob "
	  "bang_hist magic_equal_subst no_multibyte\n" },
	{ "zsh as sh", ZSH, "C.UTF-8", "emulate sh\n" },
};

static const struct mode fish[] = {
	{ "fish", FISH, "C.UTF-8", "" },
	{ "fish in C", FISH, "C", "" },
};

static const char *const nasty[] = {
	"", " ", "  a  b  ", "\t", "\n", "\r", "a\nb\n", "\n\n",
	"'", "''", "'''", "\"", "\\", "\\\\", "\\'", "'\\''", "\\n", "a\\",
	"$(touch x)", "`touch x`", "$HOME", "${HOME}", "$'x'", "$((1+1))", "$",
	"!", "!!", "!$", "^a^b", "#", " # x", "~", "~/x", "~root", "=ls",
	"*", "?", "[a-z]", "**", "{a,b}", "{1..3}", "(a|b)", "<(id)", ">(id)",
	";", "&", "&&", "|", "<", ">", "a;touch x", "%F{red}", "100%", "%s%n",
	"-n", "-e", "--", "-", "--help", "\033[31m", "\001\002\003\177", "\200",
	"\xFF\xFE", "\xC3", "\xC3(", "é", "€", "𝄞", "a\xCC\x81", "\xE2\x80\xAE",
	/* what fish keeps bytes that are not UTF-8 as */
	"\xEF\x98\x81", "\xEF\x9B\xBF", "\xEF\x98\x80\xFF",
	/* what zsh keeps bytes of its own as */
	"\x83", "\x83\xA0", "\x84\x9F\xA2",
	"\xEF\xBF\xBD", "\xEF\xBF\xBF", "\xED\xA0\x80", "'\n'", "\n'\\", "\\\n",
	"\"\n$x", "a'b\"c\\d`e$f!g\nh", "a=b", "a:b:", "/p/it's/$(id)/\n/.venv",
	"a~b", "/a/~b", "%self", "100%", "a+b@c-1.0_x", "\\~",
};
// clang-format on

/* As names in the home directory */
static const char *const in_home[] = { "p/.venv", "a b", "a;touch x", "~", "%self", "x\001" };

static const char *strings[ARRAY_SIZE(nasty) + ARRAY_SIZE(in_home)];

static int setup(void **state)
{
	const char **s = strings;

	if (scratch_make(state))
		return -1;
	setenv("HOME", scratch, 1);
	foreach(text, nasty)
		*s++ = *text;
	foreach(name, in_home)
		*s++ = at(*name);
	return 0;
}

static NORETURN void run_child(const struct mode *mode)
{
	int in = open("/dev/null", O_RDONLY);
	int out = open(at("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	const char *argv[ARRAY_SIZE(mode->argv) + 2] = { 0 };
	size_t n = 0;

	for (; mode->argv[n]; n++)
		argv[n] = mode->argv[n];
	argv[n] = at("script");
	setenv("LC_ALL", mode->locale, 1);
	if (chdir(scratch) || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		_exit(126);
	execvp(argv[0], (char **)(uintptr_t)argv);
	_exit(NOT_THERE);
}

/* Whether there is such a shell; the output of SCRIPT is in *OUT. */
static bool run(const struct mode *mode, const struct buf *script, struct text *out)
{
	int status;
	pid_t pid;

	put_bytes("script", script->data, script->len);
	pid = fork();
	if (pid == 0)
		run_child(mode);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_THERE)
		return false;
	row_int(mode->name, WEXITSTATUS(status), 0);
	assert_int_equal(file_slurp(at("out"), OUTPUT_MAX, out), 0);
	return true;
}

/* In fish an empty element of PATH becomes ".". */
static const char *path_seen(const struct mode *mode, const char *path)
{
	struct buf b = BUF_INIT;
	const char *element;

	if (mode->shell != &shell_fish)
		return path;
	while ((element = settings_element(&path)))
		buf_putl(&b, b.len ? ":" : "", *element ? element : ".");
	return b.data;
}

/* S, to be pasted: no byte that a terminal would act on. */
static void put_pasted(struct buf *script, const struct mode *mode, const char *s)
{
	const char *word = paste_word_in(mode->shell, s);

	buf_puts(script, word);
	for (size_t len; *word; word += len) {
		len = path_utf8_len(word);
		assert_int_not_equal(len, 0);
	}
}

/* As put_pasted() has it: no option, and not what fish expands. */
static const char *pasted(const char *s)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, *s == '-' || *s == '%' ? "./" : "", s);
	return b.data;
}

/* Each string quoted, side by side; pasted; in a variable; in PATH. */
static void put_script(struct buf *script, const struct mode *mode)
{
	buf_puts(script, mode->prelude);
	foreach(s, strings) {
		buf_puts(script, PRINT);
		mode->shell->quote(script, *s);
		buf_putc(script, ' ');
		mode->shell->quote(script, *s);
		buf_putc(script, ' ');
		put_pasted(script, mode, *s);
		buf_putc(script, '\n');
		shell_export(script, mode->shell, "AVENV_T", *s);
		buf_puts(script, PRINT "\"$AVENV_T\"\n");
	}
	/* A child sees the last one; and then none. */
	buf_puts(script, "/bin/sh -c 'printf \"%s\\0\" \"$AVENV_T\"'\n");
	shell_put(script, mode->shell, mode->shell->unset_variable, "AVENV_T", NULL);
	buf_puts(script, "/bin/sh -c 'printf \"%s\\0\" \"${AVENV_T-unset}\"'\n");
	/* Last, as nothing is found on such a PATH. */
	foreach(s, strings) {
		shell_export(script, mode->shell, "PATH", **s ? *s : "x");
		buf_puts(script, PRINT "\"$PATH\"\n");
	}
}

/* The next of the NUL-terminated strings in OUT is WANTED. */
static void expect(const struct mode *mode, const struct text *out, size_t *pos, const char *wanted)
{
	if (*pos >= out->len)
		fail_msg("%s: output ends before '%s'", mode->name, wanted);
	row_text(mode->name, out->data + *pos, wanted);
	*pos += strlen(out->data + *pos) + 1;
}

static bool comes_back(const struct mode *mode)
{
	struct buf script = BUF_INIT;
	struct text out;
	size_t pos = 0;

	put_script(&script, mode);
	if (!run(mode, &script, &out))
		return false;
	foreach(s, strings)
		for (int i = 0; i < 4; i++)
			expect(mode, &out, &pos, i == 2 ? pasted(*s) : *s);
	expect(mode, &out, &pos, strings[ARRAY_SIZE(strings) - 1]);
	expect(mode, &out, &pos, "unset");
	foreach(s, strings)
		expect(mode, &out, &pos, path_seen(mode, **s ? *s : "x"));
	assert_int_equal(pos, out.len);
	/* "touch x" is in many a string. */
	assert_false(is_there("x"));
	return true;
}

TEST(in_bash)
{
	foreach(mode, bash)
		if (!comes_back(mode))
			skip_because("bash is not installed");
}

TEST(in_zsh)
{
	foreach(mode, zsh)
		if (!comes_back(mode))
			skip_because("zsh is not installed");
}

TEST(in_fish)
{
	foreach(mode, fish)
		if (!comes_back(mode))
			skip_because("fish is not installed");
}

MAIN(setup, scratch_remove)
