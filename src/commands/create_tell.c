/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/create_tell.h"

#include "core/path.h"
#include "known/lockfile.h"
#include "print/paste.h"

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

void create_tell_use(struct context *ctx, const struct create_target *target,
		     enum recorded recorded, bool wants)
{
	const char *project = create_project(ctx, target), *obstacle, *command, *file;

	if (recorded >= RECORDED_DENIED || msg_quiet)
		return;
	if (target->unknown) {
		note("'%s' was there before; %s", shown(target->name),
		     record_remedy(ctx, target->path));
		return;
	}
	obstacle = record_obstacle(ctx, target->path);
	if (!obstacle && recorded == RECORDED_BEHIND)
		obstacle = formatted("another environment comes first there; %s turns it on",
				     paste_command("avenv activate", target->name));
	if (obstacle)
		note("%s", obstacle);
	command = wants ? lockfile_command(project, project, false, &file) : NULL;
	if (command && ctx->shell_dir && streq(ctx->shell_dir, project) &&
	    streq(path_base(target->path), ".venv"))
		note("%s installs what the project needs",
		     obstacle ? paste_quoted(formatted("avenv run %s", command)) :
				paste_quoted(command));
}
