/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/manifest.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <unistd.h>

#include "context/calling_shell.h"
#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "formats/pep440.h"
#include "formats/project.h"
#include "formats/python_name.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "records/home.h"
#include "system/child.h"

static const struct manifest build = { .file = &file_build, .is_tree = true };
static const struct manifest setup = { .file = &file_setup, .is_tree = true };
static const struct manifest conda = { .file = &file_conda,
				       .command = "conda env create -f environment.yml" };
static const struct manifest conda_yaml = { .file = &file_conda_yaml,
					    .command = "conda env create -f environment.yaml" };
static const struct manifest pixi = { .file = &file_pixi, .command = "pixi install" };

const struct manifest *const manifests[] = {
	&manifest_uv_lock,
	&manifest_poetry_lock,
	&manifest_pdm_lock,
	&manifest_pipfile_lock,
	&manifest_pipfile,
	&manifest_pylock,
	&manifest_uv,
	&manifest_requirements,
	&manifest_poetry,
	&manifest_pdm,
	&manifest_hatch,
	&manifest_project,
	&conda,
	&conda_yaml,
	&pixi,
	&build,
	&setup,
	NULL,
};

const struct tool *const tools[] = {
	&tool_uv, &tool_poetry, &tool_pdm, &tool_pipenv, &tool_hatch, NULL,
};

const char *manifest_project_file(const struct manifest *m)
{
	if (m->file->project)
		return m->file->project;
	return m->tool ? m->file->name : "pyproject.toml";
}

const struct toml *manifest_pyproject(const char *dir, const char **fault)
{
	return toml_read_project_file(path_join(dir, "pyproject.toml"), fault);
}

const char *manifest_fault(const char *dir)
{
	const char *fault = NULL;

	(void)manifest_pyproject(dir, &fault);
	return fault;
}

const struct manifest *manifest_in(const char *dir)
{
	const struct declared_file *file = declared_in(dir);
	const struct manifest *const *m = manifests;

	while (*m && (*m)->file != file)
		m++;
	return *m;
}

/* A pattern in the array LIST matches NAME. */
static bool matches_one(const struct toml *list, const char *name)
{
	for (const struct toml *e = list ? list->first : NULL; e; e = e->next)
		if (e->type == TOML_STRING &&
		    !fnmatch(path_clean(path_join("/", e->text)), name, FNM_PATHNAME))
			return true;
	return false;
}

/* Set the root to DIR, and the manifest to the tool's there. */
static void set_root(struct project *p, const char *dir)
{
	const struct manifest *m = manifest_in(dir);

	p->root = dir;
	if (!p->manifest->tool || (m && m->tool))
		p->manifest = m;
}

/* Set *TOOL to a tool that may be that of P, and for which ROOT has a workspace: its table. */
static const struct toml *workspace_of(const struct project *p, const struct toml *root,
				       const struct tool **tool)
{
	const struct toml *table = NULL;

	for (size_t i = 0; tools[i] && !table; i++) {
		*tool = tools[i];
		if ((*tool)->workspace && (!p->manifest->tool || p->manifest->tool == *tool))
			table = toml_at(root, (*tool)->workspace);
	}
	return table;
}

/* If the root of P is a member of a workspace above, that is the root. */
static void find_workspace(const struct settings *settings, struct project *p)
{
	const char *dir = p->root, *member = p->root;
	const struct toml *workspace = NULL;
	const struct tool *tool;

	while (!workspace && !is_home(settings, dir = path_parent(dir)))
		workspace = workspace_of(p, manifest_pyproject(dir, NULL), &tool);
	if (!workspace || !matches_one(toml_at(workspace, "members"), member + strlen(dir)) ||
	    matches_one(toml_at(workspace, "exclude"), member + strlen(dir)))
		return;
	set_root(p, dir);
	if (tool->in_root)
		p->dir = dir;
}

/*
 * Set the root to where the tool of P looks for the project, whose environment it uses: the nearest
 * directory with the file that it reads, or the root of the workspace of which that is a member.
 */
static void find_root(const struct settings *settings, struct project *p)
{
	const char *file = manifest_project_file(p->manifest), *dir = p->dir;

	if (p->manifest->tool) {
		while (!is_home(settings, dir) && file_exists(path_join(dir, file)) <= 0)
			dir = path_parent(dir);
		if (!is_home(settings, dir) && !streq(dir, p->dir))
			set_root(p, dir);
	}
	if (file_exists(path_join(p->root, "pyproject.toml")) > 0)
		find_workspace(settings, p);
}

struct project project_above(const struct settings *settings, const char *dir)
{
	struct project p = { .dir = dir };

	while (!is_home(settings, p.dir)) {
		p.manifest = manifest_in(p.dir);
		if (!p.manifest)
			p.fault = manifest_fault(p.dir);
		if (p.manifest || p.fault)
			break;
		p.dir = path_parent(p.dir);
	}
	p.root = p.dir;
	if (p.manifest)
		find_root(settings, &p);
	return p;
}

const char *up_line(const struct context *ctx, const char *dir)
{
	struct project p = { 0 };

	if (paste_is_typed("up"))
		return paste_instead(NULL, NULL);
	if (ctx->shell_dir.path)
		p = project_above(&ctx->settings, ctx->shell_dir.path);
	return p.manifest && streq(p.dir, dir) ? "avenv up" : paste_in(dir, "avenv up");
}

/* No version of PYTHON, an argument of -p, is one of SPECIFIERS. A path tells no version. */
static bool fits_no_version(const char *python, const char *specifiers)
{
	struct python_name name;

	return python_name_asked(python, &name) && *name.version &&
	       pep440_are_specifiers(specifiers) &&
	       !python_series_of(joined(python_specifiers(&name), ",", specifiers));
}

/* .python-version in DIR says another version than PYTHON, an argument of -p. */
static bool is_pinned_elsewhere(const char *dir, const char *python)
{
	struct python_name name;
	struct text text;

	return !file_slurp(path_join(dir, ".python-version"), FILE_MAX, &text) &&
	       python_name_asked(python_version_word(text.data), &name) && *name.version &&
	       fits_no_version(python, python_specifiers(&name));
}

const char *manifest_python_way(const struct context *ctx, const struct manifest *m,
				const char *env, const char *python, bool made)
{
	const char *dir = path_parent(env), *pin = m->tool ? m->tool->python_pin : NULL;
	const struct toml *asked = project_python(manifest_pyproject(dir, NULL));
	const char *line;

	if (!python) {
		line = paste_for("avenv create --clear", env);
	} else if (asked && fits_no_version(python, specifiers_for(asked->text, false))) {
		return joined("pyproject.toml asks for Python ", escape_quoted(asked->text));
	} else if (pin && is_pinned_elsewhere(dir, python)) {
		if (!ctx->shell_dir.path || !streq(ctx->shell_dir.path, dir))
			pin = joined(pin, " --directory ", paste_word(dir));
		line = joined(pin, " ", paste_word(python));
	} else if (made) {
		return NULL;
	} else {
		line = paste_for(joined("avenv create --clear -p ", paste_word(python)), env);
	}
	line = joined(line, paste_shell()->and_then, up_line(ctx, dir));
	return joined(paste_quoted(line), made ? " changes that" : " makes it anew");
}

/* ---- tools that are missing ------------------------------------------------------- */

/* Append the commands that install pipx, if PATH has Debian's apt-get. They ask no question. */
static void put_pipx(struct buf *lines, const char *path)
{
	static const char *const commands[] = { "apt-get update", "apt-get install -y pipx" };
	bool is_root = !geteuid();

	if (is_root || programs_find(path, "sudo"))
		for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
			buf_putl(lines, is_root ? "" : "sudo ", commands[i], "\n");
	else
		buf_putl(lines, "su - -c \"", commands[0], " && ", commands[1], "\"\n");
}

/* The commands that get TOOL, separated by newlines; NULL: nothing in PATH gets it. */
static const char *tool_lines(const char *path, const char *tool)
{
	const char *home = getenv("HOME"),
		   *bin = is_set(home) ? path_join(home, ".local/bin") : NULL;
	bool by_uv = programs_find(path, "uv") != NULL;
	struct buf lines = BUF_INIT;

	if (bin && !pathvar_has(path, bin) && file_is_program(path_join(bin, tool))) {
		shell_put(&lines, paste_shell(), paste_shell()->path_line, NULL, bin);
		return lines.data;
	}
	if (!by_uv && !programs_find(path, "pipx")) {
		if (!programs_find(path, "apt-get"))
			return NULL;
		put_pipx(&lines, path);
	}
	buf_putl(&lines, by_uv ? "uv tool" : "pipx", " install ", tool);
	if (bin && !pathvar_has(path, bin)) {
		buf_putc(&lines, '\n');
		shell_put(&lines, paste_shell(), paste_shell()->path_line, NULL, bin);
	}
	return lines.data;
}

struct reason tool_reason(const char *path, const char *tool, const char *file)
{
	const char *why = formatted("'%s' installs '%s', and is not on PATH", tool, file);
	const char *lines = tool_lines(path, tool);

	if (!lines)
		return (struct reason){ joined(why, ", nor is pipx, which gets it"), "", "" };
	return (struct reason){ why, lines, strchr(lines, '\n') ? "" : "gets it" };
}

struct reason up_reason(const struct context *ctx, const struct manifest *m, const char *dir)
{
	const char *path = calling_shell_path(NULL), *tool = NULL;

	if (m == &manifest_pylock)
		tool = "uv";
	else if (m->tool)
		tool = m->tool->name;
	if (tool && !programs_find(path, tool))
		return tool_reason(path, tool, m->file->name);
	return (struct reason){ "", up_line(ctx, dir), "installs what the project needs" };
}

struct reason up_makes(const struct context *ctx, const char *why, const struct project *project)
{
	const struct manifest *m = project->manifest;
	struct reason r;

	if (venv_name_fault(project->root))
		return (struct reason){ why, "", "" };
	if (m->file->refused)
		return (struct reason){ why, m->command, "makes one that avenv does not turn on" };
	r = up_reason(ctx, m, project->dir);
	if (*r.why)
		r.why = joined(why, "; ", r.why);
	else
		r = (struct reason){ why, r.next, formatted("makes one from %s", m->file->name) };
	return r;
}
