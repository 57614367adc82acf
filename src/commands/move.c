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
 * Set M->old and M->target. The second argument is used as by mv(1): a directory to move into, or a
 * new name. Returns 0, or -1 after printing why not.
 */
static int find_paths(struct context *ctx, char **argv, struct move *m)
{
	struct file_info info;

	m->old = remove_check_path(ctx, argv[0], false);
	m->target = m->old.path ? target_path(ctx, argv[1]) : NULL;
	if (!m->target)
		return -1;
	if (file_reachable(argv[0]) && !file_same_at(argv[0], m->old.path))
		return error(
			"'%s' is a project; %s renames it, and %s moves its environment",
			shown(argv[0]),
			paste_quoted(formatted("mv %s %s", paste_word(target_path(ctx, argv[0])),
					       paste_word(m->target))),
			paste_quoted(paste_instead(argv[0], paste_word(m->old.path))));
	if (!file_stat(m->target, &info) && S_ISDIR(info.mode) && !venv_exists(m->target))
		m->target = target_path(ctx, path_join(m->target, path_base(m->old.path)));
	if (!file_lstat(m->target, &info))
		return error("'%s' is there already", shown(m->target));
	if (!file_reachable(path_parent(m->target)))
		return error_errno("cannot move '%s' into '%s'", shown(m->old.path),
				   shown(path_parent(m->target)));
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
	.notes =
		"ENV: its path, or the name of one here that is allowed\nDIR: the new name, or a directory to move into",
	.example = "avenv move .venv venv",
	.run = run_move,
};
