/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that installs what a file declares, in words and as a line to be pasted. */
#include "declared/install.h"

#include "context/calling_shell.h"
#include "core/path.h"
#include "declared/reading.h"
#include "finders/tool_settings.h"
#include "formats/pep440.h"
#include "formats/toml_file.h"
#include "installed/site.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

/* path_relative(), and never an option. */
static const char *relative_to(const char *path, const char *dir)
{
	const char *name = path_relative(path, dir);

	return *name == '-' ? path_join(".", name) : name;
}

static void add_words(struct strings *words, const char *command)
{
	do {
		size_t len = strcspn(command, " ");

		strings_add(words, formatted("%.*s", (int)len, command));
		command += len + strspn(command + len, " ");
	} while (*command);
}

void add_tool(const struct install *in, struct strings *words, const char *command)
{
	size_t first = words->count;
	const char *program;

	add_words(words, command);
	program = programs_find(in->path, words->list[first]);
	if (in->venv && program && path_under(program, venv_bin(in->venv)))
		words->list[first] = relative_to(program, in->project.dir);
}

void put_options(struct strings *words, const char *option, const struct strings *values)
{
	for (size_t i = 0; option && i < values->count; i++) {
		strings_add(words, option);
		strings_add(words, values->list[i]);
	}
}

const char *pip_version(const struct dists *dists)
{
	const struct dist *pip = dists_find(dists, "pip");

	return pip ? pip->version : NULL;
}

bool pip_is(const char *pip, const char *version)
{
	return pip && pep440_compare(pip, version) >= 0;
}

/* No tool but pip installs what a file of the kind M declares, and without a lock file. */
static bool is_for_pip(const struct manifest *m)
{
	return !m->tool && !m->is_lock;
}

const char *pip_upgrade(const char *python)
{
	return formatted("%s -I -m pip install --upgrade pip", paste_word(python));
}

/* The member of TABLE whose key is NAME, in any spelling; NULL: none. */
static const struct toml *member_called(const struct toml *table, const char *name)
{
	const struct toml *each = table_first(table);

	while (each && !streq(requirement_key(each->key), requirement_key(name)))
		each = each->next;
	return each;
}

/* The extras in the pyproject.toml of the directory DIR; NULL: none. */
static const struct toml *extras_in(const char *dir)
{
	const struct toml *root = toml_read_project_file(path_join(dir, "pyproject.toml"), NULL);

	return toml_at(root, "project.optional-dependencies");
}

/*
 * EXTRA as TABLE, of extras, spells it, if it is there. Some versions of setuptools write that
 * spelling to the metadata, and pips before 24.1 then know no other.
 */
static const char *extra_named(const struct toml *table, const char *extra)
{
	const struct toml *own = member_called(table, extra);

	return own ? own->key : extra;
}

/* The first extra of IN in whose name build tools replace "_", "." or "--" by "-"; NULL: none. */
static const char *replaced_extra(const struct install *in)
{
	for (size_t i = 0; i < in->files.count; i++) {
		const char *file = in->files.list[i];
		const struct toml *table;

		if (!streq(path_base(file), "pyproject.toml"))
			continue;
		table = extras_in(path_parent(file));
		for (size_t k = 0; k < in->extras.count; k++) {
			const char *extra = extra_named(table, in->extras.list[k]);

			if (strpbrk(extra, "_.") || strstr(extra, "--"))
				return extra;
		}
	}
	return NULL;
}

const char *pip_lack(const struct install *in)
{
	const char *extra = NULL;

	if (!is_for_pip(in->project.manifest) || !in->pip)
		return NULL;
	if (in->groups.count && !pip_is(in->pip, PIP_WITH_GROUPS))
		return "does not install groups";
	if (in->extras.count && !pip_is(in->pip, PIP_WITH_EXTRAS))
		extra = replaced_extra(in);
	return extra ? formatted("may not know the extra '%s'", extra) : NULL;
}

/* DIR, relative to the project of IN, with the extras of IN: ".[dev,test]" */
static const char *own_tree(const struct install *in, const char *dir)
{
	const struct toml *table = in->extras.count ? extras_in(dir) : NULL;
	struct buf tree = BUF_INIT;

	buf_puts(&tree, relative_to(dir, in->project.dir));
	for (size_t i = 0; i < in->extras.count; i++)
		buf_putl(&tree, i ? "," : "[", extra_named(table, in->extras.list[i]));
	buf_puts(&tree, in->extras.count ? "]" : "");
	return tree.data;
}

bool install_is_by_pip(const struct install *in)
{
	/* pip installs neither extras nor groups of a pylock.toml. */
	return !in->project.manifest->tool && in->pip &&
	       (in->project.manifest != &manifest_pylock ||
		(!programs_find(in->path, "uv") && pip_is(in->pip, PIP_WITH_PYLOCK) &&
		 !in->extras.count && !in->groups.count));
}

/* Add the command of pip, or else of uv. */
static void add_pip(const struct install *in, struct strings *words)
{
	const char *python = relative_to(in->python, in->project.dir);
	bool pylock = in->project.manifest == &manifest_pylock, pip = install_is_by_pip(in);

	if (pip) {
		strings_add(words, python);
		add_words(words, "-I -m pip install");
	} else {
		add_tool(in, words, pylock ? "uv pip sync -p" : "uv pip install -p");
		strings_add(words, python);
	}
	for (size_t i = 0; i < in->files.count; i++) {
		const char *file = in->files.list[i];

		if (manifest_of(file)->is_tree) {
			strings_add(words, "-e");
			strings_add(words, own_tree(in, path_parent(file)));
			continue;
		}
		if (pip || !pylock)
			strings_add(words, "-r");
		strings_add(words, relative_to(file, in->project.dir));
	}
}

/* The project with the table ROOT has GROUP, or ROOT is NULL. */
static bool may_have_group(const struct toml *root, const char *group)
{
	return !root || member_called(toml_at(root, "dependency-groups"), group);
}

/* Add the groups of IN as pip wants them: those of another directory with the file's path. */
static void put_pip_groups(const struct install *in, struct strings *words)
{
	for (size_t i = 0; i < in->files.count; i++) {
		const char *file = in->files.list[i], *at = "";
		const struct toml *root;

		if (!streq(path_base(file), "pyproject.toml"))
			continue;
		root = toml_read_project_file(file, NULL);
		if (!streq(path_parent(file), in->project.dir))
			at = joined(relative_to(file, in->project.dir), ":");
		for (size_t k = 0; k < in->groups.count; k++)
			if (may_have_group(root, in->groups.list[k])) {
				strings_add(words, "--group");
				strings_add(words, joined(at, in->groups.list[k]));
			}
	}
}

void put_chosen(const struct install *in, struct strings *words)
{
	put_options(words, in->project.manifest->extra, &in->extras);
	put_options(words, in->project.manifest->group, &in->groups);
}

void install_words(const struct install *in, struct strings *words)
{
	const struct manifest *m = in->project.manifest;
	const struct comparison *c = in->compared;

	if (m->tool)
		add_tool(in, words, m->renew && c && c->unlocked ? m->renew : m->command);
	else
		add_pip(in, words);
	if (m->tool && m->tool->put_chosen)
		m->tool->put_chosen(in, words);
	else if (is_for_pip(m))
		put_pip_groups(in, words);
	else
		put_chosen(in, words);
}

const char *install_line(const struct strings *words, const char *project, const char *dir)
{
	struct buf line = BUF_INIT;

	if (!dir || !streq(dir, project))
		buf_putl(&line, "cd ", paste_word(project), paste_shell()->and_then);
	for (size_t i = 0; i < words->count; i++)
		buf_putl(&line, i ? " " : "",
			 *words->list[i] == '-' ? words->list[i] : paste_word(words->list[i]));
	return line.data;
}

/* ---- where it installs ------------------------------------------------------------ */

void install_set_env(struct install *in, const struct venv *venv)
{
	in->venv = venv;
	in->python = venv ? venv_python(venv) : path_join(in->project.root, ".venv/bin/python");
	in->path = calling_shell_path(venv);
}

const char *install_place(const struct install *in)
{
	return in->venv ? formatted("'%s'", shown(in->venv->path)) :
			  formatted("an environment of '%s'", shown(in->project.root));
}

struct reason install_by_variable(const struct install *in, const char *variable)
{
	return (struct reason){ formatted("with %s set %s does not install into %s", variable,
					  in->project.manifest->tool->name, install_place(in)),
				paste_unset(variable), "first" };
}

struct reason install_by_conda(const struct install *in)
{
	const char *name = tool_variable("CONDA_DEFAULT_ENV"),
		   *path = tool_variable("CONDA_PREFIX");
	bool is_base = name && streq(name, "base"), fits;

	/* While conda's `base` is active a tool takes .venv, or makes its own environment. */
	fits = in->venv ? !is_base || streq(in->found->candidate.name, ".venv") : is_base;
	if (fits || !path)
		return (struct reason){ 0 };
	return (struct reason){
		formatted("while conda's environment '%s' is active %s does not install into %s",
			  shown(name ? name : path), in->project.manifest->tool->name,
			  install_place(in)),
		"conda deactivate", "first"
	};
}

struct reason install_by_setting(const struct install *in, const char *key, const char *local,
				 const char *user)
{
	const char *tool = in->project.manifest->tool->name, *where = " --local";
	const struct toml *file = toml_read_project_file(path_join(in->project.root, local), NULL);

	if (!toml_at(file, key)) {
		file = user ? toml_read_user_file(user, NULL) : NULL;
		where = "";
	}
	if (!toml_at(file, key) || toml_true_at(file, key))
		return (struct reason){ 0 };
	return (struct reason){
		formatted("%s's setting '%s' is false, so that it makes no environment", tool, key),
		install_command(in, formatted("%s config%s %s", tool, where, key), "true"),
		"changes that",
	};
}

/* VALUE of A leads the tool of P away. */
static bool leads_away(const struct project *p, const struct away *a, const char *value)
{
	if (!a->right)
		return tool_is_on(value) == a->wrong;
	value = path_clean(path_join(p->dir, value));
	return !streq(value, path_clean(path_join(p->dir, a->right))) &&
	       !streq(value, path_clean(path_join(p->root, a->right)));
}

struct reason install_elsewhere(const struct install *in)
{
	const struct tool *tool = in->project.manifest->tool;

	for (const struct away *a = tool ? tool->away : NULL; a && a->name; a++) {
		const char *value = tool_variable(a->name);

		if (value && leads_away(&in->project, a, value))
			return install_by_variable(in, a->name);
	}
	if (install_is_by_pip(in))
		return pip_elsewhere(in->venv ? in->venv->path : NULL);
	return tool && tool->elsewhere ? tool->elsewhere(in) : (struct reason){ 0 };
}

const char *install_command(const struct install *in, const char *command, const char *last)
{
	struct strings words = { 0 };

	add_tool(in, &words, command);
	strings_add(&words, last);
	return install_line(&words, in->project.dir, in->ctx->shell_dir.path);
}

struct reason install_refusal(const struct context *ctx, const char *path)
{
	const struct manifest *m = manifest_of(path);
	struct strings words = { 0 };

	if (m->file->refused) {
		add_words(&words, m->command);
		return (struct reason){
			formatted("'%s' declares an environment that avenv does not handle",
				  shown(path_base(path))),
			install_line(&words, path_parent(path), ctx->shell_dir.path), "makes it"
		};
	}
	if (m == &manifest_setup)
		return (struct reason){ formatted("'%s' lists no requirements: only a build tells "
						  "what it requires",
						  shown(path_base(path))),
					"", "" };
	if (!ends_with(path, ".py"))
		return (struct reason){ 0 };
	return (struct reason){ formatted("'%s' is a script, and lists no requirements as pip "
					  "reads them",
					  shown(path_base(path))),
				"uv run", "runs a script with what it asks for" };
}

struct reason way_without_pip(const struct verdict *found)
{
	const struct venv *venv = &found->venv;
	const struct manifest *manifest;

	if (!venv->cfg.by_uv || file_exists(path_join(venv_bin(venv), "pip")) ||
	    !programs_find(calling_shell_path(NULL), "uv"))
		return (struct reason){ 0 };
	manifest = manifest_in(found->project.path);
	if (manifest && manifest->tool)
		return (struct reason){ 0 };
	return (struct reason){ "", "uv pip install NAME", "installs into it, as it has no pip" };
}
