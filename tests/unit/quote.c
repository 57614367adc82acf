/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the back ends quote, read by the real shells: each string must come back
 * byte for byte, and nothing of it may be executed.
 */
#include "shells.h"

enum {
	RANDOM_COUNT = 500,
	LENGTH_MAX = 40,
};

// clang-format off
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
};
// clang-format on

static const char *strings[ARRAY_SIZE(nasty) + RANDOM_COUNT];

/* The same numbers on each run: a failure must come again. */
static unsigned next_random(void)
{
	static uint64_t seed = 20260923;

	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(seed >> 33);
}

/* Of all bytes, or of those that shells give a meaning to. */
static const char *random_string(void)
{
	static const char special[] = "'\"\\$`!\n\t #~*?[]{}()<>|&;=%^-/:a";
	struct buf b = BUF_INIT;
	size_t len = 1 + next_random() % LENGTH_MAX;
	bool any = next_random() % 2;

	while (b.len < len)
		buf_putc(&b,
			 any ? (char)(1 + next_random() % 255) :
			       special[next_random() % (sizeof(special) - 1)]);
	return b.data;
}

static int setup(void **state)
{
	size_t n = 0;

	for (; n < ARRAY_SIZE(nasty); n++)
		strings[n] = nasty[n];
	for (; n < ARRAY_SIZE(strings); n++)
		strings[n] = random_string();
	if (scratch_make(state))
		return -1;
	setenv("HOME", scratch, 1);
	return 0;
}

static void quote_round_trip(void **state)
{
	const struct mode *mode = *state;
	struct buf script = BUF_INIT;
	struct text out;
	size_t pos = 0;

	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		buf_puts(&script, PRINT);
		mode->shell->quote(&script, strings[i]);
		buf_puts(&script, " ");
		mode->shell->quote(&script, strings[i]);
		buf_putc(&script, '\n');
	}
	run(mode, &script, &out);
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		expect(mode, &out, &pos, strings[i]);
		expect(mode, &out, &pos, strings[i]);
	}
	assert_int_equal(pos, out.len);
	expect_nothing_done();
}

/* As quote(), and in what is typed there is nothing but what a terminal shows. */
static void escape_round_trip(void **state)
{
	const struct mode *mode = *state;
	struct buf script = BUF_INIT;
	struct text out;
	size_t pos = 0;

	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		struct buf word = BUF_INIT;

		shell_escape(mode->shell, &word, strings[i]);
		for (size_t at = 0; at < word.len;) {
			size_t len = path_utf8_len(word.data + at);

			assert_int_not_equal(len, 0);
			at += len;
		}
		buf_putl(&script, PRINT, word.data, "\n");
	}
	run(mode, &script, &out);
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		expect(mode, &out, &pos, strings[i]);
	assert_int_equal(pos, out.len);
	expect_nothing_done();
}

static void set_round_trip(void **state)
{
	const struct mode *mode = *state;
	struct buf script = BUF_INIT;
	struct text out;
	size_t pos = 0;

	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		mode->shell->set(&script, "AVENV_T", strings[i]);
		buf_puts(&script, PRINT "\"$AVENV_T\"\n");
	}
	/* A child sees the last one; and then none. */
	buf_puts(&script, "sh -c 'printf \"%s\\\\0\" \"$AVENV_T\"'\n");
	mode->shell->unset(&script, "AVENV_T");
	buf_puts(&script, "sh -c 'printf \"%s\\\\0\" "
			  "\"${AVENV_T-unset}\"'\n");
	run(mode, &script, &out);
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		expect(mode, &out, &pos, strings[i]);
	expect(mode, &out, &pos, strings[ARRAY_SIZE(strings) - 1]);
	expect(mode, &out, &pos, "unset");
	assert_int_equal(pos, out.len);
	expect_nothing_done();
}

/* In fish an empty element is spelled out: it would be dropped otherwise. */
static const char *path_as_seen(const struct mode *mode, const char *path)
{
	struct buf b = BUF_INIT;
	const char *element;

	if (mode->shell != &shell_fish)
		return path;
	while ((element = settings_element(&path)))
		buf_putl(&b, b.len ? ":" : "", *element ? element : ".");
	return b.data;
}

static void path_round_trip(void **state)
{
	const struct mode *mode = *state;
	bool fish = mode->shell == &shell_fish;
	struct buf script = BUF_INIT;
	struct text out;
	size_t pos = 0;

	for (size_t i = 1; i < ARRAY_SIZE(strings); i++) {
		mode->shell->set_path(&script, strings[i]);
		buf_puts(&script, fish ? PRINT "(string join : -- $PATH | "
					       "string collect -N)\n" :
					 PRINT "\"$PATH\"\n");
	}
	run(mode, &script, &out);
	for (size_t i = 1; i < ARRAY_SIZE(strings); i++) {
		const char *seen = path_as_seen(mode, strings[i]);

		/* string join ends what it prints with a newline. */
		if (fish) {
			struct buf b = BUF_INIT;

			buf_putl(&b, seen, "\n");
			seen = b.data;
		}
		expect(mode, &out, &pos, seen);
	}
	assert_int_equal(pos, out.len);
}

int main(void)
{
	static const struct trial trials[] = {
		{ "quote", quote_round_trip },
		{ "escape", escape_round_trip },
		{ "set", set_round_trip },
		{ "set_path", path_round_trip },
	};

	return run_trials(trials, ARRAY_SIZE(trials), setup);
}
