/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "print/paste.h"

enum {
	/** largest file that is read, in bytes */
	DECLARED_MAX = 64 * 1024 * 1024,
};

/** A kind of file that declares packages, and the tool that installs them. */
static const struct kind {
	const char *file;
	/** NULL: the environment's pip, or uv */
	const char *command;
	/** options of the command before the name of an extra and a group; NULL: none */
	const char *extra, *group;
	/** NULL: a requirements file */
	void (*read)(struct reading *r);
	/** it lists the whole environment */
	bool is_lock;
} kinds[] = {
	{ "uv.lock", "uv sync", " --extra ", " --group ", read_uv_lock, true },
	{ "poetry.lock", "poetry install", " --extras ", " --with ", read_poetry_lock, true },
	{ "pdm.lock", "pdm sync", " -G ", " -G ", read_pdm_lock, true },
	{ "Pipfile.lock", "pipenv sync", NULL, " --categories ", read_pipfile_lock, true },
	{ "pylock.toml", NULL, " --extra ", " --group ", read_pylock, true },
	{ "requirements.txt", NULL, NULL, NULL, NULL, false },
	{ "pyproject.toml", NULL, NULL, " --group ", read_project_file, false },
};

/* The kind of the file at PATH: by its name, else requirements. */
static const struct kind *declaring_kind(const char *path)
{
	const struct kind *plain = NULL;
	const char *name = path_base(path);

	if (starts_with(name, "pylock.") && ends_with(name, ".toml"))
		name = "pylock.toml";
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (streq(kinds[i].file, name))
			return &kinds[i];
		plain = kinds[i].read ? plain : &kinds[i];
	}
	return plain;
}

/* ---- comparing -------------------------------------------------------------------- */

/* Requirements of the file are before those of others, limits, and uncertain ones. */
static int rank_of(const struct declared *is)
{
	return is->unsure ? 3 : is->limit ? 2 : is->by != NULL;
}

static int compare_declared(const void *a, const void *b)
{
	const struct declared *left = a, *right = b;
	int order = strcmp(left->requirement.key, right->requirement.key);

	if (!order)
		order = rank_of(left) - rank_of(right);
	if (!order)
		order = (left->line > right->line) - (left->line < right->line);
	return order ? order : strcmp(left->requirement.specifiers, right->requirement.specifiers);
}

static void sort_declared(struct declared_list *l)
{
	if (l->count)
		qsort(l->list, l->count, sizeof(*l->list), compare_declared);
}

/* Sort L, and keep one of each name. */
static void keep_names(struct declared_list *l)
{
	size_t kept = 0;

	sort_declared(l);
	for (size_t i = 0; i < l->count; i++)
		if (!kept || !streq(l->list[kept - 1].requirement.key, l->list[i].requirement.key))
			l->list[kept++] = l->list[i];
	l->count = kept;
}

/* Compare the COUNT requirements at LIST, which are of one name. */
static void compare_name(struct reading *r, struct declared *all, size_t count)
{
	const struct dist *there = dists_find(r->c->dists, all->requirement.key);
	struct declared *unmet = NULL, *open = NULL, *worst;
	bool met = false;

	for (size_t i = 0; i < count; i++) {
		struct declared *is = &all[i];
		const char *specifiers = is->requirement.specifiers;
		bool wrong = !there || (*specifiers && !there->legacy &&
					!pep440_matches(there->version, specifiers));

		/* Nothing that is wanted has that name. */
		if (is->limit && rank_of(all) > 1)
			continue;
		met = met || (!wrong && !is->unsure);
		if (wrong && !is->unsure)
			unmet = unmet ? unmet : is;
		else if (wrong || (is->requirement.url && !is->local && !there->editable))
			open = open ? open : is;
	}
	if (r->is_lock && met)
		unmet = NULL;
	worst = unmet ? unmet : open;
	if (!worst)
		return;
	worst->there = there;
	declared_add(unmet ? &r->c->differences : &r->c->unjudged, worst);
}

static void compare_wanted(struct reading *r)
{
	struct declared *list = r->wanted.list;

	sort_declared(&r->wanted);
	for (size_t i = 0, n; i < r->wanted.count; i += n) {
		for (n = 1; i + n < r->wanted.count &&
			    streq(list[i].requirement.key, list[i + n].requirement.key);)
			n++;
		compare_name(r, &list[i], n);
	}
}

/* ---- files ------------------------------------------------------------------------ */

/* Read the file PATH, and for a lock file pyproject.toml beside it, and compare. */
static void read_declared(struct comparison *c, const char *path, struct chosen *extras,
			  struct chosen *groups)
{
	const struct kind *kind = declaring_kind(path);
	const char *project = path_join(path_parent(path), "pyproject.toml");
	struct reading r = { .c = c, .extras = extras, .groups = groups, .is_lock = kind->is_lock };
	struct file_info info;

	marker_env_of(c->venv, &c->dists->library, &r.env);
	if (kind->is_lock && !file_stat(project, &info))
		r.project = reading_open(&r, project, true);
	if (!kind->read)
		read_requirements(&r, path);
	else if ((r.document = reading_open(&r, path, kind->read != read_pipfile_lock)))
		kind->read(&r);
	if (!c->fault)
		compare_wanted(&r);
}

/* Add the first file of the project that declares packages to C->files. */
static void find_declaring(struct comparison *c)
{
	struct reading r = { .c = c };

	for (size_t i = 0; i < ARRAY_SIZE(kinds) && !c->files.count; i++) {
		const char *path = path_join(c->project, kinds[i].file);

		if (file_exists(AT_FDCWD, path) <= 0)
			continue;
		/* It may be there for tools only. */
		if (kinds[i].read != read_project_file ||
		    ((r.document = reading_open(&r, path, true)) &&
		     toml_at(r.document->root, "project")))
			strings_add(&c->files, path);
	}
}

/* Add a fault if an installed distribution could not be read: it might seem to be missing. */
static void check_dists(struct comparison *c)
{
	for (size_t i = 0; i < c->dists->problem_count; i++)
		if (c->dists->problems[i].fatal)
			declared_fault(c, "'%s' %s", shown(c->dists->problems[i].path),
				       c->dists->problems[i].text);
}

static struct chosen chosen_names(const struct strings *names)
{
	struct chosen chosen = { 0 };

	for (size_t i = 0; i < names->count; i++)
		strings_add(&chosen.names, requirement_key(names->list[i]));
	return chosen;
}

/* Add a fault for a name of CHOSEN that no file has. */
static void check_chosen(struct comparison *c, const struct chosen *chosen, const char *word)
{
	for (size_t i = 0; i < chosen->names.count; i++)
		if (!is_listed(&chosen->found, chosen->names.list[i]))
			declared_fault(c, "'%s' has no %s '%s'", shown(c->file), word,
				       shown(chosen->names.list[i]));
}

void declared_compare(struct comparison *c)
{
	struct chosen extras = chosen_names(&c->extras), groups = chosen_names(&c->groups);
	const char *dir = path_join(c->project, "");

	c->most = c->bounded ? c->most : DECLARED_MAX;
	check_dists(c);
	find_declaring(c);
	for (size_t i = 0; i < c->files.count && !c->fault; i++)
		read_declared(c, c->files.list[i], &extras, &groups);
	if (!c->files.count)
		return;
	c->file = c->files.list[0];
	c->file += starts_with(c->file, dir) ? strlen(dir) : 0;
	check_chosen(c, &extras, "extra");
	check_chosen(c, &groups, "group");
	keep_names(&c->differences);
	keep_names(&c->unjudged);
}

/* ---- words ------------------------------------------------------------------------ */

const char *declared_summary(const struct comparison *c)
{
	return formatted("%s from %s",
			 counted(c->differences.count, "package differs", "packages differ"),
			 shown(c->file));
}

static void put_names(struct buf *line, const char *option, const struct strings *names)
{
	for (size_t i = 0; option && i < names->count; i++)
		buf_putl(line, option, paste_word(names->list[i]));
}

/* PATH as a word, relative to DIR if it is below. */
static const char *word_from(const char *path, const char *dir)
{
	return paste_word(path_under(path, dir) ? path + strlen(path_join(dir, "")) : path);
}

/* Put the command of pip that installs C->files of KIND, or uv's if there is no pip. */
static void put_pip(struct buf *line, const struct comparison *c, const struct kind *kind,
		    const char *dir)
{
	const char *python = word_from(venv_python(c->venv), dir);
	struct buf tree = BUF_INIT;

	if (dists_find(c->dists, "pip") && !kind->is_lock)
		buf_putl(line, python, " -m pip install");
	else
		buf_putl(line, "uv pip ", kind->is_lock ? "sync" : "install", " -p ", python);
	for (size_t i = 0; kind->read != read_project_file && i < c->files.count; i++)
		buf_putl(line, kind->is_lock ? " " : " -r ", word_from(c->files.list[i], dir));
	if (kind->read != read_project_file)
		return;
	for (size_t i = 0; i < c->extras.count; i++)
		buf_putl(&tree, i ? "," : ".[", c->extras.list[i]);
	buf_puts(&tree, tree.len ? "]" : ".");
	buf_putl(line, " -e ", paste_word(tree.data));
}

const char *declared_command(const struct comparison *c, const char *dir)
{
	const char *project = path_parent(c->files.list[0]);
	const struct kind *kind = declaring_kind(c->files.list[0]);
	struct buf line = BUF_INIT;

	if (!dir || !streq(dir, project))
		buf_putl(&line, "cd ", paste_word(project), " && ");
	if (kind->command)
		buf_puts(&line, kind->command);
	else
		put_pip(&line, c, kind, project);
	put_names(&line, kind->extra, &c->extras);
	put_names(&line, kind->group, &c->groups);
	return line.data;
}
