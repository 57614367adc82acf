/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/way_up.h"

#include <sys/stat.h>

#include "core/path.h"
#include "lookup/way_install.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/refusal.h"
#include "system/file_at.h"

/* ---- whose environment ------------------------------------------------------------ */

/* Set FOUND to the environment that is on in DIR or above, below ROOT. Returns whether one is. */
static bool is_on_below(struct context *ctx, const char *dir, const char *root,
			struct verdict *found)
{
	for (; path_under(dir, root) && !streq(dir, root); dir = path_parent(dir)) {
		find_in(&ctx->trust, dir, found);
		if (verdict_is_usable(found) || verdict_bar(found) == BAR_COVERED)
			return true;
	}
	return false;
}

struct reason way_to_root(struct context *ctx, const struct project *p, const struct verdict *found)
{
	const char *dir = ctx->physical.path, *filled = found->venv.path;
	const struct tool *tool = p->manifest->tool;
	struct verdict own;

	if (!dir || !path_under(dir, p->dir))
		dir = p->dir;
	if (!is_on_below(ctx, dir, p->root, &own) || (filled && streq(own.venv.path, filled)))
		return (struct reason){ 0 };
	filled = filled ? formatted("'%s'", shown(filled)) :
			  formatted("an environment of '%s'", shown(p->root));
	return (struct reason){ formatted("%s installs into %s, not into '%s'",
					  tool ? tool->name : "pip", filled, shown(own.venv.path)),
				paste_in(p->root, "avenv up"), "fills that" };
}

/* ---- whose files ------------------------------------------------------------------ */

/* The first of FILES that is neither a file nor a directory: pip would wait for a FIFO. Or NULL. */
static const char *irregular(const struct strings *files)
{
	struct file_info info;

	for (size_t i = 0; i < files->count; i++)
		if (!file_stat(files->list[i], &info) && !S_ISREG(info.mode) && !S_ISDIR(info.mode))
			return files->list[i];
	return NULL;
}

/* How to have files of P accepted that are not the user's alone: OTHERS */
static const char *advice_on(const struct context *ctx, const struct project *p,
			     const struct owners *others)
{
	const char *line;

	if (others->list->refusal != REFUSED_OWNER)
		return owners_advice(others, NULL);
	line = formatted("env AVENV_TRUST=%s %s", paste_word(p->root), up_line(ctx, p->dir));
	return formatted("; %s accepts another owner", paste_quoted(line));
}

/* Another user can change LIST, files of -r, or those of P, whose environment is ENV. */
static struct reason others_can_change(struct context *ctx, const struct project *p,
				       const struct verdict *env, const struct strings *list)
{
	const char *place = path_join(p->root, ".venv"), *fault;
	struct owners others = { .groups = &ctx->trust.groups, .all = true };
	struct strings files = { 0 };
	struct verdict found = *env;

	if (list ? requirements_files(list, p->dir, &files, &fault) :
		   project_files(p, &files, &fault))
		return (struct reason){ fault, "", "" };
	fault = irregular(&files);
	if (fault)
		return (struct reason){ formatted("'%s' is not a regular file", shown(fault)), "",
					"" };
	/* Without an environment, AVENV_TRUST may name the project. */
	if (!found.candidate.path)
		verdict_of_place(&ctx->trust, real_path_kept(place), &found);
	others.accepted = verdict_shared(&found);
	others.also_accepted = trust_accepted(found.record, &found.project);
	for (size_t i = 0; i < files.count; i++)
		owners_along(&others, files.list[i], false);
	if (!others.count)
		return (struct reason){ 0 };
	/* One command ends the faults of the environment, too. */
	if (found.env.path)
		owners_of_env(&others, &found.env, &found.venv);
	return (struct reason){ formatted("nothing of '%s' is run: %s%s", shown(p->dir),
					  owner_fault_line(others.list),
					  advice_on(ctx, p, &others)),
				"", "" };
}

/* ---- all of it -------------------------------------------------------------------- */

struct reason up_refusal(struct context *ctx, const struct project *p, const struct verdict *found,
			 const struct strings *files)
{
	struct reason r = { 0 };

	if (files && !files->count)
		files = NULL;
	if (!files)
		r = way_to_root(ctx, p, found);
	return r.why ? r : others_can_change(ctx, p, found, files);
}

/* The first reason why `up` starts nothing for P; `why` is NULL: it installs P. */
static struct reason refusal_now(struct context *ctx, const struct project *p)
{
	struct install in = { .ctx = ctx, .project = *p };
	const struct manifest *m = p->manifest;
	struct dists dists = { 0 };
	struct strings words = { 0 };
	struct verdict found;
	struct reason r;
	bool there;

	project_env(&ctx->trust, p, &found);
	there = verdict_is_usable(&found);
	r = up_refusal(ctx, p, &found, NULL);
	/* pip comes with the environment that is to be made. */
	if (r.why || (!there && !m->tool && m != &manifest_pylock))
		return r;
	if (there && !m->tool)
		dists_read(&found.venv, &dists);
	in.found = &found;
	in.pip = there && !m->tool ? pip_version(&dists) : NULL;
	install_set_env(&in, there ? &found.venv : NULL);
	install_words(&in, &words);
	return way_to_tool(&in, words.list[0]);
}

/* ---- for hints -------------------------------------------------------------------- */

struct reason way_to_install(struct context *ctx, const struct project *project)
{
	struct reason r = refusal_now(ctx, project);

	if (r.why)
		return r;
	return (struct reason){ "", up_line(ctx, project->dir), "installs what the project needs" };
}

struct reason way_to_make(struct context *ctx, const char *why, const struct project *project)
{
	const struct manifest *m = project->manifest;
	struct reason r;

	if (venv_name_fault(project->root) || (!m->tool && !file_can_write(project->root)))
		return (struct reason){ why, "", "" };
	if (m->file->refused)
		return (struct reason){ why, m->command, "makes one that avenv does not turn on" };
	r = way_to_install(ctx, project);
	if (*r.why)
		r.why = joined(why, "; ", r.why);
	else
		r = (struct reason){ why, r.next, formatted("makes one from %s", m->file->name) };
	return r;
}
