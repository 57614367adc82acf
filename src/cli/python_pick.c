/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/interpreters.h"
#include "cli/place.h"
#include "cli/python_pick.h"
#include "cli/python_spec.h"
#include "cli/unseen.h"
#include "core/file.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

const char *python_version_of(const struct picking *p, const struct interpreter *interpreter)
{
	struct python python;
	const char *dot = strchr(interpreter->version, '.');

	if (p->listing || (dot && strchr(dot + 1, '.')) || python_ask(interpreter->path, &python))
		return interpreter->version;
	return python.version;
}

/* INTERPRETER is what SPEC asks for; started where its files do not tell. */
static bool fits(const struct picking *p, const struct python_spec *spec,
		 const struct interpreter *interpreter)
{
	bool unsure;

	if (!python_spec_matches(spec, interpreter, &unsure))
		return false;
	return !unsure || p->listing ||
	       (python_spec_has_version(spec, python_version_of(p, interpreter), &unsure) &&
		!unsure);
}

/* A program; what others keep closed is none for us. */
static bool is_program(const char *path)
{
	errno = EINVAL;
	return file_is_program(path) || (errno != EACCES && unseen(path));
}

/* What COMMAND in the directories of PATH stands for; NULL: none that fits. */
static const char *command_on_path(const struct picking *p, const struct python_spec *spec,
				   const char *command)
{
	const char *list = getenv("PATH"), *dir;

	while ((dir = settings_element(&list))) {
		const char *path = path_join(path_clean(dir), command);
		struct interpreter interpreter;
		const char *problem;

		if (dir[0] != '/' || !is_program(path))
			continue;
		path = python_resolve(p->ctx, path, &problem);
		if (!path || !interpreter_read(path, &interpreter))
			continue;
		/* What is called python3.13 is meant, free-threaded or not. */
		if (streq(command, spec->text))
			interpreter.free_threaded = spec->free_threaded;
		if (fits(p, spec, &interpreter))
			return path;
	}
	return NULL;
}

static const char *on_path(const struct picking *p, const struct python_spec *spec)
{
	for (size_t i = 0; spec->commands[i]; i++) {
		const char *path = command_on_path(p, spec, spec->commands[i]);

		if (path)
			return path;
	}
	return NULL;
}

const char *python_of_path(const struct picking *p)
{
	struct python_spec spec;

	python_spec_parse("python3", &spec);
	return on_path(p, &spec);
}

const struct interpreters *python_installed(struct picking *p)
{
	if (!p->searched)
		interpreters_find(p->ctx, &p->installed);
	p->searched = true;
	return &p->installed;
}

static const char *among_installed(struct picking *p, const struct python_spec *spec)
{
	const struct interpreters *all = python_installed(p);

	for (size_t i = 0; i < all->count; i++)
		if (fits(p, spec, &all->list[i]))
			return all->list[i].path;
	return NULL;
}

/* The Python of the installation or environment in DIR. */
static const char *program_in(const char *dir)
{
	static const char *const names[] = { "python", "python3", "pypy3", "graalpy" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *path = path_join(path_join(dir, "bin"), names[i]);

		if (file_is_program(path))
			return path;
	}
	return NULL;
}

/* What pyenv knows as NAME, maybe an environment that it keeps. */
static const char *of_pyenv(const struct picking *p, const char *name)
{
	const char *root = pyenv_root(p->ctx), *dir, *path, *problem;

	dir = root ? pyenv_version(root, name) : NULL;
	path = dir ? program_in(dir) : NULL;
	return path ? python_resolve(p->ctx, path, &problem) : NULL;
}

const char *python_find(struct picking *p, const char *text)
{
	struct python_spec spec;
	const char *path;

	python_spec_parse(text, &spec);
	path = spec.name_only ? of_pyenv(p, text) : on_path(p, &spec);
	return path ? path : among_installed(p, &spec);
}

/* A path that was typed, to a program or to what it belongs to. */
static const char *at_path(const struct picking *p, const char *spec)
{
	const char *path, *problem, *resolved;
	struct file_info info;

	path = place_from_here(p->ctx, spec);
	if (!path)
		return NULL;
	path = path_clean(path);
	/* In an environment that lost its base there is a link that leads
	 * nowhere; more can be said of it. */
	if (file_stat(path, &info) && (file_lstat(path, &info) || !python_in_env(path))) {
		error_errno("cannot use '%s' as Python", shown(spec));
		return NULL;
	}
	if (S_ISDIR(info.mode)) {
		path = program_in(path);
		if (!path) {
			error("'%s' is a directory without a Python", shown(spec));
			return NULL;
		}
	}
	resolved = python_resolve(p->ctx, path, &problem);
	if (!resolved && unseen_text())
		error("%s", unseen_text());
	else if (!resolved)
		error("'%s' %s", shown(path), problem);
	return resolved;
}

enum {
	/** how far a major is from the next; no minor is */
	MAJOR = 1000,
};

/* A part of a version, which may be from a file that anybody wrote: no more than that. */
static long part(const char *s, char **end)
{
	long n = strtol(s, end, 10);

	return n < 0 ? 0 : n < MAJOR ? n : MAJOR - 1;
}

/* How far two versions are apart, of another major by that alone. */
static long distance(const char *a, const char *b)
{
	char *end_a = NULL, *end_b = NULL;
	long major = labs(part(a, &end_a) - part(b, &end_b));

	if (major || !*end_a || !*end_b)
		return major * MAJOR;
	return labs(part(end_a + 1, &end_a) - part(end_b + 1, &end_b));
}

/* What comes nearest to SPEC, of the same kind; or NULL. */
static const struct interpreter *nearest_to(const struct python_spec *spec,
					    const struct interpreters *all)
{
	const char *kind = spec->implementation ? spec->implementation : "cpython";
	const struct interpreter *nearest = NULL;

	for (size_t i = 0; !spec->name_only && i < all->count; i++) {
		const struct interpreter *one = &all->list[i];

		if (streq(one->implementation, kind) &&
		    (!nearest || distance(one->version, spec->version) <
					 distance(nearest->version, spec->version)))
			nearest = one;
	}
	return nearest;
}

const char *python_nearest(struct context *ctx, const char *text)
{
	struct picking p = { .ctx = ctx };
	const struct interpreter *nearest;
	struct python_spec spec;
	struct buf b = BUF_INIT;

	python_spec_parse(text, &spec);
	nearest = nearest_to(&spec, python_installed(&p));
	if (!nearest || distance(nearest->version, spec.version) >= MAJOR)
		return NULL;
	if (!streq(nearest->implementation, "cpython"))
		buf_puts(&b, nearest->implementation);
	buf_putl(&b, cfg_series(nearest->version), nearest->free_threaded ? "t" : "");
	return b.data;
}

static int not_found(struct picking *p, const char *text)
{
	const struct interpreter *nearest;
	struct python_spec spec;

	python_spec_parse(text, &spec);
	nearest = nearest_to(&spec, python_installed(p));
	if (nearest)
		return error("no Python '%s' is installed; the nearest is %s, "
			     "'%s'; 'avenv pythons' lists all",
			     shown(text), nearest->version, shown(nearest->path));
	return error("no Python '%s' is installed; 'avenv pythons' lists "
		     "those that are",
		     shown(text));
}

static int choose(struct picking *p, const char *spec, const char *project, const char **path,
		  const char **why)
{
	*why = NULL;
	if (!spec)
		*path = python_default(p, project, why);
	else if (strchr(spec, '/'))
		*path = at_path(p, spec);
	else
		*path = python_find(p, spec);
	if (*path)
		return 0;
	if (spec && !strchr(spec, '/'))
		return not_found(p, spec);
	if (!spec)
		return error("there is no Python 3 on PATH; 'avenv pythons' "
			     "lists those elsewhere, '-p' takes one");
	return -1;
}

const char *python_chosen(struct context *ctx, const char *project)
{
	struct picking p = { .ctx = ctx, .listing = true };
	const char *why;

	return python_default(&p, project, &why);
}

int python_pick(struct context *ctx, const char *spec, const char *project, struct python *python,
		const char **why)
{
	struct picking p = { .ctx = ctx };
	const char *path;
	int ret;

	unseen_begin();
	ret = choose(&p, spec, project, &path, why);
	/* Another one may have been meant. */
	if (unseen_text() && !(ret && spec && strchr(spec, '/')))
		note("%s", unseen_text());
	return ret ? ret : python_ask(path, python);
}
