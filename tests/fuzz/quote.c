/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 44 */
/*
 * Words quoted, escaped and in an answer, read by the real shells: each comes back
 * byte for byte.  An input is a byte for the way a shell is started,
 * and words, each ended by a NUL.
 */
#include <stdlib.h>

#include "core/path.h"
#include "lib/fuzz.h"
#include "lib/shells.h"
#include "print/paste.h"

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

/* A word to be pasted is no option, and has no byte that a terminal acts on. */
static void put_pasted(const struct child *c, const char *word, struct buf *script,
		       struct buf *wanted)
{
	const char *pasted = paste_word_in(c->shell, word);

	CHECK(is_shown(pasted, strlen(pasted)) && !strchr(pasted, '\n'));
	buf_putl(script, PRINT, pasted, "\n");
	buf_puts(wanted, *word == '-' || *word == '%' ? "./" : "");
	wanted_put(wanted, word);
}

/* PATH is WORD: in fish a list, in which nothing stands for no element. */
static void want_path(const struct child *c, const char *word, struct buf *script,
		      struct buf *wanted)
{
	const char *element;

	if (c->shell != &shell_fish) {
		buf_puts(script, PRINT "\"$PATH\"\n");
		wanted_put(wanted, word);
		return;
	}
	buf_puts(script, PRINT "$PATH\n");
	while ((element = settings_element(&word)))
		wanted_put(wanted, *element ? element : ".");
}

/* The hook's functions and the command print their words. */
static void put_stubs(const struct child *c, struct buf *script)
{
	static const char *const names[] = { "_avenv_deactivate", "_avenv_look", "cli" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (c->shell == &shell_fish)
			buf_putl(script, "function ", names[i], "\n" PRINT "$argv\nend\n");
		else
			buf_putl(script, names[i], "(){ " PRINT "\"$@\"; }\n");
	buf_puts(script, c->shell == &shell_fish ? "set _avenv_cli cli\n" : "_avenv_cli=cli\n");
}

/* What the idle test looks up: in fish words of the test itself, else a function's condition. */
static void want_watch(const struct child *c, const struct plan *plan, struct buf *script,
		       struct buf *wanted)
{
	const char *name = plan->missing[0];

	if (c->shell == &shell_fish) {
		buf_puts(script, PRINT "\"$_avenv_watch\"\n");
		buf_putl(wanted, "-o ! -e ", plan->present, " -o -L ", name, " -o -e ");
		wanted_put(wanted, name);
		return;
	}
	buf_puts(script, PRINT "\"$_avenv_there\"\n_avenv_more\n" PRINT "$?\n");
	wanted_put(wanted, plan->present);
	wanted_put(wanted, "0");
}

static void want_variables(const char *word, struct buf *script, struct buf *wanted)
{
	static const char *const names[] = { "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV",
					     "AVENV_PYTHONHOME", "_avenv_name" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		buf_putl(script, PRINT "\"$", names[i], "\"\n");
		wanted_put(wanted, word);
	}
}

static struct plan plan_of(const char *word)
{
	static const char *missing[1];
	struct plan plan = {
		.action = DO_ACTIVATE,
		.path = word,
		.path_changed = true,
		.message = word,
		.learn = word,
		.present = word,
		.missing = missing,
		.missing_count = 1,
	};

	/* In no directory there is no such name. */
	missing[0] = path_join("nowhere", word + strspn(word, "/"));
	for (size_t i = 0; i < STATE_FIELDS; i++)
		plan.state.fields[i] = word;
	return plan;
}

/* An answer to the hook in which all is WORD; each line that it prints, in order. */
static void put_answer(const struct child *c, const char *word, struct buf *script,
		       struct buf *wanted)
{
	struct look look = { 0 };
	const struct plan plan = plan_of(word);
	size_t before;

	look_state(&look, NULL);
	put_stubs(c, script);
	setenv("PYTHONHOME", word, 1);
	before = script->len;
	shell_answer(script, c->shell, &look, &plan);
	CHECK(c->shell != &shell_fish ||
	      !memchr(script->data + before, '\n', script->len - before));
	unsetenv("PYTHONHOME");
	buf_putl(wanted, "avenv: ", word, "\n");
	wanted_put(wanted, "allow");
	wanted_put(wanted, "--learn");
	wanted_put(wanted, "--");
	wanted_put(wanted, word);
	wanted_put(wanted, "learnt");
	buf_puts(script, "\ndeactivate\n" PRINT "\"$_avenv_state\"\n");
	wanted_put(wanted, word);
	wanted_put(wanted, state_text(&plan.state));
	want_variables(word, script, wanted);
	want_watch(c, &plan, script, wanted);
	want_path(c, word, script, wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct child *c = &children[input_byte(&in) % ARRAY_SIZE(children)];
	struct buf script = BUF_INIT, wanted = BUF_INIT;

	while (in.at < in.end) {
		const char *word = input_text(&in);

		put_quoted(c, word, &script, &wanted);
		put_pasted(c, word, &script, &wanted);
		/* An empty word is none that an answer or PATH has. */
		if (!*word)
			continue;
		put_answer(c, word, &script, &wanted);
	}
	child_expect(c, &script, &wanted);
	if (c->pid > 0)
		TAKEN();
	mem_reset();
	return 0;
}
