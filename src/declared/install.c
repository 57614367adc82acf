/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that installs what a file declares, in words and as a line to be pasted. */
#include "declared/install.h"

#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "formats/python_name.h"
#include "formats/toml_file.h"
#include "installed/site.h"
#include "lookup/calling_shell.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/home.h"
#include "shell/watch.h"
#include "system/child.h"

/* PATH relative to DIR if it is below, and never an option. */
static const char *relative_to(const char *path, const char *dir)
{
	const char *name = path_under(path, dir) ? path + strlen(path_join(dir, "")) : path;

	return *name == '-' ? path_join(".", name) : name;
}

void add_words(struct strings *words, const char *command)
{
	do {
		size_t len = strcspn(command, " ");

		strings_add(words, formatted("%.*s", (int)len, command));
		command += len + strspn(command + len, " ");
	} while (*command);
}

static void put_options(struct strings *words, const char *option, const struct strings *values)
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

struct reason tool_missing(const struct install *in, const char *tool)
{
	const char *line = in->venv ? ensurepip_line(in->venv) : NULL;

	if (strchr(tool, '/') || programs_find(in->path, tool))
		return (struct reason){ 0 };
	if (!in->manifest->command && !in->pip)
		return (struct reason){ "the environment has no pip", line ? line : "",
					"installs it" };
	return tool_reason(in->path, tool, in->manifest->file->name);
}

/* DIR, relative to the project of IN, with the extras of IN: ".[dev,test]" */
static const char *own_tree(const struct install *in, const char *dir)
{
	struct buf tree = BUF_INIT;

	buf_puts(&tree, streq(dir, in->project) ? "." : relative_to(dir, in->project));
	for (size_t i = 0; i < in->extras.count; i++)
		buf_putl(&tree, i ? "," : "[", in->extras.list[i]);
	buf_puts(&tree, in->extras.count ? "]" : "");
	return tree.data;
}

/* A file called NAME stands for the directory that it is in. */
static bool is_tree_file(const char *name)
{
	return streq(name, "pyproject.toml") || streq(name, "setup.py");
}

/* Add the command of pip, or uv's where there is no pip, or none that reads the file. */
static void add_pip(const struct install *in, struct strings *words)
{
	const struct manifest *m = in->manifest;
	bool pylock = m == &manifests[DECLARED_PYLOCK];
	bool pip = pylock ? !programs_find(in->path, "uv") && pip_is(in->pip, PIP_WITH_PYLOCK) :
			    in->pip != NULL;

	if (pip)
		add_words(words, "PYTHON -I -m pip install");
	else
		add_words(words, pylock ? "uv pip sync -p PYTHON" : "uv pip install -p PYTHON");
	words->list[pip ? 0 : words->count - 1] = relative_to(in->python, in->project);
	for (size_t i = 0; i < in->files.count; i++) {
		const char *file = in->files.list[i];
		bool is_project = is_tree_file(path_base(file));

		if (is_project || pip || !pylock)
			strings_add(words, is_project ? "-e" : "-r");
		strings_add(words, is_project ? own_tree(in, path_parent(file)) :
						relative_to(file, in->project));
	}
}

bool lock_is_older(const struct install *in)
{
	return in->files.count && in->manifest->is_lock &&
	       declared_lock_is_older(in->files.list[0]);
}

/* Add the categories of pipenv that are GROUPS: naming one leaves out the packages of all others. */
static void put_categories(struct strings *words, const struct strings *groups)
{
	const char *names = "packages";

	if (groups->count == 1 && streq(groups->list[0], "dev")) {
		strings_add(words, "--dev");
		return;
	}
	for (size_t i = 0; i < groups->count; i++)
		names = joined(names, " ",
			       streq(groups->list[i], "dev") ? "dev-packages" : groups->list[i]);
	if (groups->count)
		strings_add_all(words, (const char *const[]){ "--categories", names, NULL });
}

/* Add `--without GROUP` for each group of TABLE, which may be NULL, that is not in LOCKED. */
static void put_unlocked(const struct toml *table, const struct toml *locked, struct strings *words)
{
	for (const struct toml *group = toml_first(table); group; group = group->next)
		if (group->key && requirement_name_valid(group->key) &&
		    !array_has(locked, group->key))
			strings_add_all(words,
					(const char *const[]){ "--without", group->key, NULL });
}

/*
 * Leave out the groups for development that the pdm.lock of IN was made without: pdm adds all to those
 * that are named, and refuses what is not in the lock file.
 */
static void put_without(const struct install *in, struct strings *words)
{
	const char *lock = in->files.list[0];
	const struct toml *root, *locked;

	if (!in->extras.count && !in->groups.count)
		return;
	locked = toml_at(toml_read_project_file(lock, NULL), "metadata.groups");
	if (!locked)
		return;
	root = manifest_pyproject(path_parent(lock), NULL);
	put_unlocked(toml_at(root, "dependency-groups"), locked, words);
	put_unlocked(toml_at(root, "tool.pdm.dev-dependencies"), locked, words);
}

void install_words(const struct install *in, struct strings *words)
{
	const struct manifest *m = in->manifest;

	if (m->command)
		add_words(words, m->renew && lock_is_older(in) ? m->renew : m->command);
	else
		add_pip(in, words);
	put_options(words, m->extra, &in->extras);
	if (streq(manifest_project_file(m), "Pipfile"))
		put_categories(words, &in->groups);
	else
		put_options(words, m->group, &in->groups);
	if (m == &manifests[DECLARED_PDM_LOCK])
		put_without(in, words);
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

/* The manifest that `up` would install the project of C from, if that file alone was compared; or NULL. */
static const struct manifest *compared_manifest(const struct comparison *c)
{
	const struct manifest *m = c->files.count == 1 ? manifest_in(c->project) : NULL;
	bool is_same = m && streq(path_join(c->project, m->file->name), c->files.list[0]);

	return is_same ? m : NULL;
}

/* `avenv up` installs into the environment that C compared. */
static bool is_up(struct context *ctx, const struct comparison *c)
{
	struct verdict found;

	find_in(&ctx->trust, c->project, &found);
	return verdict_is_usable(&found) && streq(found.venv.path, c->venv->path);
}

bool up_is_elsewhere(struct context *ctx, const struct verdict *here, struct project *project,
		     struct verdict *own)
{
	*project = (struct project){ 0 };
	*own = (struct verdict){ 0 };
	if (ctx->physical)
		*project = project_above(&ctx->settings, ctx->physical);
	if (!project->manifest)
		return project->fault &&
		       !(here->project.path && streq(project->dir, here->project.path));
	find_in(&ctx->trust, project->root, own);
	return !(own->venv.path && here->venv.path && streq(own->venv.path, here->venv.path));
}

bool declared_differs(struct context *ctx, const struct verdict *found, struct comparison *c)
{
	struct dists *dists = mem_array(1, sizeof(*dists));
	const char *env = found->venv.path;
	struct project project;
	struct verdict own;

	if (up_is_elsewhere(ctx, found, &project, &own))
		return false;
	*c = (struct comparison){ .venv = &found->venv, .dists = dists, .bounded = true };
	c->most = 8UL * 1024 * 1024;
	declared_project(c, &ctx->settings, found->project.path, ctx->physical);
	if (!c->project || is_home(&ctx->settings, c->project) || watch_is_far(c->project) ||
	    watch_is_far(env))
		return false;
	dists_read_within(c->venv, dists, &c->most);
	declared_compare(c);
	return !c->fault && declared_is_different(c);
}

/*
 * The commands before `avenv up`, or the tool's, which installs into no environment of another Python,
 * and for poetry from no lock file that is older.
 */
static const char *commands_first(struct context *ctx, const struct comparison *c,
				  const struct manifest *m)
{
	const char *then = paste_shell()->and_then, *series;
	bool by_uv = m->command && starts_with(m->command, "uv ");
	struct strings words = { 0 };
	struct buf first = BUF_INIT;

	series = c->python && !by_uv ? python_series_of(c->python->requirement.specifiers) : NULL;
	if (series)
		buf_putl(&first, paste_for(joined("avenv recreate -p ", series), c->venv->path),
			 then);
	if (c->changed && m->relock) {
		add_words(&words, m->relock);
		buf_putl(&first, install_line(&words, c->project, ctx->shell_dir), then);
	}
	return first.data;
}

const char *declared_command(struct context *ctx, const struct comparison *c,
			     struct reason *missing)
{
	const struct manifest *own = compared_manifest(c);
	const struct manifest *m = own ? own : declared_manifest(c->files.list[0]);
	const char *dir = c->member ? path_join(c->project, c->member) : c->project;
	const struct install in = { .manifest = m,
				    .project = m->command && !c->member ?
						       path_parent(c->files.list[0]) :
						       dir,
				    .venv = c->venv,
				    .python = venv_python(c->venv),
				    .pip = pip_version(c->dists),
				    .path = calling_shell_path(c->venv),
				    .files = c->files,
				    .extras = c->extras,
				    .groups = c->groups };
	struct strings words = { 0 };

	install_words(&in, &words);
	*missing = tool_missing(&in, words.list[0]);
	if (own && is_up(ctx, c)) {
		words = (struct strings){ 0 };
		put_options(&words, "--extra", &c->extras);
		put_options(&words, "--group", &c->groups);
		return formatted("%s%s%s%s", commands_first(ctx, c, m), up_line(ctx, dir),
				 words.count ? " " : "", install_line(&words, "", ""));
	}
	return joined(commands_first(ctx, c, m), install_line(&words, in.project, ctx->shell_dir));
}
