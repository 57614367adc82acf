/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line on which `avenv select` asks.  It is read inside the $( ) of a
 * shell's function, where a signal would reach the shell as well and leave it
 * in the middle of that function: so while a line is read, the terminal makes
 * none, and the interrupt key is a key like others.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>

#include "core/mem.h"
#include "known/select.h"

#include "core/banned.h"

static const struct envs *known;
static bool given_up;

static int give_up(int count, int key)
{
	(void)count;
	(void)key;
	given_up = true;
	rl_done = 1;
	return 0;
}

static void prepare_terminal(int meta)
{
	struct termios t;

	rl_prep_terminal(meta);
	if (tcgetattr(STDIN_FILENO, &t))
		return;
	t.c_lflag &= ~(tcflag_t)ISIG;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t);
}

/* Readline's generator: the next name that begins with TEXT, allocated. */
static char *next_name(const char *text, int state)
{
	static size_t at;

	if (!state)
		at = 0;
	while (at < known->count) {
		const char *name = known->list[at++].name;

		if (starts_with(name, text))
			return strdup(name);
	}
	return NULL;
}

/* Names first; NULL has readline complete paths. */
static char **complete(const char *text, int start, int end)
{
	(void)start;
	(void)end;
	rl_completion_append_character = '\0';
	return rl_completion_matches(text, next_name);
}

/* Before the user's inputrc has no say: names have spaces and quotes in them. */
static void set_up(void)
{
	Keymap maps[] = { emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap };
	struct termios t;
	int key = '\003';

	setlocale(LC_CTYPE, "");
	rl_readline_name = "avenv";
	rl_outstream = stderr;
	rl_completer_word_break_characters = "";
	rl_completer_quote_characters = "";
	rl_attempted_completion_function = complete;
	rl_prep_term_function = prepare_terminal;
	rl_initialize();
	if (!tcgetattr(STDIN_FILENO, &t) && t.c_cc[VINTR] != _POSIX_VDISABLE)
		key = t.c_cc[VINTR];
	for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
		rl_bind_key_in_map(key, give_up, maps[i]);
}

const char *select_line(const struct envs *envs, bool *interrupted)
{
	const char *text = NULL;
	char *line;

	if (!known)
		set_up();
	known = envs;
	given_up = false;
	line = readline("environment, or ^D: ");
	if (line && !given_up)
		text = mem_dups(line);
	else
		fputc('\n', stderr);
	free(line);
	*interrupted = given_up;
	return text;
}
