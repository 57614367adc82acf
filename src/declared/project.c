/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/project.h"

#include <fnmatch.h>

#include "core/path.h"
#include "print/paste.h"

struct project project_in(const char *dir)
{
	struct project p = { .dir = dir, .root = dir, .manifest = manifest_in(dir) };

	if (p.manifest)
		p.file = path_join(dir, p.manifest->file->name);
	else
		(void)manifest_pyproject(dir, &p.fault);
	return p;
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

bool project_excludes(const struct toml *workspace, const char *root, const char *dir)
{
	return path_under(dir, root) &&
	       matches_one(toml_at(workspace, "exclude"), dir + strlen(root));
}

/* Set the root to DIR, and the file to the first one there, if a tool reads that, too. */
static void set_root(struct project *p, const char *dir)
{
	const struct manifest *m = manifest_in(dir);

	p->root = dir;
	if (!m || (p->manifest->tool && !m->tool))
		return;
	p->manifest = m;
	p->file = path_join(dir, m->file->name);
}

/* Set *TOOL to a tool that may be that of P, and for which ROOT has a workspace: its table. */
static const struct toml *workspace_of(const struct project *p, const struct toml *root,
				       const struct tool **tool)
{
	const struct toml *table = NULL;

	for (size_t i = 0; manifests[i] && !table; i++) {
		*tool = manifests[i]->tool;
		if (*tool && (*tool)->workspace &&
		    (!p->manifest->tool || p->manifest->tool == *tool))
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

	while (!workspace && !settings_is_home(settings, dir = path_parent(dir)))
		workspace = workspace_of(p, manifest_pyproject(dir, NULL), &tool);
	if (!workspace || !matches_one(toml_at(workspace, "members"), member + strlen(dir)) ||
	    project_excludes(workspace, dir, member))
		return;
	set_root(p, dir);
	if (tool->in_root)
		p->dir = dir;
	/* The members of a workspace have one lock file, and each a pyproject.toml. */
	else if (p->manifest->tool && !p->manifest->is_lock)
		p->file = path_join(p->dir, p->manifest->file->name);
}

/*
 * Set the root to where the tool of P looks for the project, whose environment it uses: the nearest
 * directory with the file that it reads, or the root of the workspace of which that is a member.
 */
static void find_root(const struct settings *settings, struct project *p)
{
	const char *file = manifest_project_file(p->manifest), *dir = p->dir;

	if (p->manifest->tool) {
		while (!settings_is_home(settings, dir) && file_exists(path_join(dir, file)) <= 0)
			dir = path_parent(dir);
		if (!settings_is_home(settings, dir) && !streq(dir, p->dir))
			set_root(p, dir);
	}
	if (file_exists(path_join(p->root, "pyproject.toml")) > 0)
		find_workspace(settings, p);
}

struct project project_above(const struct settings *settings, const char *dir)
{
	struct project p = { .dir = dir, .root = dir };

	for (; !p.manifest && !p.fault && !settings_is_home(settings, dir); dir = path_parent(dir))
		p = project_in(dir);
	if (p.manifest)
		find_root(settings, &p);
	return p;
}

struct project project_here(const struct context *ctx)
{
	const char *dir = ctx->physical.path;

	return dir ? project_above(&ctx->settings, dir) : (struct project){ 0 };
}

struct project project_of_env(const struct project *p, const struct verdict *found)
{
	const char *env = found->venv.path, *of = found->project.path;

	of = of ? of : found->candidate.project;
	if (p->manifest && (streq(p->root, of) || (env && streq(p->root, env))))
		return *p;
	return project_in(of);
}

const char *project_member(const struct project *p)
{
	return streq(p->dir, p->root) ? NULL : path_relative(p->dir, p->root);
}

void project_env(struct trust *trust, const struct project *p, struct verdict *found)
{
	if (venv_is_at(p->root))
		find_at(trust, p->root, false, found);
	else
		find_in(trust, p->root, found);
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
