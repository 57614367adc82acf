/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The errors of `avenv create -p 3.9` where no Python 3.9 is installed: which version was asked for
 * and by which file, and the argument of -p, or the command of uv or pyenv, that works.
 */
#include "formats/pep440.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python.h"
#include "system/child.h"

int python_word_error(const char *typed)
{
	return error("'%s' is no version like " PYTHON_WORDS ", and no path; 'avenv pythons' lists "
		     "those that are installed",
		     shown(typed));
}

/* PYTHON is CPython of the minor version that C asks for, "3.12" for "3.12.4". */
static bool is_same_minor(const struct python_choice *c, const struct python *python)
{
	return c->wanted.base && streq(c->wanted.base, "python") &&
	       streq(python->series, c->wanted.series);
}

/*
 * The newest installed interpreter to offer in place of the version that C asks for: of the same
 * minor version, else of any unless -p was typed. An interpreter that requires-python forbids is
 * not offered: pip would refuse the project. NULL: none.
 */
static const struct python *find_offer(const struct python_choice *c)
{
	const struct python *other = NULL;
	struct pythons all;

	pythons_find(c->ctx, &all);
	for (size_t i = 0; i < all.count; i++) {
		const struct python *python = &all.list[i].python;

		if (*python->threads)
			continue;
		if (!c->typed && c->requires && !pep440_matches(python->version, c->requires))
			continue;
		/* The list begins with the newest version. */
		if (is_same_minor(c, python))
			return python;
		other = other ? other : python;
	}
	return c->typed ? NULL : other;
}

/*
 * The end of a message: ", and 'uv python install 3.9' may get it", or the same of pyenv. "":
 * neither tool is installed, or WANTED is no version of CPython.
 */
static const char *installer_of(const struct python_name *wanted)
{
	static const char *const tools[][2] = { { "uv", "uv python install" },
						{ "pyenv", "pyenv install" } };
	const char *threads = wanted->free_threaded ? "t" : "";

	if (!streq(wanted->base, "python") || !*wanted->series)
		return "";
	for (size_t i = 0; i < ARRAY_SIZE(tools); i++)
		if (programs_find(programs_path(), tools[i][0]))
			return formatted(
				", and %s may get it",
				paste_command(tools[i][1], joined(wanted->version, threads)));
	return "";
}

int python_not_found(const struct python_choice *c)
{
	const char *hint = "; 'avenv pythons' lists those that are";
	const struct python *offer;
	const char *line = "";

	if (c->unanswered.path)
		return python_ask_error(&c->unanswered);
	offer = find_offer(c);
	if (offer && c->typed)
		line = paste_quoted(paste_instead(c->typed, offer->series));
	else if (offer)
		line = paste_quoted(paste_with(formatted("-p %s", offer->series)));
	if (c->conflict)
		return error("%s, but %s, and no installed Python fits both%s", c->why,
			     c->why_requires, offer ? formatted("; %s decides", line) : "");
	if (offer)
		hint = formatted("; %s uses one that is", line);
	if (c->why)
		return error("%s, which is not installed%s", c->why, hint);
	if (c->typed)
		return error("no Python '%s' is installed%s%s", shown(c->typed), hint,
			     installer_of(&c->wanted));
	return error("no Python 3 is on PATH; 'avenv pythons' lists those elsewhere for '-p'");
}
