/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/repoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "core/venv.h"
#include "plan/pointer.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"
#include "records/slots.h"
#include "system/file_at.h"
#include "system/replace.h"

/* ---- the link of a project --------------------------------------------------- */

int project_link_check(const char *project)
{
	int dir = files_open_dir(AT_FDCWD, project), ret;

	if (dir < 0)
		return error_errno("cannot open '%s'", shown(project));
	ret = edit_check(dir, project, ".venv");
	close(dir);
	return ret;
}

int project_link_write(struct real_path project, struct real_path env, const struct file_info *seen)
{
	const char *to = path_relative(env.path, project.path);
	int dir, ret = -1;

	/* A killed run may have left a link with a temporary name. */
	stage_sweep(project.path);
	dir = files_open_dir(AT_FDCWD, project.path);
	if (dir >= 0)
		ret = replace_link(dir, ".venv", to, seen);
	file_close(dir);
	return ret ? error_errno("cannot change '%s'", shown(path_join(project.path, ".venv"))) : 0;
}

int project_link_remove(struct real_path project, const struct file_info *seen)
{
	int dir = files_open_dir(AT_FDCWD, project.path);
	int ret = dir < 0 ? -1 : remove_seen(dir, ".venv", seen);

	file_close(dir);
	return ret ? error_errno("cannot remove '%s'", shown(path_join(project.path, ".venv"))) : 0;
}

/* ---- links and redirects on record -------------------------------------------- */

/* The command that makes SLOT, a link or redirect, lead to ENV, or for NULL removes SLOT. */
static const char *lead_line(const char *slot, const char *env)
{
	const char *project = paste_word(path_parent(slot));

	if (!env)
		return formatted("rm %s", paste_word(slot));
	if (streq(path_base(slot), ".venv"))
		return formatted("avenv -C %s use %s", project, paste_word(env));
	return formatted("ln -sfn %s %s%savenv allow %s", paste_word(env), paste_word(slot),
			 paste_shell()->and_then, project);
}

void note_pointers(struct trust *trust, struct real_path env, const char *to)
{
	struct file_info info;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->tree && r->target && streq(r->target, env.path) &&
		    !file_lstat(r->path, &info) && pointer_names_env(r->path, &info, env.path))
			note("'%s' still points to it; %s %s", shown(r->path),
			     paste_quoted(lead_line(r->path, to)),
			     to ? "changes that" : "removes it");
	}
}

/* ---- the environment's record --------------------------------------------------- */

enum recorded record_env(struct context *ctx, const char *env, int dir, unsigned accepts)
{
	struct change change = { 0 };
	struct verdict found;
	const char *project;

	find_at(&ctx->trust, env, false, &found);
	if (!found.env.path) {
		if (!stage_dir_is_at(env, dir))
			error("cannot find '%s': %s", shown(env), found.problem);
		return RECORDED_FAILED;
	}
	env = found.env.path;
	if (stage_dir_is_at(env, dir))
		return RECORDED_FAILED;
	project = found.project.path;
	if (found.word != WORD_ALLOWED) {
		const struct candidate c = { .path = env,
					     .name = path_base(env),
					     .project = project };

		if (slot_allow(&ctx->trust, &c, BY_MADE | accepts, &change))
			return RECORDED_NOT;
		if (change_check_project(&change, dir, "..", project) ||
		    change_commit(&change, &ctx->trust))
			return RECORDED_FAILED;
		warn_home(&ctx->settings, project);
	}
	find_in(&ctx->trust, project, &found);
	return verdict_is_usable(&found) && streq(found.venv.path, env) ? RECORDED_ON :
									  RECORDED_BEHIND;
}
