/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an environment is on that was just allowed. */
#include "commands/allow.h"

#include "context/calling_shell.h"
#include "core/path.h"
#include "declared/install.h"
#include "lookup/way_python.h"
#include "lookup/why_off.h"
#include "plan/moved.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

/* Set HERE to that of the shell's directory, which -C does not change. Returns whether there is one. */
static bool find_in_shell(struct context *ctx, struct verdict *here)
{
	struct search search = { .trust = &ctx->trust, .physical = ctx->shell_dir };

	*here = (struct verdict){ 0 };
	if (ctx->shell_dir.path)
		find_env(&search, ctx->shell_dir.path, here);
	return here->candidate.path;
}

const char *allow_obstacle(struct context *ctx, const char *env)
{
	const char *script = paste_shell()->script, *missing;
	const struct situation *now;
	struct calling_shell s;
	struct verdict here;

	/* A directory of its project may be denied. */
	if (find_in_shell(ctx, &here) && verdict_bar(&here) == BAR_DENIED &&
	    streq(here.venv.path ? here.venv.path : here.candidate.path, env))
		return reason_text(ctx, &here);
	calling_shell_read(ctx, EVENT_PROMPT, &s);
	now = &s.plan.situation;
	if (!s.hook) {
		missing = reason_line(setup_missing());
		if (!script)
			return missing;
		script = path_join(path_join(env, "bin"), script);
		return formatted("%s; for now, type %s", missing, paste_command("source", script));
	}
	if (now->off)
		return reason_line(calling_shell_off(&s));
	if (now->muted || (now->active == ACTIVE_BY_HAND && !now->same))
		return formatted("%s turns it on now",
				 paste_quoted(paste_env("avenv activate", env)));
	return NULL;
}

const char *allow_behind(struct context *ctx, const char *env)
{
	const char *project = path_parent(env), *name = path_base(env), *line;
	const char *word = paste_word(path_join(".", name));
	struct verdict found;
	bool fixed;

	find_in(&ctx->trust, project, &found);
	if (!found.candidate.name)
		return formatted("%s turns it on in this shell",
				 paste_for_quoted("avenv activate", env));
	/* `use` replaces no directory. */
	fixed = streq(found.candidate.name, ".venv") && !found.candidate.pointer;
	line = paste_in(project, formatted("avenv %s %s", fixed ? "activate" : "use", word));
	if (verdict_bar(&found) == BAR_SEVERAL)
		return formatted("%s are there, and none is turned on; %s chooses '%s'",
				 found.candidate.several, paste_quoted(line), shown(name));
	return formatted("'%s' comes first there; %s %s '%s'%s", shown(found.candidate.name),
			 paste_quoted(line), fixed ? "turns" : "chooses", shown(name),
			 fixed ? " on in this shell" : "");
}

/* Print when FOUND, which is allowed in PROJECT, is on. */
static void tell_when(struct context *ctx, const char *project, const struct verdict *found)
{
	const char *name = shown(words_of_name(found)), *obstacle;
	struct verdict here;

	if (!find_in_shell(ctx, &here) || !streq(here.candidate.path, found->candidate.path)) {
		note("'%s' is on whenever you are in '%s'", name, shown(project));
		return;
	}
	obstacle = allow_obstacle(ctx, found->venv.path);
	if (obstacle)
		note("'%s' is allowed; %s", name, obstacle);
	else
		note("'%s' is on from now on", name);
}

void allow_tell(struct context *ctx, struct real_path project, const char *name)
{
	const char *env, *moved;
	struct reason without_pip, way;
	struct verdict found;

	find_in(&ctx->trust, project.path, &found);
	/* Why that one is off, `allow` says where it was asked about it. */
	if (found.candidate.path && !found.candidate.several &&
	    !streq(found.candidate.name, name)) {
		env = path_join(project.path, name);
		if (allow_obstacle(ctx, env))
			note("'%s' is allowed, but '%s' comes first there", shown(name),
			     shown(found.candidate.name));
		else
			note("'%s' is allowed, but %s", shown(name), allow_behind(ctx, env));
		return;
	}
	if (!verdict_is_usable(&found)) {
		note("'%s' is allowed; %s", shown(name), reason_text(ctx, &found));
		return;
	}
	env = found.venv.path;
	tell_when(ctx, project.path, &found);
	without_pip = way_without_pip(&found);
	if (without_pip.next)
		note("%s", reason_line(without_pip));
	moved = moved_text(env);
	if (!moved)
		return;
	way = way_to_repair(ctx, &found.venv);
	way.why = formatted("'%s' was %s, which its scripts%s still name", shown(env), moved,
			    without_pip.next ? "" : ", pip too,");
	note("%s", reason_line(way));
}
