/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/create_tell.h"

#include "build/layout.h"
#include "commands/allow_parts.h"
#include "core/find.h"
#include "core/path.h"
#include "installed/pep440.h"
#include "known/here.h"
#include "known/lockfile.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

/* As with `python -m venv`, options that are not given again are lost. */
static void tell_lost(const struct create_how *how, const struct create_target *target)
{
	const struct cfg *cfg = &target->venv.cfg;
	struct buf lost = BUF_INIT;

	if (cfg->prompt && !how->venv.prompt)
		buf_putl(&lost, " --prompt ", paste_word(cfg->prompt));
	if (cfg->system_site && !how->venv.system_site)
		buf_puts(&lost, " --system-site-packages");
	if (lost.len)
		note("'%s' was made with %s before, and is without now, as with 'python -m venv'",
		     shown(target->name), paste_quoted(lost.data + 1));
}

void create_tell_made(const struct create_how *how, const struct create_target *target,
		      const struct python *python)
{
	const char *verb = how->venv.upgrade                  ? "upgraded" :
			   target->is_env && !how->venv.clear ? "renewed" :
								"made";

	note("%s '%s' with Python %s (%s)%s", verb, shown(target->name), python->version,
	     shown(python->path), how->venv.without_pip ? ", without pip" : "");
	if (target->is_env && !how->venv.clear && !how->venv.upgrade)
		tell_lost(how, target);
}

/* An environment that the user turned on by hand stays on. */
static bool is_theirs(const struct here *here)
{
	const struct situation *now = &here->plan.situation;

	return now->active == ACTIVE_BY_HAND && !now->same;
}

/* Without the hook: the stock way, and the command that loads the hook. */
static void tell_hookless(const struct context *ctx, const struct create_target *target,
			  enum made made)
{
	const char *by_hand = paste_command(
		"source", path_join(path_join(target->name, "bin"), paste_shell()->script));

	if (made == MADE_OTHER)
		note("%s turns it on", by_hand);
	else
		note("%s turns it on now; after '%s' cd does", by_hand, setup_next(&ctx->settings));
}

/* Another environment comes first in its project. */
static void tell_other(struct context *ctx, const struct create_target *target, const char *project)
{
	const char *activate = paste_command("avenv activate", target->name);
	struct found found;

	find_in(&ctx->trust, project, &found);
	if (found.outcome == FIND_ENV)
		note("'%s' comes first there; %s turns on '%s'", shown(path_base(found.venv.path)),
		     activate, shown(target->name));
	else
		note("%s turns it on", activate);
}

/* Why the next prompt does not turn it on. Returns false: it does. */
static bool tell_off(struct context *ctx, const struct create_target *target, const char *project,
		     enum made made)
{
	struct here here;

	here_look(ctx, &here);
	if (!here.hook)
		tell_hookless(ctx, target, made);
	else if (here.plan.situation.off)
		note("avenv is off in this shell; '%s' turns it on again", here_on_line(&here));
	else if (is_theirs(&here))
		note("'%s' was turned on by you and stays until 'deactivate'",
		     shown(here.look.virtual_env));
	else if (made == MADE_OTHER)
		tell_other(ctx, target, project);
	else
		return false;
	return true;
}

/* The command COMMAND as it can be typed where the shell stands, in the environment. */
static const char *typed(const struct context *ctx, const struct create_target *target,
			 const char *project, bool on, const char *command)
{
	bool here = ctx->shell_dir && streq(ctx->shell_dir, project);
	struct buf b = BUF_INIT;

	if (on && here)
		return paste_quoted(command);
	buf_puts(&b, "avenv ");
	if (!here)
		buf_putl(&b, "-C ", paste_word(project), " ");
	buf_puts(&b, "run ");
	if (!streq(path_base(target->path), ".venv"))
		buf_putl(&b, "-e ", paste_word(target->path), " ");
	buf_puts(&b, command);
	return paste_quoted(b.data);
}

void create_tell_use(struct context *ctx, const struct create_target *target, const char *project,
		     enum made made, const struct python *python)
{
	const char *command;
	bool off;

	if (msg_quiet || made >= MADE_DENIED)
		return;
	if (made == MADE_UNKNOWN) {
		note("'%s' was there before; %s", shown(target->name),
		     allow_remedy(ctx, target->path, made_by_allowing(ctx, target->path)));
		return;
	}
	off = tell_off(ctx, target, project, made);
	command = python ? lockfile_install(project) : NULL;
	if (command)
		note("%s installs what the project needs",
		     typed(ctx, target, project, !off && made == MADE_ON, command));
}
