/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interpreter of an environment: candidates by name, in order, each asked until one fits.
 * .python-version and pyproject.toml may be a stranger's: they choose among the installed
 * ones by version, and name no paths.
 */
#include <sys/stat.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "formats/toml.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python_dirs.h"
#include "system/child.h"

/* ---- candidates ---------------------------------------------------------- */

/* Add the program PATH, but no script: shims of other tools are scripts. */
static void add_interpreter(struct python_choice *c, const char *path)
{
	const char *base = path && file_is_program(path) ? python_base(path) : NULL;
	const char *series = c->wanted.series;
	struct python_guess guess;

	if (!base || python_is_script(base) || !python_guess(base, &guess))
		return;
	/* A link that leads to another minor version need not be asked. */
	if (guess.series && is_set(series) && !streq(guess.series, series))
		return;
	for (size_t i = 0; i < c->candidates.count; i++)
		if (streq(c->candidates.list[i], base))
			return;
	strings_add(&c->candidates, base);
}

/* Add what is wanted: python3.12, python3, python, of PATH and then, if EVERYWHERE, of all. */
static void add_wanted(struct python_choice *c, bool everywhere)
{
	const char *base = c->wanted.base, *series = c->wanted.series;
	struct strings names = { 0 };
	struct python_bins bins;

	if (*series)
		strings_add(&names,
			    formatted("%s%s%s", base, series, c->wanted.free_threaded ? "t" : ""));
	strings_add(&names, formatted("%s3", base));
	strings_add(&names, base);
	python_bins(c->ctx, &bins);
	for (size_t k = 0; k < names.count; k++)
		for (size_t i = 0; i < bins.count; i++)
			if (everywhere || bins.list[i].on_path)
				add_interpreter(c, path_join(bins.list[i].dir, names.list[k]));
}

/* Add the installation called NAME. */
static void add_installation(struct python_choice *c, const char *name)
{
	struct python_bins bins;

	python_bins(c->ctx, &bins);
	for (size_t i = 0; i < bins.count; i++)
		if (bins.list[i].name && streq(bins.list[i].name, name))
			add_interpreter(c, python_in(bins.list[i].dir));
}

/* Add TYPED, a program or the directory of an installation or environment. */
static int add_wanted_path(struct python_choice *c, const char *typed)
{
	const char *path = path_clean(path_join(c->ctx->physical ? c->ctx->physical : "/", typed));
	struct file_info info = { 0 };
	const char *bin;

	/* The link of an environment that lost its base leads nowhere. */
	if (file_stat(path, &info) && !python_in_env(path))
		return error_errno("cannot use '%s' as Python", shown(typed));
	if (S_ISDIR(info.mode))
		path = python_in(path_join(path, "bin"));
	if (path && python_is_script(path)) {
		bin = pyenv_bin(c->ctx, path_parent(path));
		path = bin ? path_join(bin, path_base(path)) : NULL;
	}
	if (path)
		path = python_base(path);
	if (!path || python_is_script(path))
		return error("'%s' leads to no Python interpreter; 'avenv pythons' lists those "
			     "that are installed",
			     shown(typed));
	strings_add(&c->candidates, path);
	return 0;
}

/* ---- the project's files ------------------------------------------------- */

static const char *says(const char *path, const char *verb, const char *what)
{
	return formatted("'%s' %s%s", shown(path), verb, shown(what));
}

/* Read the file NAME of the project or of a directory above it. Returns its path, or NULL. */
static const char *read_file(const struct python_choice *c, const char *name, struct text *text)
{
	const char *path = python_file(c->ctx, c->project, name, text);

	if (path && !text->data)
		note("'%s' is not used: it is not a plain file of at most 64 KiB", shown(path));
	return text->data ? path : NULL;
}

/* Add what the project asks for. */
static void add_default(struct python_choice *c)
{
	struct text text;
	const struct toml *project = NULL;
	size_t line;
	const char *path = read_file(c, ".python-version", &text),
		   *word = path ? python_version_word(text.data) : "";

	if (python_name_asked(word, &c->wanted)) {
		c->why = says(path, "says ", word);
		add_wanted(c, true);
		return;
	}
	/* pyenv's "system" is PATH. */
	if (*word && !streq(word, "system"))
		note("'%s' is not used: '%s' is no version", shown(path), shown(word));
	path = read_file(c, "pyproject.toml", &text);
	if (path && !(project = toml_parse(text.data, text.len, &line)))
		note("'%s' is not used: line %zu is no TOML", shown(path), line);
	c->requires = toml_string_at(project, "project.requires-python");
	if (c->requires)
		c->why = says(path, "requires Python ", c->requires);
	(void)python_name_asked("python3", &c->wanted);
	add_wanted(c, false);
}

/* ---- asking -------------------------------------------------------------- */

/* Start the next candidate. False: there is none. */
static bool ask_next(struct python_choice *c)
{
	if (c->next == c->candidates.count)
		return false;
	python_ask_begin(c->candidates.list[c->next++], &c->question);
	return true;
}

/* How a tool of the user's gets the version TYPED; "": none is known to. */
static const char *installer_of(const char *typed)
{
	static const char *const tools[][2] = { { "uv", "uv python install" },
						{ "pyenv", "pyenv install" } };

	for (size_t i = 0; *cfg_series(typed) && i < ARRAY_SIZE(tools); i++)
		if (programs_find(programs_path(), tools[i][0]))
			return formatted(", and %s may get it", paste_command(tools[i][1], typed));
	return "";
}

static int not_found(const struct python_choice *c)
{
	if (c->unanswered.path)
		return python_ask_error(&c->unanswered);
	if (c->why)
		return error("%s, which is not installed; '-p 3' takes the python3 of PATH",
			     c->why);
	if (c->typed)
		return error("no Python '%s' is installed; 'avenv pythons' lists those that are%s",
			     shown(c->typed), installer_of(c->typed));
	return error("no Python 3 is on PATH; 'avenv pythons' lists those elsewhere for '-p'");
}

int python_choose(const struct context *ctx, const char *typed, const char *project,
		  struct python_choice *c)
{
	*c = (struct python_choice){ .ctx = ctx, .typed = typed, .project = project };
	if (!typed)
		add_default(c);
	else if (!strchr(typed, '/') && python_name_asked(typed, &c->wanted))
		add_wanted(c, true);
	else if (!strchr(typed, '/'))
		add_installation(c, typed);
	else if (add_wanted_path(c, typed))
		return -1;
	if (ask_next(c) && !python_guess(c->question.path, &c->guess))
		c->guess = (struct python_guess){ 0 };
	return c->question.path || c->requires ? 0 : not_found(c);
}

/* PYTHON, which answered, is the one that is wanted. */
static bool python_matches(const struct python_choice *c, const struct python *python)
{
	const struct python_name *wanted = &c->wanted;

	/* "3" is either build, "3.13" is not the free-threaded one. */
	return !wanted->base ||
	       (streq(python->implementation, python_implementation(wanted)) &&
		(!c->requires || pep440_matches(python->version, c->requires)) &&
		pep440_matches(python->version, formatted("==%s.*", wanted->version)) &&
		(!*wanted->series || wanted->free_threaded == (*python->threads == 't')));
}

int python_answer(struct python_choice *c, struct python *python, const char **why)
{
	struct pythons all = { 0 };

	for (bool asking = c->question.path; asking; asking = ask_next(c))
		if (python_ask_end(&c->question, python)) {
			/* The first python3 of PATH needs no reason. */
			*why = c->requires && c->next == 1 ? NULL : c->why;
			if (python_matches(c, python))
				return 0;
		} else if (!c->unanswered.path) {
			c->unanswered = c->question;
		}
	*why = c->why;
	if (c->requires)
		pythons_find(c->ctx, &all);
	for (size_t i = 0; i < all.count; i++) {
		*python = all.list[i].python;
		if (!*python->threads && python_matches(c, python))
			return 0;
	}
	return not_found(c);
}
