/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/manifest.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "core/path.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/home.h"

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

bool tool_reads_python_version(const struct tool *tool)
{
	return tool && tool->python_variable && !getenv(tool->python_variable);
}

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
