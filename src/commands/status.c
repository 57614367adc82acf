/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which environment is on, why, and what is the command to change that? `avenv` answers for this
 * shell, and `avenv status` for any directory.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "commands/status_lines.h"
#include "plan/words.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/everywhere.h"
#include "setup/in_effect.h"

static bool want_json;

static const struct option_spec options[] = {
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0 },
};

static void print_status_json(const struct calling_shell *s, const struct status_lines *lines)
{
	static const char *const owners[] = {
		[ACTIVE_NONE] = NULL,
		[ACTIVE_OURS] = "avenv",
		[ACTIVE_BY_HAND] = "user",
	};
	static const char *const actions[] = {
		[DO_NOTHING] = "nothing",     [DO_ACTIVATE] = "activate",
		[DO_SWITCH] = "switch",       [DO_DEACTIVATE] = "deactivate",
		[DO_REFRESH] = "refresh",     [DO_ADOPT] = "adopt",
		[DO_DROP_OURS] = "drop ours", [DO_DEFINE_DEACTIVATE] = "define deactivate",
	};
	const char *mend, *fault = everywhere_fault(&mend);
	const struct verdict *found = &s->plan.found;
	const char *by = owners[s->plan.situation.active];
	json_t *root = json_document();

	json_put_text(root, "active", by ? s->look.virtual_env : NULL);
	json_put_text(root, "by", by);
	json_put_text(root, "hook", s->hook ? s->hook->name : NULL);
	json_put_text(root, "directory", s->plan.start);
	json_put_text(root, "state", words_of(found)->state);
	json_put_text(root, "environment", found->venv.path);
	json_put_text(root, "project", found->project.path);
	json_put_text(root, "problem", found->problem);
	json_put_text(root, "record", found->record ? found->record->path : NULL);
	json_object_set_new(root, "muted", json_boolean(s->plan.situation.muted));
	json_object_set_new(root, "off", json_boolean(s->plan.situation.off));
	json_put_text(root, "everywhere", !fault ? "in effect" : *fault ? fault : NULL);
	json_put_text(root, "unwatched", watch_off(&s->plan));
	json_put_text(root, "decision", actions[s->plan.action]);
	status_lines_json(root, lines);
	json_print(root, stdout);
}

static int run_status(struct context *ctx, int argc, char **argv)
{
	struct status_lines lines;
	struct calling_shell s;
	struct reason alone = { 0 };

	if (argc && change_dir(ctx, argv[0]))
		return EXIT_FAILED;
	calling_shell_read(ctx, EVENT_PROMPT, &s);
	lines = status_lines(ctx, &s);
	status_lines_note(&lines);
	/* Elsewhere, as in a container, the user has put it there. */
	if (getenv("TMUX"))
		alone = path_alone_reason(&s);
	if (alone.why)
		note("%s", reason_line(alone));
	if (want_json)
		print_status_json(&s, &lines);
	else
		status_lines_print(&s, &lines);
	return EXIT_DONE;
}

const struct command cmd_status = {
	.name = "status",
	.args = "[--json] [DIR]",
	.summary = "Show what is active and why, here or in DIR",
	.example = "avenv status ~/src/project",
	.options = options,
	.run = run_status,
};

const struct command cmd_plain = {
	.name = "",
	.args = "",
	.summary = "Show what is active and why, in three lines",
	.options = options,
	.hidden = true,
	.run = run_status,
};
