/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interpreters.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "cli/pep440.h"
#include "cli/unseen.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** entries of a directory of programs, and of one of installations */
	PROGRAMS_MAX = 65536,
	INSTALLATIONS_MAX = 1024,
};

/** Who is told, and of what. */
struct gathering {
	interpreter_visitor *visit;
	void *arg;
	/** of what is seen now */
	const char *source, *name;
	/** the directory that is scanned, and how much of it is left */
	const char *dir;
	size_t left;
};

/* How good a name is to rely on: its own, and longer than an upgrade. */
static int stability(const struct interpreter *i)
{
	const char *dir = path_parent(i->path), *base = path_base(i->path);
	char *real = realpath(dir, NULL);
	int rank = real && streq(real, dir) ? 8 : 0;
	struct python_name name;

	free(real);
	/* python3.11 stays what it is when python3 becomes another. */
	if (python_name_parse(base, &name) && *name.version)
		rank += strchr(name.version, '.') ? 4 : 2;
	/* python3.6 rather than python3.6m, but python3.13t. */
	return rank + (i->free_threaded == (base[strlen(base) - 1] == 't') &&
		       base[strlen(base) - 1] != 'm');
}

/* conda's own ones lie on PATH or below /opt as well. */
static void see_conda(struct interpreter *i)
{
	const char *prefix = path_parent(path_parent(i->path));

	if ((streq(i->source, "path") || streq(i->source, "opt")) &&
	    unseen_exists(path_join(prefix, "conda-meta"))) {
		i->source = "conda";
		i->name = path_base(prefix);
	}
}

/** What is being filled. */
struct filling {
	const struct context *ctx;
	struct interpreters *all;
};

/* What it stands for: also the base of an environment is installed. */
static void add(void *arg, const struct interpreter_sight *sight)
{
	const struct filling *f = arg;
	struct interpreters *all = f->all;
	const char *path = sight->path, *problem;
	const char *resolved = python_resolve(f->ctx, path, &problem);
	struct interpreter new;

	if (!resolved || !interpreter_read(resolved, &new))
		return;
	for (size_t i = 0; i < all->count; i++) {
		struct interpreter *old = &all->list[i];

		if (old->dev != new.dev || old->ino != new.ino)
			continue;
		if (stability(&new) > stability(old))
			old->path = new.path;
		return;
	}
	new.source = resolved == path ? sight->source : "path";
	new.name = resolved == path ? sight->name : NULL;
	see_conda(&new);
	interpreter_read_more(&new);
	all->list = mem_grow(all->list, all->count, &all->room, sizeof(*all->list));
	all->list[all->count++] = new;
}

static bool visit_program(void *arg, int fd, const char *name, int type)
{
	struct gathering *g = arg;
	struct python_name parsed;

	(void)fd;
	if (type != DT_DIR && python_name_parse(name, &parsed))
		g->visit(g->arg, &(struct interpreter_sight){ .path = path_join(g->dir, name),
							      .source = g->source,
							      .name = g->name });
	return --g->left > 0;
}

/* What others keep closed has nothing for us. */
static void scan(const char *dir, file_visitor *visit, void *arg)
{
	if (file_scan(dir, visit, arg) && errno != EACCES)
		unseen(dir);
}

/* All in DIR that has the name of an interpreter. */
static void add_programs(struct gathering *g, const char *dir)
{
	g->dir = dir;
	g->left = PROGRAMS_MAX;
	scan(dir, visit_program, g);
}

/** Directories, each with an installation in it. */
struct installations {
	struct gathering *gathering;
	const char *dir;
	size_t left;
};

static bool visit_installation(void *arg, int fd, const char *name, int type)
{
	struct installations *in = arg;

	(void)fd;
	if (type != DT_REG && name[0] != '.') {
		in->gathering->name = mem_dups(name);
		add_programs(in->gathering, path_join(path_join(in->dir, name), "bin"));
	}
	return --in->left > 0;
}

static void add_installations(struct gathering *g, const char *source, const char *dir)
{
	struct installations in = { .gathering = g, .dir = dir, .left = INSTALLATIONS_MAX };

	g->source = source;
	scan(dir, visit_installation, &in);
	g->name = NULL;
}

static void add_uv(struct gathering *g, const char *home)
{
	const char *own = settings_path("UV_PYTHON_INSTALL_DIR");
	const char *data = settings_path("XDG_DATA_HOME");

	if (own)
		add_installations(g, "uv", own);
	if (data)
		add_installations(g, "uv", path_join(data, "uv/python"));
	if (home)
		add_installations(g, "uv", path_join(home, ".local/share/uv/python"));
}

static void add_conda_base(struct gathering *g, const char *prefix)
{
	/* Only the base has them; others are environments of it. */
	if (!unseen_exists(path_join(prefix, "condabin")) ||
	    !unseen_exists(path_join(prefix, "conda-meta")))
		return;
	g->source = "conda";
	g->name = path_base(prefix);
	add_programs(g, path_join(prefix, "bin"));
	g->name = NULL;
}

static void add_conda(struct gathering *g, const char *home)
{
	static const char *const names[] = { "miniconda3", "anaconda3",  "miniforge3",
					     "mambaforge", "/opt/conda", "/opt/miniconda3" };
	const char *program = settings_path("CONDA_EXE");
	const char *active = settings_path("CONDA_PREFIX");

	if (program)
		add_conda_base(g, path_parent(path_parent(program)));
	if (active)
		add_conda_base(g, active);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (home || names[i][0] == '/')
			add_conda_base(g, path_join(home ? home : "/", names[i]));
}

static void add_path(struct gathering *g)
{
	const char *list = getenv("PATH"), *dir;

	g->source = "path";
	while ((dir = settings_element(&list)))
		if (dir[0] == '/')
			add_programs(g, path_clean(dir));
}

static bool is_pre_release(const struct interpreter *i)
{
	return i->version[strspn(i->version, "0123456789.")] != '\0';
}

/* Below 0: A is to be preferred. */
static int compare(const struct interpreter *a, const struct interpreter *b)
{
	int other_a = !streq(a->implementation, "cpython");
	int other_b = !streq(b->implementation, "cpython");

	if (other_a != other_b)
		return other_a - other_b;
	if (a->free_threaded != b->free_threaded)
		return a->free_threaded - b->free_threaded;
	if (is_pre_release(a) != is_pre_release(b))
		return is_pre_release(a) - is_pre_release(b);
	return pep440_compare(b->version, a->version);
}

/* Of equal ones the one that was found first stays first. */
static void sort(struct interpreters *all)
{
	for (size_t i = 1; i < all->count; i++) {
		struct interpreter one = all->list[i];
		size_t k = i;

		for (; k && compare(&one, &all->list[k - 1]) < 0; k--)
			all->list[k] = all->list[k - 1];
		all->list[k] = one;
	}
}

void interpreters_see(const struct context *ctx, interpreter_visitor *visit, void *arg)
{
	const char *home = ctx->settings.home, *pyenv = pyenv_root(ctx);
	struct gathering g = { .visit = visit, .arg = arg };

	if (pyenv)
		add_installations(&g, "pyenv", path_join(pyenv, "versions"));
	add_uv(&g, home);
	add_conda(&g, home);
	g.source = "system";
	add_programs(&g, "/usr/bin");
	g.source = "local";
	add_programs(&g, "/usr/local/bin");
	add_installations(&g, "opt", "/opt");
	add_installations(&g, "opt", "/opt/python");
	add_path(&g);
}

void interpreters_find(struct context *ctx, struct interpreters *all)
{
	struct filling filling = { .ctx = ctx, .all = all };

	*all = (struct interpreters){ 0 };
	interpreters_see(ctx, add, &filling);
	sort(all);
}
