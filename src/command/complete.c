/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * avenv __complete SHELL WORD...: completions of the last WORD. The words are those behind
 * `avenv`, without their quotes; the last may be empty. Nothing is started.
 *
 * The first line tells the shell what to add by its own means: "files", "dirs", "none", or "command
 * N": a command line of its own begins with word number N. Each line after it is a candidate, in
 * the form of SHELL. A candidate with a control character is left out.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/here.h"
#include "known/known.h"
#include "python/places.h"
#include "shell/shell.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	CANDIDATES_MAX = 1024,
};

struct completion {
	struct context *ctx;
	/** the shell that asks */
	const char *shell;
	/** the command; NULL: the last word is its name */
	const struct command *cmd;
	/** the option whose argument is completed; NULL: none */
	const struct option_spec *wants;
	/** the beginning of each candidate; and what is before it in the same word: "--python=" */
	const char *prefix, *head;
	/** the environment of -e, as typed; NULL: the one of this directory */
	const char *env;
	/** arguments before the last word; the number of the first word that is one */
	int args, number;
	size_t count;
	/** the candidates, as printed */
	struct buf out;
};

/* Add VALUE, if it begins with the prefix. */
static void add(struct completion *c, const char *value, const char *description)
{
	const char *s = value, *special = streq(c->shell, "zsh") ? ":\\" : "";

	while (path_utf8_len(s))
		s += path_utf8_len(s);
	if (*s || !starts_with(value, c->prefix) || c->count == CANDIDATES_MAX)
		return;
	c->count++;
	for (s = formatted("%s%s", c->head, value); *s; s++) {
		if (strchr(special, *s))
			buf_putc(&c->out, '\\');
		buf_putc(&c->out, *s);
	}
	if (*description && !streq(c->shell, "bash"))
		buf_putl(&c->out, *special ? ":" : "\t", shown(description));
	buf_putc(&c->out, '\n');
}

/* ---- the values of an argument -------------------------------------------- */

static void add_commands(struct completion *c)
{
	for (const struct command *const *cmd = commands; *cmd; cmd++)
		if (!(*cmd)->hidden)
			add(c, (*cmd)->name, (*cmd)->summary);
}

static void add_envs(struct completion *c)
{
	struct known known;

	known_find(c->ctx, KNOWN_NEAR, &known);
	for (size_t i = 0; i < known.count; i++) {
		const struct env *e = &known.list[i];

		add(c, env_word(e), e->project ? e->project : e->source);
	}
}

static void add_shells(struct completion *c)
{
	for (const struct shell *const *s = shells; *s; s++)
		add(c, (*s)->name, "");
}

/* By version, and by pyenv's name */
static void add_pythons(struct completion *c)
{
	/* Without a directory no project's file says which versions pyenv uses. */
	const struct python_from from = { .settings = &c->ctx->settings };
	struct python_bins bins;

	python_bins(&from, &bins);
	for (size_t i = 0; i < bins.count; i++) {
		const struct python_bin *bin = &bins.list[i];
		struct strings paths = { 0 };
		struct python_name name;

		if (bin->name && python_in(bin->dir))
			add(c, bin->name, bin->source);
		places_match(path_join(bin->dir, "python3.*"), &paths);
		for (size_t k = 0; k < paths.count; k++)
			if (python_name_parse(path_base(paths.list[k]), &name))
				add(c, name.version, "");
	}
}

/* The path of the environment typed as NAME; or NULL. */
static const char *path_of(struct context *ctx, const char *name)
{
	const struct env *first;
	struct known known;

	if (strchr(name, '/') || venv_exists(name) > 0)
		return name;
	known_find(ctx, KNOWN_NEAR, &known);
	return known_match(&known, name, false, &first) == 1 ? first->path : NULL;
}

static bool visit_program(void *c, int fd, const char *name, int type)
{
	struct file_info info;

	if (!file_lstatat(fd, name, &info) &&
	    (S_ISLNK(info.mode) || (S_ISREG(info.mode) && (info.mode & 0111))))
		add(c, mem_dups(name), "");
	return true;
}

/* The programs of the environment */
static void add_programs(struct completion *c)
{
	struct found found = { .outcome = FIND_ENV };
	uint64_t room[1024];
	int bin;

	if (c->env)
		found.venv.path = path_of(c->ctx, c->env);
	else
		here_find(c->ctx, &found);
	if (!found.venv.path || found.outcome != FIND_ENV)
		return;
	/* Through no link, which may lead to anybody's files. */
	bin = files_open_dir(AT_FDCWD, path_join(found.venv.path, "bin"));
	(void)!file_scan_fd(bin, room, sizeof(room), visit_program, c);
	file_close(bin);
}

// clang-format off
static const struct {
	/** the name of an argument in synopses and options */
	const char *name;
	void (*add)(struct completion *c);
	/** the shell adds this, if there is no candidate */
	const char *adds;
} kinds[] = {
	{ "COMMAND", add_commands, "none" },
	{ "CMD", add_programs, "command" },
	{ "DIR", NULL, "dirs" },
	{ "ENV", add_envs, "dirs" },
	{ "FILE", NULL, "files" },
	{ "PYTHON", add_pythons, "files" },
	{ "SHELL", add_shells, "none" },
};
// clang-format on

/* Add the values of the argument NAME. Returns what the shell adds. */
static const char *add_values(struct completion *c, const char *name)
{
	/* The shell would look for files in a directory that -C has left. */
	bool elsewhere = c->ctx->physical != c->ctx->shell_dir && !strchr("/~", *c->prefix);
	const char *adds = "none";

	for (size_t k = 0; name && k < ARRAY_SIZE(kinds); k++)
		if (streq(kinds[k].name, name)) {
			adds = kinds[k].adds;
			if (kinds[k].add)
				kinds[k].add(c);
		}
	return c->count || (elsewhere && ends_with(adds, "s")) ? "none" : adds;
}

/* ---- the command line ------------------------------------------------------ */

static void add_options(struct completion *c, const struct options *o)
{
	for (size_t t = 0; t < ARRAY_SIZE(o->tables); t++)
		for (const struct option_spec *s = o->tables[t]; s && s->name; s++)
			if (s->help)
				add(c,
				    *s->name ? formatted("--%s", s->name) :
					       formatted("-%c", s->letter),
				    s->help);
}

/* Read the words before the last one. Returns false: there is no such command. */
static bool read_words(struct completion *c, struct options *o)
{
	enum options_read read;

	while ((read = options_next(o)) != OPTIONS_END) {
		if (read == OPTIONS_NO_VALUE) {
			c->wants = o->option;
		} else if (read == OPTIONS_OPTION && o->option->letter == 'C' && !c->cmd) {
			if (!chdir(o->value))
				c->ctx->pwd = c->ctx->physical = cwd_physical();
		} else if (read == OPTIONS_OPTION && o->option->arg &&
			   streq(o->option->arg, "ENV")) {
			c->env = o->value;
		} else if (read == OPTIONS_ARGUMENT && c->cmd && !c->args++) {
			c->number = o->next;
		} else if (read == OPTIONS_ARGUMENT && !c->cmd) {
			c->cmd = command_find(o->word);
			if (!c->cmd)
				return false;
			o->tables[0] = c->cmd->options;
			o->tables[2] = NULL;
			o->stop_early = c->cmd->stop_early;
			o->ended = false;
		}
	}
	return true;
}

/* Add the candidates for the last word, LAST. Returns what the shell adds. */
static const char *add_last(struct completion *c, const struct options *o, char *last)
{
	struct options inside = { .tables = { o->tables[0], o->tables[1], o->tables[2] },
				  .words = &last,
				  .count = 1 };

	if (c->args && c->cmd->stop_early)
		return "command";
	if (!c->wants && !o->ended && *last == '-') {
		if (!strchr(last, '=') || options_next(&inside) != OPTIONS_OPTION) {
			add_options(c, o);
			return "none";
		}
		c->wants = inside.option;
		c->prefix = inside.value;
		c->head = mem_dup(last, (size_t)(inside.value - last));
	}
	return add_values(c, c->wants ? c->wants->arg :
			     c->cmd   ? command_argument(c->cmd, c->args) :
					"COMMAND");
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct options o = { .tables = { cmd_plain.options, common_options, global_options },
			     .stop_early = true,
			     .words = argv + 1,
			     .count = argc - 2 };
	struct completion c = {
		.ctx = ctx, .shell = argv[0], .head = "", .number = argc - 1, .out = BUF_INIT
	};
	const char *adds;

	if (argc < 2)
		return EXIT_USAGE;
	for (int i = 1; i < argc - 1; i++)
		if (starts_with(argv[i], "~/") && ctx->settings.home)
			argv[i] = mem_dups(path_join(ctx->settings.home, argv[i] + strlen("~/")));
	c.prefix = argv[argc - 1];
	if (!read_words(&c, &o))
		return EXIT_FAILED;
	adds = add_last(&c, &o, argv[argc - 1]);
	printf("%s %d\n%s", adds, c.number, c.out.data ? c.out.data : "");
	return EXIT_DONE;
}

const struct command cmd_complete = {
	.name = "__complete",
	.args = "SHELL WORD...",
	.summary = "Print the completions of the last WORD",
	.stop_early = true,
	.hidden = true,
	.run = run,
};
