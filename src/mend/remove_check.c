/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/remove_check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "core/venv.h"
#include "lookup/damaged.h"
#include "lookup/target.h"
#include "lookup/why_off.h"
#include "mend/repoint.h"
#include "plan/pointer.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/file_at.h"

/* Print that PATH, a link, or a file .venv, typed as ENV, only points to FOUND. */
static void refuse_pointer(struct context *ctx, const char *env, const char *path,
			   const struct verdict *found)
{
	const char *to = found->venv.path, *clear;
	struct file_info seen;

	if (!streq(path_base(path), ".venv"))
		clear = formatted("rm %s", paste_word(path));
	else if (project_link_present(&ctx->trust, real_path_partly(path_parent(path)), &seen) < 0)
		return;
	else
		clear = paste_in(path_parent(path), "avenv use --clear");
	if (!to && pointer_is_wrong(found->problem))
		error("'%s' cannot be used: %s; %s removes it", shown(path), found->problem,
		      paste_quoted(clear));
	else if (!to)
		reason_error(ctx, found);
	else
		error("'%s' only points to '%s'; %s removes '%s', and for the other type %s",
		      shown(path), shown(to), paste_quoted(clear), shown(path),
		      paste_quoted(paste_instead(env, paste_word(to))));
}

/* True for ".", "..", ".venv", "./env" and "../env"; false for ".virtualenvs/env", a known name. */
static bool is_dot_path(const char *word)
{
	size_t dots = strspn(word, ".");

	return dots && (word[dots] == '/' || !strchr(word, '/'));
}

/*
 * The word ENV, which means PATH, is a path from the working directory, and not just a known name:
 * the same command, typed again, must not act on another environment of that name.
 */
static bool is_typed_path(const struct context *ctx, const char *env, const char *path)
{
	if (is_dot_path(env) || (strchr(env, '/') && file_exists(env)))
		return true;
	if (!ctx->physical.path || streq(path_parent(path), ctx->physical.path))
		return true;
	return streq(path, target_path(ctx, env));
}

struct real_path remove_check_path(struct context *ctx, const char *env, enum purpose purpose,
				   bool asked)
{
	const struct real_path none = { 0 };
	struct file_info info;
	struct verdict found;
	const char *path;

	if (target_find(ctx, env, purpose, &found))
		return none;
	if (verdict_bar(&found) == BAR_SEVERAL) {
		reason_error(ctx, &found);
		return none;
	}
	path = target_path(ctx, found.candidate.path);
	if (!path)
		return none;
	if (!file_lstat(path, &info) && !S_ISDIR(info.mode) &&
	    (S_ISLNK(info.mode) || streq(path_base(path), ".venv"))) {
		refuse_pointer(ctx, env, path, &found);
		return none;
	}
	if (asked || is_typed_path(ctx, env, path))
		return real_path_kept(path);
	error("a name is not enough here; for '%s' type %s", shown(env),
	      paste_quoted(paste_instead(env, paste_word(path))));
	return none;
}

/* PATH, which may be NULL, is ENV or below it. */
static bool is_in(const char *path, const char *env)
{
	return path && path_under(path, env);
}

/* The checks of remove_check() and replace_check(): INFO has the attributes of PATH. */
static int check_place(const struct context *ctx, struct real_path path,
		       const struct file_info *info)
{
	const char *home = ctx->settings.home ? real_path_of(ctx->settings.home).path : NULL;

	if (is_in(home ? home : "/", path.path))
		return error("'%s' stays: your home directory is in it", shown(path.path));
	if (is_in(ctx->shell_dir.path, path.path) || is_in(ctx->physical.path, path.path))
		return error("this shell is in '%s'; %s first", shown(path.path),
			     paste_command("cd", path_parent(path.path)));
	if (geteuid() && info->uid != geteuid())
		return error("'%s' belongs to another user", shown(path.path));
	return 0;
}

/* Refuse the environment at PATH if a tool keeps it for a program that it installed. */
static int refuse_installed(struct real_path path)
{
	static const char *const receipts[][2] = {
		{ "uv-receipt.toml", "uv tool uninstall" },
		{ "pipx_metadata.json", "pipx uninstall" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(receipts); i++) {
		int exists = file_exists(path_join(path.path, receipts[i][0]));

		if (exists < 0)
			return error_errno("cannot look at '%s'", shown(path.path));
		if (exists)
			return error("'%s' is that of a program; %s removes both", shown(path.path),
				     paste_command(receipts[i][1], path_base(path.path)));
	}
	return 0;
}

int remove_check(struct context *ctx, struct real_path path, struct file_info *info)
{
	struct venv venv;

	if (refuse_installed(path))
		return -1;
	if (file_lstat(path.path, info))
		return error_errno("cannot look at '%s'", shown(path.path));
	venv_read(path.path, &venv);
	if (venv_is_env(&venv))
		return check_place(ctx, path, info);
	/* Nobody who removes or moves an empty directory wants an environment made there. */
	if (venv.health == NO_CFG && place_is_free(path.path) && !fill_was_killed(path.path))
		return error("'%s' is not an environment: %s", shown(path.path),
			     venv_problem(&venv));
	return damaged_error(&ctx->trust, &venv);
}

int replace_check(struct context *ctx, struct real_path path)
{
	struct file_info info;
	struct venv venv;

	if (file_lstat(path.path, &info))
		return error_errno("cannot look at '%s'", shown(path.path));
	venv_read(path.path, &venv);
	/* Without its prompt and settings the new environment would not be like the old one. */
	if (venv.health == CFG_UNREADABLE)
		return damaged_error(&ctx->trust, &venv);
	/* Packages of a Windows environment are useless here, and Windows may still use them. */
	if (venv.health == UNSUPPORTED || !(venv_is_env(&venv) || env_has_parts(&venv)))
		return damaged_error(&ctx->trust, &venv);
	return check_place(ctx, path, &info);
}

bool remove_check_tracked(struct context *ctx, struct real_path path)
{
	const char *why = NULL;
	enum git_tracking tracking = ask_git(path, &why);
	struct verdict found;

	/* Else the command goes on: the user named the environment, or has untracked it already. */
	if (tracking != GIT_TRACKED && tracking != GIT_REPOSITORY)
		return false;
	/*
	 * git runs programs that the repository's configuration names: print no command for an
	 * untrusted one.
	 */
	find_at(&ctx->trust, path.path, false, &found);
	if (tracking == GIT_REPOSITORY)
		error("%s", why);
	else if (found.word != WORD_ALLOWED)
		error("%s; take it out of the repository first", why);
	else
		error("%s; %s ends that", why, paste_quoted(git_untrack_command(path)));
	return true;
}
