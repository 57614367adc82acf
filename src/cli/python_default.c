/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interpreter of a project that names none: .python-version, then
 * requires-python of pyproject.toml, then PATH.  Either file may be a
 * stranger's: they choose among what is installed, and name no paths.
 */
#include <errno.h>

#include "cli/interpreters.h"
#include "cli/pep440.h"
#include "cli/python_pick.h"
#include "cli/unseen.h"
#include "core/file.h"
#include "core/mem.h"
#include "finders/toml.h"
#include "print/msg.h"

#include "core/banned.h"

/* PATH, a file of the project, does not count; errno says why. */
static void not_used(const struct picking *p, const char *path)
{
	const char *why = strerror(errno);

	if (errno == EFBIG)
		why = "it is too large";
	else if (unseen_is_answer(errno))
		why = "it is not a plain file";
	if (!p->listing)
		note("'%s' is not used: %s", shown(path), why);
}

static const char *says(const char *path, const char *verb, const char *what)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "'", shown(path), "' ", verb, " ", shown(what));
	return b.data;
}

/* What .python-version in FILE names; NULL: nothing that is installed. */
static const char *of_names(struct picking *p, const struct version_file *file, const char **why)
{
	for (size_t i = 0; i < file->names.count; i++) {
		const char *name = file->names.list[i], *path = NULL;

		if (streq(name, "system"))
			path = python_of_path(p);
		else
			path = python_find(p, name);
		if (!path)
			continue;
		*why = says(file->path, "says", name);
		return path;
	}
	return NULL;
}

static const char *of_version_file(struct picking *p, const char *project, const char **why)
{
	const char *path = python_upwards(p->ctx, project, ".python-version");
	struct version_file file;
	const char *found;

	if (!path)
		return NULL;
	if (version_file_read(path, &file)) {
		not_used(p, path);
		return NULL;
	}
	found = of_names(p, &file, why);
	if (!found && file.names.count && !p->listing)
		note("'%s' says '%s', which is not installed", shown(path),
		     shown(file.names.list[0]));
	return found;
}

/*
 * As pip has it, a pre-release counts as what it leads to.  Where only 3.9 is
 * known, one of them will do.
 */
static bool satisfies(const struct picking *p, const struct interpreter *interpreter,
		      const char *specifiers)
{
	const char *version = python_version_of(p, interpreter);
	size_t n = strspn(version, "0123456789.");
	const char *dot = strchr(version, '.');
	struct buf last = BUF_INIT;

	if (pep440_matches(mem_dup(version, n), specifiers))
		return true;
	buf_putl(&last, version, ".99");
	return dot && !strchr(dot + 1, '.') && pep440_matches(last.data, specifiers);
}

/* The newest CPython that is installed and will do; others are for -p. */
static const char *best(struct picking *p, const char *specifiers)
{
	const struct interpreters *all = python_installed(p);

	for (size_t i = 0; i < all->count; i++)
		if (streq(all->list[i].implementation, "cpython") &&
		    satisfies(p, &all->list[i], specifiers))
			return all->list[i].path;
	return NULL;
}

/* requires-python, where it stands in *PATH; NULL: nothing is required. */
static const char *required(const struct picking *p, const char *project, const char **path)
{
	struct text text;

	*path = python_upwards(p->ctx, project, "pyproject.toml");
	if (!*path)
		return NULL;
	if (file_slurp(*path, FILE_MAX, &text)) {
		not_used(p, *path);
		return NULL;
	}
	return toml_string(text.data, "project.requires-python");
}

const char *python_default(struct picking *p, const char *project, const char **why)
{
	const char *path = of_version_file(p, project, why);
	const char *specifiers, *file, *found;
	struct interpreter interpreter;

	if (path)
		return path;
	path = python_of_path(p);
	specifiers = required(p, project, &file);
	if (!specifiers)
		return path;
	if (path && interpreter_read(path, &interpreter) && satisfies(p, &interpreter, specifiers))
		return path;
	found = best(p, specifiers);
	if (found) {
		*why = says(file, "requires Python", specifiers);
		return found;
	}
	if (path && !p->listing)
		note("'%s' requires Python %s, which is not installed; this is "
		     "%s",
		     shown(file), shown(specifiers), interpreter.version);
	return path;
}
