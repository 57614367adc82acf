/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 44 */
/*
 * Words that the back ends quote, escape, set and answer, read by the real shells: each
 * comes back byte for byte.  An input is a byte for the way a shell is started,
 * and words, each ended by a NUL.
 */
#include "lib/fuzz.h"
#include "lib/shells.h"

// clang-format off
#define BASH &shell_bash, { "bash", "--norc", "--noprofile" }
#define ZSH  &shell_zsh, { "zsh", "-f" }
#define FISH &shell_fish, { "fish", "--no-config" }
#define REST 0, 0, 0, 0

static struct child children[] = {
	{ "bash", BASH, "C.UTF-8", "", REST },
	{ "zsh", ZSH, "C.UTF-8", "", REST },
	{ "fish", FISH, "C.UTF-8", "", REST },
	{ "bash in C", BASH, "C", "shopt -s nocasematch extglob failglob;", REST },
	{ "zsh in C", ZSH, "C", "setopt csh_junkie_quotes rc_quotes;", REST },
	{ "fish in C", FISH, "C", "", REST },
	{ "bash --posix", &shell_bash, { "bash", "--norc", "--noprofile", "--posix" }, "C.UTF-8",
	  "", REST },
	{ "zsh with more", ZSH, "C.UTF-8",
	  "setopt glob_subst sh_word_split ksh_arrays extended_glob null_glob bang_hist;", REST },
};
// clang-format on

static void put_quoted(const struct child *c, const char *word, struct buf *script,
		       struct buf *wanted)
{
	buf_puts(script, PRINT);
	c->shell->quote(script, word);
	buf_putc(script, '\n');
	wanted_put(wanted, word);
}

/* A word to be typed has no byte that a terminal acts on. */
static void put_escaped(const struct child *c, const char *word, struct buf *script,
			struct buf *wanted)
{
	size_t at;

	buf_puts(script, PRINT);
	at = script->len;
	shell_escape(c->shell, script, word);
	for (; at < script->len; at++)
		CHECK(script->data[at] != 127 && (unsigned char)script->data[at] >= ' ');
	buf_putc(script, '\n');
	wanted_put(wanted, word);
}

static void put_set(const struct child *c, const char *word, struct buf *script, struct buf *wanted)
{
	c->shell->set(script, "AVENV_T", word);
	buf_puts(script, PRINT "\"$AVENV_T\"\n");
	c->shell->unset(script, "AVENV_T");
	wanted_put(wanted, word);
}

/* In fish PATH is a list, in which nothing stands for no element. */
static void put_path(const struct child *c, const char *word, struct buf *script,
		     struct buf *wanted)
{
	const char *element;

	c->shell->set_path(script, word);
	if (c->shell != &shell_fish) {
		buf_puts(script, PRINT "\"$PATH\"\n");
		wanted_put(wanted, word);
		return;
	}
	buf_puts(script, PRINT "$PATH\n");
	while ((element = settings_element(&word)))
		wanted_put(wanted, *element ? element : ".");
}

static void put_stub(const struct child *c, struct buf *script)
{
	if (c->shell == &shell_fish)
		buf_puts(script, "function _avenv_set\n" PRINT "$argv\nend\n");
	else
		buf_puts(script, "_avenv_set(){ " PRINT "\"$@\"; }\n");
}

/* The paths that the idle test watches: in fish, words of the test itself. */
static void put_watched(bool fish, const char *word, struct buf *script, struct buf *wanted)
{
	if (!fish) {
		buf_puts(script, PRINT "\"$_avenv_present\"\n");
		wanted_put(wanted, word);
		return;
	}
	buf_puts(script, PRINT "$_avenv_watch\n");
	wanted_put(wanted, "-o");
	wanted_put(wanted, "!");
	wanted_put(wanted, "-e");
	wanted_put(wanted, word);
	for (size_t i = 0; i < 2; i++) {
		wanted_put(wanted, "-o");
		wanted_put(wanted, i ? "-e" : "-L");
		wanted_put(wanted, word);
	}
}

/* An answer to the hook in which all is WORD. */
static void put_answer(const struct child *c, const char *word, struct buf *script,
		       struct buf *wanted)
{
	static const char *const names[] = { "mutes", "told", "born", "learn" };
	struct miss miss = { .path = word };
	struct session session = { 0 };
	struct plan plan = {
		.action = DO_ACTIVATE,
		.found = { .project_real = word, .venv = { .path = word, .bin = "bin" } },
		.path = "/usr/bin:/bin",
		.entry = word,
		.mutes = word,
		.told = word,
		.inherited = word,
		.learn = word,
		.message = word,
		.watch.misses = &miss,
		.watch.miss_count = 1,
		.watch.present = word,
	};
	bool fish = c->shell == &shell_fish;
	size_t before;

	put_stub(c, script);
	before = script->len;
	c->shell->answer(script, &session, &plan);
	CHECK(!fish || !memchr(script->data + before, '\n', script->len - before));
	buf_putc(script, '\n');
	wanted_put(wanted, word);
	wanted_put(wanted, venv_prompt(&plan.found.venv, word));
	if (fish) {
		wanted_put(wanted, word);
		wanted_put(wanted, "/usr/bin");
		wanted_put(wanted, "/bin");
	} else {
		wanted_put(wanted, plan.path);
		wanted_put(wanted, word);
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		buf_putl(script, PRINT "\"$_avenv_", names[i], "\"\n");
		wanted_put(wanted, word);
	}
	buf_puts(script, PRINT "\"$_avenv_msg\"\n");
	buf_puts(wanted, "avenv: ");
	wanted_put(wanted, word);
	put_watched(fish, word, script, wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct child *c = &children[input_byte(&in) % ARRAY_SIZE(children)];
	struct buf script = BUF_INIT, wanted = BUF_INIT;

	while (in.at < in.end) {
		const char *word = input_text(&in);

		put_quoted(c, word, &script, &wanted);
		put_escaped(c, word, &script, &wanted);
		put_set(c, word, &script, &wanted);
		/* An empty word is none that an answer or PATH has. */
		if (!*word)
			continue;
		put_path(c, word, &script, &wanted);
		put_answer(c, word, &script, &wanted);
	}
	child_expect(c, &script, &wanted);
	if (c->pid > 0)
		TAKEN();
	mem_reset();
	return 0;
}
