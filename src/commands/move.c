/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Move an environment. */
#include "mend/move.h"

#include <sys/stat.h>

#include "build/create.h"
#include "cli/command.h"
#include "core/path.h"
#include "core/venv.h"
#include "lookup/target.h"
#include "mend/remove_check.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"

/*
 * Print that PROJECT, as typed, is one, and the commands that move it, and its environment M->old, to
 * TO, an absolute path. Returns -1.
 */
static int refuse_project(struct context *ctx, const struct move *m, const char *project,
			  const char *to)
{
	const char *dir = target_path(ctx, project);
	const char *move = paste_quoted(paste_instead(project, paste_word(m->old.path)));
	const char *mv = paste_quoted(formatted("mv %s %s", paste_word(dir), paste_word(to)));

	/* No directory moves into itself. */
	if (path_under(to, dir))
		return error("'%s' is a project; %s moves its environment", shown(project), move);
	return error("'%s' is a project; %s renames it, and %s moves its environment",
		     shown(project), mv, move);
}

/*
 * WORD, which means the environment at PATH, is a project's directory. A name of an environment in
 * this directory may be that of another directory here, as of a package in its own project.
 */
static bool is_project(const struct context *ctx, const char *word, const char *path)
{
	const char *here = ctx->physical.path;

	if (!file_reachable(word) || file_same_at(word, path))
		return false;
	return !path_is_name(word) || !here || !streq(path_parent(path), here);
}

/*
 * Set M->old and M->target. The second argument is used as by mv(1): a directory to move into, or a
 * new name. Returns 0, or -1 after printing why not.
 */
static int find_paths(struct context *ctx, char **argv, struct move *m)
{
	const char *to = target_path(ctx, argv[1]);
	struct file_info info;

	if (!to)
		return -1;
	/* First: else a message about ENV would name a command that is refused. */
	if (!file_reachable(path_parent(to)))
		return error_errno("cannot move '%s' into '%s'", shown(argv[0]),
				   shown(path_parent(to)));
	m->target = to;
	m->old = remove_check_path(ctx, argv[0], TO_CHANGE, false);
	if (!m->old.path)
		return -1;
	if (!file_stat(to, &info) && S_ISDIR(info.mode) && !venv_exists(to))
		m->target = target_path(ctx, path_join(to, path_base(m->old.path)));
	if (!file_lstat(m->target, &info))
		return error("'%s' is there already", shown(m->target));
	if (path_under(real_path_partly(m->target).path, m->old.path))
		return error("cannot move '%s' into itself", shown(m->old.path));
	if (is_project(ctx, argv[0], m->old.path))
		return refuse_project(ctx, m, argv[0], to);
	return create_check_name(m->target);
}

static int run_move(struct context *ctx, int argc, char **argv)
{
	struct move m = { .ctx = ctx };

	if (records_load(&ctx->trust) || find_paths(ctx, argv, &m) || move_check(&m) || move(&m))
		return EXIT_FAILED;
	return EXIT_DONE;
}

const struct command cmd_move = {
	.name = "move",
	.alias = "mv",
	.args = "ENV DIR",
	.summary = "Move or rename an environment, and its path in its files",
	.notes = "DIR: the new name, or a directory to move into",
	.example = "avenv move .venv venv",
	.names_here = true,
	.run = run_move,
};
