/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/repoint.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "core/venv.h"
#include "formats/redirect.h"
#include "lookup/session.h"
#include "mend/relocate.h"
#include "plan/pointer.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"
#include "records/home.h"
#include "records/slots.h"
#include "system/files.h"
#include "system/replace.h"

/* ---- the redirect of a project --------------------------------------------------- */

const char *redirect_text(const char *project, const char *env)
{
	const char *path = path_under(env, project) ? env + strlen(path_join(project, "")) : env;
	const char *text = redirect_format(path);

	if (!text)
		error("a redirect cannot hold the path '%s'", shown(path));
	return text;
}

int redirect_present(const char *project)
{
	const char *path = path_join(project, ".venv");
	struct file_info info;
	struct text text;

	if (file_lstat(path, &info))
		return errno == ENOENT ? 0 : error_errno("cannot look at '%s'", shown(path));
	if (S_ISDIR(info.mode) && venv_exists(path) > 0)
		return error("'%s' is this project's own environment; %s moves it away",
			     shown(path),
			     paste_quoted(formatted("avenv move %s NAME", paste_word(path))));
	/* A full disk can leave an empty redirect. */
	if (!file_slurp(path, FILE_MAX, &text) &&
	    (!text.len || redirect_parse(text.data, text.len)))
		return 1;
	return error("'%s' is not a redirect; remove it first", shown(path));
}

int redirect_check_write(const char *project)
{
	int dir = files_open_dir(AT_FDCWD, project), ret;

	if (dir < 0)
		return error_errno("cannot open '%s'", shown(project));
	ret = edit_check(dir, project, ".venv");
	close(dir);
	return ret;
}

/*
 * Make FILE a redirect with the text TO; or, if SEEN, replace that link by one to TO. If TO is
 * NULL, remove FILE. Returns 0, or -1 after printing why.
 */
static int replace_pointer(const char *file, const char *to, const struct file_info *seen)
{
	const char *name = path_base(file);
	int dir = files_open_dir(AT_FDCWD, path_parent(file)), ret = -1;

	if (dir >= 0 && !to)
		ret = unlinkat(dir, name, 0);
	else if (dir >= 0)
		ret = seen ? replace_link(dir, name, to, seen) :
			     replace_file(dir, name, to, strlen(to), 0644);
	file_close(dir);
	return ret ? error_errno("cannot change '%s'", shown(file)) : 0;
}

int redirect_write(const char *project, const char *text)
{
	stage_sweep(project);
	return replace_pointer(path_join(project, ".venv"), text, NULL);
}

/* ---- redirects and links on record -------------------------------------------- */

/*
 * Returns 1 if FILE, a link or a redirect, points to ENV, which need not exist, 0 if not, or -1
 * with errno.
 */
static int points_to_env(const char *file, const struct file_info *info, const char *env)
{
	char real[PATH_MAX];
	const char *to;

	if (!S_ISLNK(info->mode) && !S_ISREG(info->mode))
		return 0;
	if (pointer_text(file, S_ISLNK(info->mode), &to))
		return errno == EFBIG ? 0 : -1;
	if (!to)
		return 0;
	to = path_trimmed(path_join(path_parent(file), to));
	if (!realpath(path_parent(to), real))
		return file_leads_nowhere(errno) ? 0 : -1;
	return streq(path_join(real, path_base(to)), env);
}

/*
 * Returns 1 if the slot of R is this user's and points to ENV, 0 if not, or -1 after printing why
 * that is unknown. Sets INFO by the slot.
 */
static int leads_to_env(const struct record *r, const char *env, struct file_info *info)
{
	int is = 0;

	if (!file_lstat(r->path, info))
		is = info->uid == geteuid() ? points_to_env(r->path, info, env) : 0;
	else if (!file_is_missing(errno))
		is = -1;
	return is < 0 ? error_errno("cannot look at '%s'", shown(r->path)) : is;
}

/*
 * If the slot of R points to ENV, change it to point to TO, or remove it if TO is NULL. Returns 0,
 * or -1 after printing why.
 */
static int repoint_slot(const struct record *r, const char *env, const char *to)
{
	const char *project = path_parent(r->path);
	struct file_info info;
	int is = leads_to_env(r, env, &info), ret = 0;

	if (is < 0)
		return -1;
	if (is) {
		bool link = S_ISLNK(info.mode);
		const char *text = to && !link ? redirect_text(project, to) : to;

		ret = to && !text ? -1 : replace_pointer(r->path, text, link ? &info : NULL);
		if (!ret)
			note(to ? "'%s' leads to it now" : "removed '%s', which led to it",
			     shown(r->path));
	}
	/* This run, or a killed one, may have left a temporary file. */
	stage_sweep(project);
	return ret;
}

static bool is_about(const struct record *r, const char *env)
{
	return !r->tree && r->target && streq(r->target, env);
}

int repoint_check(struct trust *trust, const char *env)
{
	struct file_info info;
	int ret = 0;

	for (size_t i = 0; i < trust->count && !ret; i++) {
		const struct record *r = &trust->records[i];
		int is = is_about(r, env) ? leads_to_env(r, env, &info) : 0;

		ret = is > 0 && S_ISREG(info.mode) ? redirect_check_write(path_parent(r->path)) :
						     -(is < 0);
	}
	return ret;
}

int repoint_env(struct trust *trust, const char *env, const char *to)
{
	int ret = 0;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++)
		if (is_about(&trust->records[i], env))
			ret |= repoint_slot(&trust->records[i], env, to);
	return ret;
}

/* ---- the environment's record --------------------------------------------------- */

int record_verdict(struct context *ctx, const char *env, enum verdict *verdict)
{
	struct real_path chain, project;
	struct slot slot = { .project = &project, .env = &chain };

	if (real_path_read(env, &chain) || real_path_read(path_parent(env), &project))
		return error_errno("cannot find '%s'", shown(env));
	slot.path = path_join(project.path, path_base(env));
	*verdict = trust_slot(&ctx->trust, &slot).verdict;
	return 0;
}

enum recorded record_env(struct context *ctx, const char *env, bool tracked)
{
	const char *project;
	const struct allow_how allow = { .tracked = tracked };
	struct change change = { 0 };
	struct candidate c;
	struct found found;
	enum verdict verdict = VERDICT_NONE;
	struct real_path chain;

	if (record_verdict(ctx, env, &verdict) ||
	    (real_path_read(env, &chain) && error_errno("cannot find '%s'", shown(env))))
		return RECORDED_FAILED;
	env = chain.path;
	project = path_parent(env);
	c = (struct candidate){ .path = env, .name = path_base(env), .project = project };
	if (verdict != VERDICT_ALLOWED) {
		if (slot_allow(&ctx->trust, project, &c, &allow, &change))
			return RECORDED_NOT;
		if (change_commit(&change, &ctx->trust))
			return RECORDED_FAILED;
		warn_home(&ctx->settings, project);
	}
	find_in(&ctx->trust, project, &found);
	return found.outcome == FIND_ENV && streq(found.venv.path, env) ? RECORDED_ON :
									  RECORDED_BEHIND;
}
