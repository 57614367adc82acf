/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pick an environment from a numbered list and turn it on. The hook's function evaluates standard
 * output, so the list and the question go to standard error.
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <readline/tilde.h>

#include "command/command.h"
#include "commands/activate.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "known/known.h"
#include "known/target.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

enum {
	/** lines of the terminal for the titles, "and 3 more" and the question */
	LINES_BESIDE = 3,
	LINES_LEAST = 10,
	HISTORY_LINES = 100,
};

#define DIGITS "0123456789"

static struct known known;
static bool given_up;

/* ---- the list ------------------------------------------------------------------- */

/* How well ENV fits TEXT: 3 by its name, 2 by a part of it, 1 by a part of its path, 0 not at all */
static int fit(const struct env *env, const char *text)
{
	if (streq(env->name, text))
		return 3;
	return strcasestr(env->name, text) ? 2 : strcasestr(env->path, text) != NULL;
}

/* The environments that fit TEXT as well as BEST, by their numbers. */
static void show(const char *text, int best, size_t count)
{
	static const struct table_column columns[] = {
		{ "", true },         { "", false },       { "NAME", false },
		{ "PROJECT", false }, { "PYTHON", false }, { "STATE", false },
	};
	struct winsize size;
	size_t room = LINES_LEAST, rows = 0;
	struct table t;

	if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_row > LINES_LEAST + LINES_BESIDE)
		room = size.ws_row - (size_t)LINES_BESIDE;
	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < known.count && rows < room; i++) {
		const struct env *env = &known.list[i];
		struct buf n = BUF_INIT;

		if (fit(env, text) != best)
			continue;
		rows++;
		buf_putu(&n, i + 1);
		table_add(&t, n.data, COLOUR_PLAIN);
		table_add(&t, env->active ? "*" : NULL, COLOUR_BOLD);
		table_add(&t, env->name, env->active ? COLOUR_BOLD : COLOUR_PLAIN);
		table_add(&t, env_where(env), COLOUR_FAINT);
		table_add(&t, site_version(&env->found.venv), COLOUR_PLAIN);
		table_add(&t, env->state, env->problem ? COLOUR_RED : COLOUR_FAINT);
	}
	table_print(&t, stderr);
	if (rows < count)
		fprintf(stderr, "and %zu more: type a part of a name or a path\n", count - rows);
}

/* Whether TEXT chooses an environment yet, by *CHOSEN, its path. */
static bool choose(const char *text, const char **chosen)
{
	const char *path = tilde_expand(text);
	size_t number = strtoul(text, NULL, 10), count = 0;
	const struct env *env = NULL;
	struct file_info info;
	int best = 1;

	if (!text[strspn(text, DIGITS)] && number - 1 < known.count) {
		*chosen = known.list[number - 1].path;
		return true;
	}
	if (strchr(path, '/') && !file_stat(path, &info)) {
		*chosen = path;
		return true;
	}
	for (size_t i = 0; i < known.count; i++) {
		int n = fit(&known.list[i], text);

		count = n > best ? 1 : count + (n == best);
		if (n >= best)
			env = &known.list[i];
		best = n > best ? n : best;
	}
	if (count == 1 && *text) {
		*chosen = env->path;
		return true;
	}
	if (count)
		show(text, best, count);
	else
		error("no environment has '%s' in its name or path", shown(text));
	return false;
}

/* ---- the question --------------------------------------------------------------- */

static int give_up(int count, int key)
{
	given_up = true;
	rl_done = 1;
	return 0;
}

/*
 * The question is asked inside $( ) of a shell's function, which a signal would stop half-way: the
 * terminal sends none, and the interrupt key is a key like others.
 */
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

	for (at = state ? at : 0; at < known.count; at++)
		if (starts_with(known.list[at].name, text))
			return strdup(known.list[at++].name);
	return NULL;
}

/* If there is none, readline completes paths. */
static char **complete(const char *text, int start, int end)
{
	rl_completion_append_character = '\0';
	return rl_completion_matches(text, next_name);
}

static void set_up_readline(void)
{
	Keymap maps[] = { emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap };
	struct termios t;
	int key = '\003';

	setlocale(LC_CTYPE, "");
	rl_readline_name = "avenv";
	rl_outstream = stderr;
	/* Names have blanks and quotes. */
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

/* ---- earlier choices ------------------------------------------------------------ */

/* The file with earlier choices; NULL: it is not to be written, as it could not be read. */
static const char *load_history(const struct settings *settings)
{
	const char *state = settings_path("XDG_STATE_HOME"), *file;
	int err;

	using_history();
	stifle_history(HISTORY_LINES);
	if (!state && settings->home)
		state = path_join(settings->home, ".local/state");
	if (!state)
		return NULL;
	file = path_join(state, "avenv/select_history");
	err = read_history(file);
	return !err || err == ENOENT ? file : NULL;
}

/* With `sudo -E` the file would be root's in the user's directory. */
static bool make_dir(const char *path)
{
	struct file_info info;

	if (!file_stat(path, &info))
		return info.uid == geteuid();
	return make_dir(path_parent(path)) && !mkdir(path, 0700);
}

static void save_history(const char *file, const char *line)
{
	if (strchr(line, '\n'))
		return;
	add_history(line);
	if (file && make_dir(path_parent(file)))
		write_history(file);
}

/* ---- the command ---------------------------------------------------------------- */

/* Ask until an environment is chosen that can be used. Returns an exit status. */
static int ask(struct context *ctx, struct found *found)
{
	const char *file = load_history(&ctx->settings), *path;
	char *line;

	choose("", &path);
	while ((line = readline("environment, or ^D: ")) && !given_up) {
		if (choose(line, &path) && !target_use(ctx, path, found)) {
			/* A number means another one tomorrow. */
			save_history(file, line[strspn(line, DIGITS)] ? line : found->venv.path);
			return EXIT_DONE;
		}
	}
	fputc('\n', stderr);
	return given_up ? EXIT_INTERRUPTED : EXIT_FAILED;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct found found;
	struct here h;
	int status;

	here_look(ctx, &h);
	if (!h.hook)
		return turn_on_hookless(ctx, &h);
	if (!question_possible()) {
		error("there is no terminal to ask on; 'avenv list --names' prints the names");
		return EXIT_FAILED;
	}
	known_find(ctx, KNOWN_ALL, &known);
	known_judge(ctx, &known);
	if (!known.count) {
		error("no environment is known; 'avenv create' makes one");
		return EXIT_FAILED;
	}
	set_up_readline();
	status = ask(ctx, &found);
	return status ? status : turn_on(ctx, &h, &found);
}

const struct command cmd_select = {
	.name = "select",
	.args = "",
	.summary = "Pick an environment from a list and turn it on",
	.example = "avenv select",
	.run = run,
};
