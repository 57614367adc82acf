/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The choice of an interpreter: candidates by name, asked one by one until an answer matches. A
 * project's files are untrusted: they select a version among the installed interpreters, no path.
 */
#include <errno.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "python/python_dirs.h"

/* ---- candidates ---------------------------------------------------------- */

/*
 * Add the program NAME in BIN, unless its name tells that it cannot match. A script is a tool's
 * shim.
 */
static void add_interpreter(struct python_choice *c, const struct python_bin *bin, const char *name)
{
	const char *path = path_join(bin->dir, name);
	const char *base = file_is_program(path) ? python_base(path) : NULL;
	const char *series = c->wanted.series;
	struct python_guess guess;

	if (!base || python_is_script(base) || !python_guess(base, &guess))
		return;
	if (guess.series && is_set(series) && !streq(guess.series, series))
		return;
	if (!strings_contain(&c->candidates, base) && python_is_safe(c->ctx, bin, path) &&
	    python_is_safe(c->ctx, bin, base))
		strings_add(&c->candidates, base);
}

/*
 * Add the programs with the names that c->wanted may have, python3.12, python3 and python: those in
 * the directories of PATH; if EVERYWHERE, also those in the known places.
 */
static void add_by_name(struct python_choice *c, bool everywhere)
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
	for (size_t n = 0; n < names.count; n++)
		for (size_t i = 0; i < bins.count; i++)
			if (everywhere || bins.list[i].on_path)
				add_interpreter(c, &bins.list[i], names.list[n]);
}

/*
 * Add the interpreter at the path TYPED: a program, or the directory of an installation or an
 * environment. Returns 0, or -1 after printing why TYPED is no interpreter.
 */
static int add_typed_path(struct python_choice *c, const char *typed)
{
	const char *path =
		path_clean(path_join(c->ctx->physical.path ? c->ctx->physical.path : "/", typed));
	struct file_info info = { 0 };
	int err = file_stat(path, &info) ? errno : 0;

	/* If the base was removed, bin/python dangles, but python_base() reads `home`. */
	if (err && !python_in_env(path)) {
		errno = err;
		return error_errno("cannot use '%s' as Python", shown(typed));
	}
	if (S_ISDIR(info.mode))
		path = python_in(path_join(path, "bin"));
	/* A shim of pyenv */
	if (path && python_is_script(path)) {
		const char *bin = pyenv_bin(c->ctx, path_parent(path));
		path = bin ? path_join(bin, path_base(path)) : NULL;
	}
	if (path)
		path = python_base(path);
	if (!path || python_is_script(path))
		return error("'%s' is no Python interpreter; 'avenv pythons' lists those "
			     "that are installed",
			     shown(typed));
	strings_add(&c->candidates, path);
	return 0;
}

/* ---- the project's files ------------------------------------------------- */

/* The demand of the file PATH in words: "'/p/.python-version' says 3.12". */
static const char *demand(const char *path, const char *verb, const char *what)
{
	return formatted("'%s' %s%s", shown(path), verb, shown(what));
}

/* Read the file NAME in the project or above. Returns its path; NULL: no usable file. */
static const char *read_file_upwards(const struct python_choice *c, const char *name,
				     struct text *text)
{
	const char *path = file_upwards(c->ctx, c->project, name, text);

	if (path && !text->data)
		note("'%s' is not used: it is no regular file, or too large", shown(path));
	return text->data ? path : NULL;
}

/* Read requires-python in pyproject.toml (PEP 621). */
static void read_requires(struct python_choice *c)
{
	struct text text;
	const char *path = read_file_upwards(c, "pyproject.toml", &text), *requires, *fault = NULL;

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
	c->why_requires = demand(path, "requires Python ", requires);
}

/* Read .python-version. With a tool's own word, which is no version, PATH decides. */
static void read_version_file(struct python_choice *c)
{
	struct text text;
	const char *path = read_file_upwards(c, ".python-version", &text), *word;

	word = path ? python_version_word(text.data) : "";
	/* In pyenv's files "system" means the interpreters of PATH. */
	if (!*word || streq(word, "system"))
		return;
	if (!python_name_asked(word, &c->wanted)) {
		note("'%s' is not used: '%s' is no version like " PYTHON_WORDS, shown(path),
		     shown(word));
		return;
	}
	c->why = demand(path, "says ", word);
	c->version_file_above = c->requires && !path_under(path, path_parent(c->pyproject));
	c->conflict =
		c->requires && !python_matches_both(python_specifiers(&c->wanted), c->requires);
}

/* Add the interpreters that the project's files ask for. */
static void add_by_files(struct python_choice *c)
{
	read_requires(c);
	read_version_file(c);
	if (c->why && !c->conflict)
		add_by_name(c, true);
}

/*
 * True if the interpreters of PATH are the next candidates: neither -p nor .python-version decides.
 * A .python-version above the project does not decide against the project's requires-python.
 */
static bool path_var_is_next(const struct python_choice *c)
{
	if (c->typed || c->path_var_decides)
		return false;
	return !c->why || (c->conflict && c->version_file_above);
}

static void add_from_path_var(struct python_choice *c)
{
	c->path_var_decides = true;
	c->conflict = false;
	c->why = c->why_requires;
	(void)python_name_asked("3", &c->wanted);
	add_by_name(c, false);
}

/* Start the next candidate. Returns false after the last one. */
static bool ask_next(struct python_choice *c)
{
	if (c->next == c->candidates.count && path_var_is_next(c))
		add_from_path_var(c);
	if (c->next == c->candidates.count)
		return false;
	python_ask_begin(c->candidates.list[c->next++], &c->question);
	return true;
}

/* Add the first candidates, for TYPED as in python_choose(). Returns 0, or -1 after an error. */
static int add_candidates(struct python_choice *c, const char *typed)
{
	if (!typed) {
		add_by_files(c);
		return 0;
	}
	if (strchr(typed, '/'))
		return add_typed_path(c, typed);
	if (!python_name_asked(typed, &c->wanted))
		return python_word_error(typed);
	add_by_name(c, true);
	return 0;
}

/* Only requires-python limits the version: every installed interpreter is a candidate. */
static bool any_minor_fits(const struct python_choice *c)
{
	return c->requires && !*c->wanted.series;
}

int python_choose(const struct context *ctx, const char *typed, const char *project,
		  struct python_choice *c)
{
	*c = (struct python_choice){ .ctx = ctx, .typed = typed, .project = project };
	if (add_candidates(c, typed))
		return -1;
	if (ask_next(c) && !python_guess(c->question.path, &c->guess))
		c->guess = (struct python_guess){ 0 };
	if (c->question.path || any_minor_fits(c))
		return 0;
	return python_not_found(c);
}

/* PYTHON has the implementation, version and build that WANTED names. */
static bool fits_name(const struct python_name *wanted, const struct python *python)
{
	if (!streq(python->implementation, python_implementation(wanted)) ||
	    !pep440_matches(python->version, python_specifiers(wanted)))
		return false;
	/* "3" is either build, "3.13" is not the free-threaded one. */
	return !*wanted->series || wanted->free_threaded == (*python->threads == 't');
}

/*
 * PYTHON, which answered, is an interpreter that C asks for. Sets C->conflict if only
 * requires-python speaks against one that .python-version asks for.
 */
static bool fits(struct python_choice *c, const struct python *python)
{
	if (c->wanted.base && !fits_name(&c->wanted, python))
		return false;
	if (!c->requires || pep440_matches(python->version, c->requires))
		return true;
	c->conflict = !c->path_var_decides;
	return false;
}

/* By its name, the interpreter at PATH, which gave no answer, could satisfy requires-python. */
static bool could_match(const struct python_choice *c, const char *path)
{
	const char *own = python_argument_specifiers(path);

	return !c->requires || (own && python_matches_both(own, c->requires));
}

int python_answer(struct python_choice *c, struct python *python, const char **why)
{
	struct pythons all = { 0 };

	for (bool asking = c->question.path; asking; asking = ask_next(c)) {
		if (python_ask_end(&c->question, python)) {
			/* The first python3 of PATH needs no reason. */
			*why = c->path_var_decides && c->next == 1 ? NULL : c->why;
			if (fits(c, python))
				return 0;
		} else if (!c->unanswered.path && could_match(c, c->question.path)) {
			c->unanswered = c->question;
		}
	}
	*why = c->why;
	if (any_minor_fits(c))
		pythons_find(c->ctx, &all);
	for (size_t i = 0; i < all.count; i++) {
		*python = all.list[i].python;
		if (!*python->threads && fits(c, python))
			return 0;
	}
	return python_not_found(c);
}
