/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bash and zsh. */
#include "core/path.h"
#include "shell/shell.h"

#include "core/banned.h"

static bool has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7F)
			return true;
	return false;
}

/*
 * '…' for all but control characters, since zsh with CSH_JUNKIE_QUOTES takes a
 * newline inside '…' for an error; $'…' for those.
 */
static void quote(struct buf *b, const char *text)
{
	bool ansi = has_control(text);

	buf_puts(b, ansi ? "$'" : "'");
	for (const char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (!ansi && c == '\'') {
			buf_puts(b, "'\\''");
		} else if (ansi && (c < 0x20 || c >= 0x7F || c == '\'' || c == '\\')) {
			buf_put_octal(b, *p);
		} else {
			buf_putc(b, *p);
		}
	}
	buf_putc(b, '\'');
}

static void set(struct buf *b, const char *name, const char *value)
{
	buf_putl(b, "export ", name, "=");
	quote(b, value);
	buf_puts(b, ";\n");
}

static void unset(struct buf *b, const char *name)
{
	buf_putl(b, "unset -v ", name, ";\n");
}

static void set_path(struct buf *b, const char *path)
{
	set(b, "PATH", path);
}

static void assign(struct buf *b, const char *name, const char *value)
{
	buf_putl(b, " ", name, "=");
	quote(b, value);
}

static void put_words(struct buf *b, const char *const *words)
{
	shell_words(b, quote, words);
}

static void put_action(struct buf *b, const struct plan *plan)
{
	const char *verb = shell_verb(plan);

	if (!verb)
		return;
	buf_puts(b, verb);
	if (streq(verb, "_avenv_set"))
		put_words(b, (const char *const[]){
				     plan->found.venv.path,
				     venv_prompt(&plan->found.venv, plan->found.project_real),
				     plan->path, plan->entry, NULL });
	else if (streq(verb, "_avenv_lend"))
		put_words(b, (const char *const[]){ plan->entry, NULL });
	else
		put_words(b, (const char *const[]){ plan->path, NULL });
	buf_putc(b, '\n');
}

/*
 * A path that must still be missing.  -e would follow a link: one that has
 * appeared is itself a change.
 */
static void put_miss(struct buf *b, const struct miss *miss)
{
	buf_puts(b, "&&! -L ");
	quote(b, miss->path);
	buf_puts(b, "&&! -e ");
	quote(b, miss->path);
}

/* What the idle test watches; a function only where it must be one. */
static void put_watch(struct buf *b, const struct plan *plan)
{
	static const char *const here[] = { "", "1", "2", "3" };

	assign(b, "_avenv_present", shell_present(plan));
	assign(b, "_avenv_here", here[plan->watch.here]);
	assign(b, "_avenv_more", plan->watch.miss_count ? "1" : "");
	buf_putc(b, '\n');
	if (!plan->watch.miss_count)
		return;
	buf_puts(b, "_avenv_more(){ [[ -n x");
	for (size_t i = 0; i < plan->watch.miss_count; i++)
		put_miss(b, &plan->watch.misses[i]);
	buf_puts(b, " ]];}\n");
}

/* All variables are set by one COMMAND. */
static void answer(struct buf *b, const struct session *session, const struct plan *plan,
		   const char *command)
{
	put_action(b, plan);
	buf_puts(b, command);
	shell_state(b, session, plan, assign);
	put_watch(b, plan);
}

static void answer_bash(struct buf *b, const struct session *session, const struct plan *plan)
{
	answer(b, session, plan, "");
}

static void answer_zsh(struct buf *b, const struct session *session, const struct plan *plan)
{
	answer(b, session, plan, "\\builtin typeset -g");
}

const struct shell shell_bash = {
	.name = "bash",
	.quote = quote,
	.set = set,
	.unset = unset,
	.set_path = set_path,
	.answer = answer_bash,
	.script = "activate",
};

const struct shell shell_zsh = {
	.name = "zsh",
	.quote = quote,
	.set = set,
	.unset = unset,
	.set_path = set_path,
	.answer = answer_zsh,
	.script = "activate",
};
