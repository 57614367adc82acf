/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/way_up.h"

#include <sys/stat.h>

#include "core/path.h"
#include "declared/reads.h"
#include "lookup/damaged.h"
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
					  tool ? tool->name : paste_quoted("avenv up"), filled,
					  shown(own.venv.path)),
				paste_in(p->root, "avenv up"), "fills that" };
}

/* ---- whose files ------------------------------------------------------------------ */

/*
 * The first of FILES, from the one at I on, that is neither a file nor a directory: pip would wait
 * for a FIFO. NULL: none.
 */
static const char *irregular(const struct strings *files, size_t i)
{
	struct file_info info;

	for (; i < files->count; i++)
		if (!file_stat(files->list[i], &info) && !S_ISREG(info.mode) && !S_ISDIR(info.mode))
			return files->list[i];
	return NULL;
}

/* NAMES, as a record has them, are all who are in OTHERS. */
static bool names_accept(const char *names, const struct owners *others)
{
	/* A path that cannot be looked at has no names. */
	for (size_t i = 0; i < others->count; i++)
		if (!others->list[i].who)
			return false;
	return owners_accepted(names, others->who);
}

/* AVENV_TRUST=ROOT accepts all of OTHERS: the owner of ROOT alone, who is known. */
static bool are_owner_of(const char *root, const struct owners *others)
{
	struct file_info info;

	return !file_stat(root, &info) && info.uid != OVERFLOW_UID &&
	       names_accept(formatted("uid:%u,", (unsigned)info.uid), others);
}

/*
 * The commands after which a record accepts all of OTHERS, who can change files of P: it accepts
 * those who can change ENV, the environment of P or none. NULL: they are more than these.
 */
static const char *accepting(struct context *ctx, const struct project *p,
			     const struct verdict *env, const struct owners *others)
{
	struct owners place = { .groups = &ctx->trust.groups, .all = true };
	struct verdict v = *env;

	if (owners_chmod(others) && !owners_are_groups(others))
		return NULL;
	if (v.candidate.path) {
		verdict_ask(&ctx->trust, &v);
		place = v.owners;
	} else if (file_can_write(p->root)) {
		owners_along(&place, p->root, false);
	}
	if (!names_accept(place.who, others))
		return NULL;
	if (v.candidate.path)
		return verdict_bar(&v) == BAR_OTHERS ? paste_quoted(allow_line(&v)) : NULL;
	return joined(paste_quoted(paste_in(p->root, "avenv create")), ", then ",
		      paste_quoted(paste_for("avenv allow --shared", p->root)));
}

/* How to have files of P accepted, whose environment is ENV or none, that OTHERS can change. */
static const char *advice_on(struct context *ctx, const struct project *p,
			     const struct verdict *env, const struct owners *others)
{
	/* Files that were named are not those of `avenv up` alone. */
	const char *line = p->file ? up_line(ctx, p->dir) : paste_instead(NULL, NULL);

	if (!are_owner_of(p->root, others))
		return owners_advice(others, accepting(ctx, p, env, others));
	line = formatted("env AVENV_TRUST=%s %s", paste_word(p->root), line);
	return formatted("; %s accepts another owner", paste_quoted(line));
}

struct reason way_past_others(struct context *ctx, const struct project *p,
			      const struct verdict *env, const struct strings *files)
{
	const char *place = path_join(p->root, ".venv");
	struct owners others = { .groups = &ctx->trust.groups, .all = true };
	struct verdict found = *env;

	/* Without an environment, AVENV_TRUST may name the project. */
	if (!found.candidate.path)
		verdict_of_place(&ctx->trust, real_path_kept(place), &found);
	others.accepted = verdict_shared(&found);
	others.also_accepted = trust_accepted(found.record, &found.project);
	for (size_t i = 0; i < files->count; i++)
		owners_along(&others, files->list[i], false);
	if (!others.count)
		return (struct reason){ 0 };
	/* One command ends the faults of the environment, too. */
	if (found.env.path)
		owners_of_env(&others, &found.env, &found.venv);
	return (struct reason){ formatted("nothing of '%s' is run: %s%s", shown(p->dir),
					  owner_fault_line(others.list),
					  advice_on(ctx, p, env, &others)),
				"", "" };
}

/* ---- all of it -------------------------------------------------------------------- */

/* `uv pip` may be what installs P into the environment FOUND: that has no pip. */
static bool is_for_uv_pip(const struct project *p, const struct verdict *found)
{
	if (p->manifest->tool)
		return false;
	return p->manifest == &manifest_pylock ||
	       (verdict_is_usable(found) && !file_exists(path_join(venv_bin(&found->venv), "pip")));
}

/*
 * Why nothing of P is run where R could not look at all that it reads. A hint looks at less: then
 * `up` itself knows.
 */
static struct reason fault_reason(const struct project *p, const struct reads *r)
{
	if (!r->is_cut)
		return (struct reason){ r->fault, "", "" };
	if (r->most < READS_MAX)
		return (struct reason){ r->fault, paste_in(p->dir, "avenv up -n"),
					"looks at them" };
	return (struct reason){ formatted("nothing of '%s' is run: %s", shown(p->dir), r->fault),
				"", "" };
}

struct reason up_refusal(struct context *ctx, const struct project *p, const struct verdict *found,
			 const struct strings *files, size_t most)
{
	bool is_project = !files || !files->count;
	struct reads read = { .most = most };
	struct reason r = { 0 };
	const char *path;

	if (is_project)
		r = way_to_root(ctx, p, found);
	/* A tool makes its environment itself. */
	if (is_project && !r.why && !found->candidate.path && !p->manifest->tool)
		r = way_past_tracked(&ctx->trust, path_join(p->root, ".venv"));
	if (r.why)
		return r;
	if (is_project)
		reads_project(&read, p);
	else
		reads_requirements(&read, files, p->dir);
	if (is_for_uv_pip(p, found))
		reads_uv_pip(&read, p->dir);
	if (read.fault)
		return fault_reason(p, &read);
	/* The user may name a pipe: -r <(...). */
	path = irregular(&read.files.strings, is_project ? 0 : files->count);
	if (path)
		return (struct reason){ formatted("'%s' is not a regular file", shown(path)), "",
					"" };
	return way_past_others(ctx, p, found, &read.files.strings);
}

struct reason way_to_pip(struct context *ctx, const char *root, const struct verdict *found,
			 const struct strings *files)
{
	const struct project p = { .dir = ctx->physical.path ? ctx->physical.path : "/",
				   .root = root,
				   .manifest = &manifest_requirements };
	struct reason r = pip_elsewhere(NULL);

	return r.why || !files->count ? r : up_refusal(ctx, &p, found, files, READS_MAX);
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
	r = up_refusal(ctx, p, &found, NULL, READS_MAX_HINT);
	if (r.why)
		return r;
	/* pip comes with the environment that is to be made. */
	if (!there && !m->tool && m != &manifest_pylock)
		return pip_elsewhere(NULL);
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
