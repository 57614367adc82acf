/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PATH surgery: ours in C and the hooks' in shell against a naive model.  An
 * input is pairs of a PATH and an entry of it, each ended by a NUL.
 */
#include <stdlib.h>

#include "lib/fuzz.h"
#include "lib/shells.h"

#include "core/file.h"
#include "core/path.h"
#include "core/pathvar.h"

static struct child bash = {
	.name = "bash",
	.shell = &shell_bash,
	.argv = { "bash", "--norc", "--noprofile" },
	.locale = "C.UTF-8",
	.prelude = "shopt -s nocasematch extglob;",
};
static struct child zsh = {
	.name = "zsh",
	.shell = &shell_zsh,
	.argv = { "zsh", "-f" },
	.locale = "C.UTF-8",
	.prelude = "setopt extended_glob;",
};
static struct child fish = {
	.name = "fish",
	.shell = &shell_fish,
	.argv = { "fish", "--no-config" },
	.locale = "C.UTF-8",
	.prelude = "",
};

/** A PATH as elements. */
struct elements {
	const char **list;
	size_t count, room;
};

static void split(const char *path, struct elements *e)
{
	const char *element;

	*e = (struct elements){ 0 };
	while ((element = settings_element(&path))) {
		e->list =
			mem_grow(e->list, e->count, &e->room, sizeof(*e->list));
		e->list[e->count++] = element;
	}
}

static size_t empties(const struct elements *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->count; i++)
		n += !*e->list[i];
	return n;
}

/* The index of the element ENTRY behind SKIP others; COUNT: there is none. */
static size_t index_of(const struct elements *e, const char *entry, size_t skip)
{
	size_t i = 0;

	while (i < e->count && !(streq(e->list[i], entry) && !skip--))
		i++;
	return i;
}

/* What is left without the Nth. */
static const char *join_without(const struct elements *e, size_t n)
{
	struct buf b = BUF_INIT;
	bool first = true;

	for (size_t i = 0; i < e->count; i++) {
		if (i == n)
			continue;
		buf_putl(&b, first ? "" : ":", e->list[i]);
		first = false;
	}
	/* Alone, an empty element would be an empty PATH. */
	return b.len ? b.data : NULL;
}

static void check_remove(const char *path, const char *entry, bool second)
{
	const char *got = pathvar_remove(path, entry, second);
	struct elements before, after;
	size_t at;

	split(path, &before);
	at = *entry ? index_of(&before, entry, second) : before.count;
	if (at == before.count) {
		CHECK(got == path);
		return;
	}
	TAKEN();
	CHECK_SAME(got, join_without(&before, at));
	if (!got)
		return;
	split(got, &after);
	CHECK(after.count == before.count - 1);
	CHECK(empties(&after) == empties(&before));
}

static void check_prepend(const char *path, const char *entry)
{
	const char *with = pathvar_prepend(path, entry);
	struct elements before, after;

	split(is_set(path) ? path : NULL, &before);
	split(with, &after);
	CHECK_SAME(after.list[0], entry);
	CHECK(after.count == before.count + 1);
	CHECK(pathvar_has(with, entry));
	CHECK_SAME(pathvar_remove(with, entry, false),
		   is_set(path) ? path : NULL);
	/* The entry of an environment is found again. */
	CHECK_SAME(
		pathvar_of_env(pathvar_prepend(path, path_join(entry, "bin")),
			       entry),
		path_join(entry, "bin"));
}

/** Where a hook takes an entry out of PATH, and a function "splice" of it. */
struct surgery {
	const char *begin, *end;
	const char *before, *after;
};

static const struct surgery in_bash = {
	"_avenv_splice() {",
	"\n\t}\n",
	"",
	"splice(){ _avenv_splice \"$1\"; " PRINT "\"$_avenv_path\"; }\n",
};
static const struct surgery in_zsh = {
	"_avenv_splice() {",
	"\n\t}\n",
	"",
	"splice(){ emulate -L zsh; local REPLY; _avenv_splice \"$1\"; " PRINT
	"\"$REPLY\"; }\n",
};
static const struct surgery in_fish = {
	"set -l at (contains -i -- \"$_avenv_left\" $PATH)",
	"or set -e PATH\n",
	"function splice\nset -g _avenv_left $argv[1]\n",
	PRINT "\"$PATH\"\nend\n",
};

/* The hook's own code, and what makes it answer. */
static void put_function(struct buf *script, const struct child *child,
			 const struct surgery *surgery)
{
	const char *source = getenv("SRCDIR");
	struct buf name = BUF_INIT;
	const char *start, *end;
	struct text hook;

	buf_putl(&name, source ? source : ".", "/hooks/avenv.",
		 child->shell->name);
	CHECK(!file_slurp(name.data, FILE_MAX, &hook));
	start = strstr(hook.data, surgery->begin);
	CHECK(start);
	end = strstr(start, surgery->end);
	CHECK(end);
	end += strlen(surgery->end);
	buf_puts(script, surgery->before);
	buf_put(script, start, (size_t)(end - start));
	buf_puts(script, surgery->after);
}

/* In fish PATH is a list, which has no empty element. */
static const char *as_list(const char *path)
{
	struct buf b = BUF_INIT;
	const char *element;

	while ((element = settings_element(&path)))
		buf_putl(&b, b.len ? ":" : "", *element ? element : ".");
	return b.data;
}

/** What is asked of the shells in the end. */
struct question {
	struct buf script, wanted;
};

static void ask(struct question *q, const struct child *child, const char *path,
		const char *entry)
{
	const char *left;

	if (child->shell == &shell_fish)
		path = as_list(path);
	left = pathvar_remove(path, entry, false);
	child->shell->set_path(&q->script, path);
	buf_puts(&q->script, "splice ");
	child->shell->quote(&q->script, entry);
	buf_putc(&q->script, '\n');
	wanted_put(&q->wanted, left ? left : "");
}

static void answer(struct question *q, struct child *child,
		   const struct surgery *surgery)
{
	struct buf script = BUF_INIT;

	/* It stays, but is defined anew where the shell has just been started. */
	if (!child->asked)
		put_function(&script, child, surgery);
	buf_put(&script, q->script.data, q->script.len);
	child_expect(child, &script, &q->wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct question to_bash = { BUF_INIT, BUF_INIT };
	struct question to_zsh = { BUF_INIT, BUF_INIT };
	struct question to_fish = { BUF_INIT, BUF_INIT };

	while (in.at < in.end) {
		const char *path = input_text(&in), *entry = input_text(&in);

		/* What cannot be on PATH is refused long before. */
		if (strchr(entry, ':'))
			continue;
		check_remove(path, entry, false);
		check_remove(path, entry, true);
		CHECK(pathvar_remove(NULL, entry, false) == NULL);
		if (*entry)
			check_prepend(path, entry);
		ask(&to_bash, &bash, path, entry);
		ask(&to_zsh, &zsh, path, entry);
		ask(&to_fish, &fish, path, entry);
	}
	answer(&to_bash, &bash, &in_bash);
	answer(&to_zsh, &zsh, &in_zsh);
	answer(&to_fish, &fish, &in_fish);
	mem_reset();
	return 0;
}
