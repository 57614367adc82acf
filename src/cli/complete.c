/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * avenv __complete SHELL WORD...: completions of the last WORD. The words are those behind `avenv`,
 * without their quotes; the last may be empty. No program is started.
 *
 * The first line of the output, "KIND N", tells the shell which completions to add itself: "files",
 * "dirs", "none", or "command", for a command line that begins with word number N. Each other line
 * is a candidate in the format of SHELL. A candidate with a control character is left out.
 */
#include <stdio.h>

#include "cli/command.h"
#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/utf8.h"
#include "formats/pep440.h"
#include "formats/python_name.h"
#include "lookup/known.h"
#include "python/python_dirs.h"
#include "shell/shell.h"

struct completion {
	struct context *ctx;
	/** the shell that asks */
	const struct shell *shell;
	/** the command; NULL: the last word is the command's name */
	const struct command *cmd;
	/** the typed beginning of a candidate */
	const char *prefix;
	/** text before `prefix` in the same word: "--python=" */
	const char *head;
	/** -y stands before the last word: the command asks no question */
	bool unasked;
	/** number of arguments before the last word */
	int args;
	/** number, from 1, of the word that is the first argument; without one, of the last word */
	int first_arg;
	/** candidates, as printed, and how many */
	struct buf out;
	size_t count;
};

/* Add VALUE if it begins with the prefix; DESCRIPTION is printed as it is. */
static void add_candidate(struct completion *c, const char *value, const char *description)
{
	const char *special = c->shell->candidate_special, *separator = c->shell->candidate_end;

	if (!utf8_is_printable(value) || !starts_with(value, c->prefix))
		return;
	c->count++;
	for (const char *s = joined(c->head, value); *s; s++) {
		if (special && strchr(special, *s))
			buf_putc(&c->out, '\\');
		buf_putc(&c->out, *s);
	}
	if (*description && separator)
		buf_putl(&c->out, separator, description);
	buf_putc(&c->out, '\n');
}

/* ---- the values of an argument -------------------------------------------- */

static void add_commands(struct completion *c)
{
	for (const struct command *const *cmd = commands; *cmd; cmd++)
		if (!(*cmd)->hidden)
			add_candidate(c, (*cmd)->name, (*cmd)->summary);
}

static void add_envs(struct completion *c)
{
	bool by_path = c->unasked || c->cmd->names_here;
	struct known known;

	/* A word with a slash may be the start of a path, so the names do not filter. */
	known_find(c->ctx, strchr(c->prefix, '/') ? "" : c->prefix, &known);
	for (size_t i = 0; i < known.count; i++) {
		struct env *e = &known.list[i];

		/* One that is named by its path only may have come with a clone. */
		if (known_is_shown(&c->ctx->trust, e) && known_has_name(&c->ctx->trust, e))
			add_candidate(c, by_path ? e->real.path : env_word(&c->ctx->trust, e),
				      e->project ? shown(e->project) : e->tool);
	}
}

static void add_shells(struct completion *c)
{
	for (const struct shell *const *s = shells; *s; s++)
		add_candidate(c, (*s)->name, "");
}

static void add_pythons(struct completion *c)
{
	struct python_bins bins;
	struct python_name name;

	python_bins(c->ctx, &bins);
	for (size_t i = 0; i < bins.count; i++) {
		const struct python_bin *bin = &bins.list[i];
		struct strings paths = { 0 };

		paths_matching(bin->dir, "python3.*", &paths);
		for (size_t k = 0; k < paths.count; k++)
			if (python_name_parse(path_base(paths.list[k]), &name) &&
			    pep440_compare(name.version, PYTHON_OLDEST) >= 0 &&
			    python_is_safe(c->ctx, bin, paths.list[k]))
				add_candidate(c, name.version, "");
	}
}

// clang-format off
static const struct {
	/** name of an argument in synopses and options */
	const char *name;
	void (*add)(struct completion *c);
	/** completions that the shell adds if there is no candidate */
	const char *adds;
} kinds[] = {
	{ "COMMAND", add_commands, "none" },
	{ "CMD", NULL, "command" },
	{ "DIR", NULL, "dirs" },
	{ "ENV", add_envs, "dirs" },
	{ "FILE", NULL, "files" },
	{ "PYTHON", add_pythons, "files" },
	{ "SHELL", add_shells, "none" },
};
// clang-format on

/*
 * Add the values of the argument NAME, "DIR" or "[DIR]"; NULL: no argument. Returns the completions
 * that the shell adds: the first word of the output.
 */
static const char *add_values(struct completion *c, const char *name)
{
	if (!name)
		return "none";
	for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
		if (!streq(name, kinds[k].name) && !streq(name, joined("[", kinds[k].name, "]")))
			continue;
		if (kinds[k].add)
			kinds[k].add(c);
		return c->count ? "none" : kinds[k].adds;
	}
	return "none";
}

/* ---- the command line ------------------------------------------------------ */

static const char *add_options(struct completion *c, const struct options *o)
{
	for (size_t t = 0; t < ARRAY_SIZE(o->tables); t++)
		for (const struct option_spec *s = o->tables[t]; s && s->name; s++)
			if (s->help && *s->name)
				add_candidate(c, formatted("--%s", s->name), s->help);
	return "none";
}

/*
 * Take the argument that O has just read: the name of the command, or an argument of the command.
 * Returns false if there is no such command.
 */
static bool take_argument(struct completion *c, struct options *o)
{
	if (c->cmd) {
		if (!c->args++)
			c->first_arg = o->next;
		return true;
	}
	c->cmd = command_find(o->word);
	if (!c->cmd)
		return false;
	/* The global options stand before the command's name. */
	o->tables[0] = c->cmd->options;
	o->tables[2] = NULL;
	o->stop_early = c->cmd->stop_early;
	o->ended = false;
	return true;
}

/* Add the candidates for LAST, a part of an option or of "OPTION=VALUE"; as add_values(). */
static const char *complete_option(struct completion *c, struct options *o, const char *last)
{
	if (!strchr(last, '='))
		return add_options(c, o);
	o->count++;
	if (options_next(o) != OPTIONS_OPTION || !o->value)
		return add_options(c, o);
	c->prefix = o->value;
	c->head = mem_dup(last, (size_t)(o->value - last));
	return add_values(c, o->option->arg);
}

/* Add the candidates for the last word, behind the words that O reads. Returns as add_values(). */
static const char *complete_last(struct completion *c, struct options *o)
{
	const char *last = o->words[o->count], *option_arg = NULL;
	enum options_read read;

	while ((read = options_next(o)) != OPTIONS_END) {
		option_arg = read == OPTIONS_ERROR && o->option ? o->option->arg : NULL;
		c->unasked |= read == OPTIONS_OPTION && o->option->letter == 'y';
		if (read == OPTIONS_ARGUMENT && !take_argument(c, o))
			return "none";
	}
	if (c->args && c->cmd->stop_early)
		return "command";
	if (option_arg)
		return add_values(c, option_arg);
	if (!o->ended && *last == '-')
		return complete_option(c, o, last);
	return add_values(c, c->cmd ? command_argument(c->cmd, c->args, NULL) : "COMMAND");
}

static int run_complete(struct context *ctx, int argc, char **argv)
{
	struct options o = { .tables = { cmd_plain.options, common_options, global_options },
			     .stop_early = true,
			     .words = argv + 1,
			     .count = argc - 2 };
	struct completion c = { .ctx = ctx,
				.shell = shell_find(argv[0]),
				.prefix = argv[argc - 1],
				.head = "",
				.first_arg = argc - 1,
				.out = BUF_INIT };
	const char *adds;

	if (!c.shell)
		return EXIT_USAGE;
	adds = complete_last(&c, &o);
	printf("%s %d\n%s", adds, c.first_arg, c.out.data);
	return EXIT_DONE;
}

const struct command cmd_complete = {
	.name = "__complete",
	.args = "SHELL WORD...",
	.summary = "Print the completions of the last WORD",
	.stop_early = true,
	.hidden = true,
	.run = run_complete,
};
