/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/create_tell.h"

#include "core/path.h"
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

const char *create_project(const struct context *ctx, const struct create_target *target)
{
	return ctx->physical && streq(ctx->physical, target->path) ? target->path :
								     path_parent(target->path);
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

/* Print why the next prompt does not turn it on. Returns false: it does. */
static bool tell_off(struct context *ctx, const struct create_target *target,
		     enum recorded recorded)
{
	const struct situation *now;
	struct here here;

	here_look(ctx, &here);
	now = &here.plan.situation;
	if (!here.hook)
		note("%s turns it on%s",
		     paste_command("source", path_join(path_join(target->name, "bin"),
						       paste_shell()->script)),
		     recorded == RECORDED_BEHIND ?
			     "" :
			     formatted("; after '%s' cd does", setup_next(&ctx->settings)));
	else if (now->off)
		note("avenv is off in this shell; '%s' turns it on again", here_on_line(&here));
	else if (now->active == ACTIVE_BY_HAND && !now->same)
		note("'%s' was turned on by you and stays until 'deactivate'",
		     shown(here.look.virtual_env));
	else if (recorded == RECORDED_BEHIND)
		note("another environment comes first there; %s turns on '%s'",
		     paste_command("avenv activate", target->name), shown(target->name));
	else
		return false;
	return true;
}

/* COMMAND as it can be typed in the directory of the shell, to run in the environment. */
static const char *typed(const struct context *ctx, const struct create_target *target, bool on,
			 const char *command)
{
	const char *project = create_project(ctx, target);
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

void create_tell_use(struct context *ctx, const struct create_target *target,
		     enum recorded recorded, bool wants)
{
	const char *command;
	bool off;

	if (msg_quiet)
		return;
	if (target->unknown) {
		note("'%s' was there before; %s", shown(target->name),
		     record_remedy(ctx, target->path));
		return;
	}
	if (recorded >= RECORDED_DENIED)
		return;
	off = tell_off(ctx, target, recorded);
	command = wants ? lockfile_install(create_project(ctx, target)) : NULL;
	if (command)
		note("%s installs what the project needs",
		     typed(ctx, target, !off && recorded == RECORDED_ON, command));
}
