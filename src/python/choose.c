/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The choice of an interpreter: candidates by name, each asked until one matches. Untrusted files
 * select among the installed interpreters by version, not by path.
 */
#include <sys/stat.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "finders/tool_settings.h"
#include "formats/pep440.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "python/python_dirs.h"

/* ---- candidates ---------------------------------------------------------- */

/* Add the program PATH, unless it is a script: other tools' shims are scripts. */
static void add_interpreter(struct python_choice *c, const char *path)
{
	const char *base = path && file_is_program(path) ? python_base(path) : NULL;
	const char *series = c->wanted.series;
	struct python_guess guess;

	if (!base || python_is_script(base) || !python_guess(base, &guess))
		return;
	/* No question for another minor version; Python 2 cannot answer. */
	if (guess.series &&
	    (starts_with(guess.series, "2.") || (is_set(series) && !streq(guess.series, series))))
		return;
	if (!strings_contain(&c->candidates, base))
		strings_add(&c->candidates, base);
}

/*
 * Add the programs of c->wanted: python3.12, python3, python, from PATH and then, if EVERYWHERE,
 * from all directories.
 */
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

/*
 * Add the interpreter at TYPED, a program or the directory of an installation or environment.
 * Returns 0, or -1 after printing why there is none.
 */
static int add_wanted_path(struct python_choice *c, const char *typed)
{
	const char *path = path_clean(path_join(c->ctx->physical ? c->ctx->physical : "/", typed));
	struct file_info info = { 0 };
	const char *bin;

	/* A link to a removed base dangles: python_base() reads `home` instead. */
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
		note("'%s' is not used: it is no regular file, or too large", shown(path));
	return text->data ? path : NULL;
}

/* Read requires-python of pyproject.toml. */
static void read_requires(struct python_choice *c)
{
	struct text text;
	const char *path = read_file(c, "pyproject.toml", &text), *requires, *fault = NULL;

	if (!path)
		return;
	requires = toml_string_at(toml_parse_file(path, &text, &fault), "project.requires-python");
	if (fault)
		note("%s", fault);
	if (!is_set(requires))
		return;
	if (!pep440_are_specifiers(requires)) {
		note("requires-python of '%s' is not used: '%s' is no list of version specifiers",
		     shown(path), shown(requires));
		return;
	}
	c->requires = requires;
	c->pyproject = path;
	c->why_requires = says(path, "requires Python ", requires);
}

/* Read the version in .python-version. A word of a tool is none, and leaves the choice to PATH. */
static void read_version_file(struct python_choice *c)
{
	struct text text;
	const char *path = read_file(c, ".python-version", &text), *word;

	word = path ? python_version_word(text.data) : "";
	/* pyenv's "system" is PATH. */
	if (!*word || streq(word, "system"))
		return;
	if (!python_name_asked(word, &c->wanted)) {
		note("'%s' is not used: '%s' is no version like " PYTHON_WORDS, shown(path),
		     shown(word));
		return;
	}
	c->why = says(path, "says ", word);
	c->outside = c->requires && !path_under(path, path_parent(c->pyproject));
	c->unfit = c->requires && !pep440_overlap(python_specifiers(&c->wanted), c->requires);
}

/* Add what the project's files ask for. */
static void add_by_files(struct python_choice *c)
{
	read_requires(c);
	read_version_file(c);
	if (c->why && !c->unfit)
		add_wanted(c, true);
}

/* PATH decides unless the user or a .python-version does that belongs to the project. */
static bool may_use_path(const struct python_choice *c)
{
	if (c->typed || c->by_path)
		return false;
	return !c->why || (c->unfit && c->outside);
}

/* Add the interpreters of PATH. */
static void add_by_path(struct python_choice *c)
{
	c->by_path = true;
	c->unfit = false;
	c->why = c->why_requires;
	(void)python_name_asked("3", &c->wanted);
	add_wanted(c, false);
}

/* Start the next candidate. Returns false if there is none. */
static bool ask_next(struct python_choice *c)
{
	if (c->next == c->candidates.count && may_use_path(c))
		add_by_path(c);
	if (c->next == c->candidates.count)
		return false;
	python_ask_begin(c->candidates.list[c->next++], &c->question);
	return true;
}

int python_choose(const struct context *ctx, const char *typed, const char *project,
		  struct python_choice *c)
{
	*c = (struct python_choice){ .ctx = ctx, .typed = typed, .project = project };
	if (!typed)
		add_by_files(c);
	else if (strchr(typed, '/') && add_wanted_path(c, typed))
		return -1;
	else if (!strchr(typed, '/') && !python_name_asked(typed, &c->wanted))
		return python_word_error(typed);
	else if (!strchr(typed, '/'))
		add_wanted(c, true);
	if (ask_next(c) && !python_guess(c->question.path, &c->guess))
		c->guess = (struct python_guess){ 0 };
	return c->question.path || python_any_minor(c) ? 0 : python_not_found(c);
}

/* PYTHON, which answered, is the one that is wanted. */
static bool python_matches(struct python_choice *c, const struct python *python)
{
	const struct python_name *wanted = &c->wanted;

	/* "3" is either build, "3.13" is not the free-threaded one. */
	if (wanted->base &&
	    (!streq(python->implementation, python_implementation(wanted)) ||
	     !pep440_matches(python->version, python_specifiers(wanted)) ||
	     (*wanted->series && wanted->free_threaded != (*python->threads == 't'))))
		return false;
	if (!c->requires || pep440_matches(python->version, c->requires))
		return true;
	c->unfit = !c->by_path;
	return false;
}

/* The interpreter that gave no answer could be what is wanted, by its name. */
static bool could_match(const struct python_choice *c, const char *path)
{
	struct python_guess guess;

	return !c->requires || (python_guess(path, &guess) && guess.series &&
				pep440_overlap(joined("==", guess.series, ".*"), c->requires));
}

int python_answer(struct python_choice *c, struct python *python, const char **why)
{
	struct pythons all = { 0 };

	for (bool asking = c->question.path; asking; asking = ask_next(c))
		if (python_ask_end(&c->question, python)) {
			/* The first python3 of PATH needs no reason. */
			*why = c->by_path && c->next == 1 ? NULL : c->why;
			if (python_matches(c, python))
				return 0;
		} else if (!c->unanswered.path && could_match(c, c->question.path)) {
			c->unanswered = c->question;
		}
	*why = c->why;
	if (python_any_minor(c))
		pythons_find(c->ctx, &all);
	for (size_t i = 0; i < all.count; i++) {
		*python = all.list[i].python;
		if (!*python->threads && python_matches(c, python))
			return 0;
	}
	return python_not_found(c);
}
