/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv create` says when it is done: the fewest lines that help. */
#include "cli/allow.h"
#include "cli/create.h"
#include "cli/layout.h"
#include "cli/pep440.h"
#include "cli/place.h"
#include "cli/unhooked.h"
#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

/** A file that says what a project needs, and the command that installs it. */
struct source {
	const char *file, *command;
	/** it is pip that does it, of the environment itself */
	bool pip;
};

// clang-format off
/* The one that comes first is the most exact. */
static const struct source sources[] = {
	{ "uv.lock", "uv sync", false },
	{ "poetry.lock", "poetry install", false },
	{ "pdm.lock", "pdm sync", false },
	{ "Pipfile.lock", "pipenv sync", false },
	{ "pylock.toml", "uv pip sync pylock.toml", false },
	{ "requirements.txt", "pip install -r requirements.txt", true },
	{ "pyproject.toml", "pip install -e .", true },
};
// clang-format on

/* Many a pyproject.toml only configures linters. */
static bool is_package(const char *path)
{
	struct text text;

	return !file_slurp(path, FILE_MAX, &text) &&
	       (strstr(text.data, "[project]") || strstr(text.data, "[build-system]"));
}

static bool applies(const struct source *source, const char *project)
{
	const char *path = path_join(project, source->file);
	struct file_info info;

	if (file_stat(path, &info))
		return false;
	return !streq(source->file, "pyproject.toml") || is_package(path);
}

/* What installs the needs of PROJECT with PIP, a version or NULL; or NULL. */
static const char *installer(const char *project, const char *env, const char *pip)
{
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		const struct source *s = &sources[i];

		if (!applies(s, project))
			continue;
		if (s->pip)
			return pip ? s->command : NULL;
		/* Since 26.1 pip reads it, too. */
		if (streq(s->file, "pylock.toml") && pip && pep440_compare(pip, "26.1") >= 0)
			return "pip install --no-deps -r pylock.toml";
		/* uv takes another one only where it is told so. */
		if (streq(s->file, "uv.lock") && !streq(env, ".venv"))
			return "uv sync --active";
		return s->command;
	}
	return NULL;
}

/* A line to be typed, as messages have it. */
static const char *line(const char *const *parts)
{
	struct buf b = BUF_INIT;

	buf_putv(&b, parts);
	return paste_quoted(b.data);
}

#define LINE(...) line((const char *const[]){ __VA_ARGS__, NULL })

/* `avenv run COMMAND` inside it, from where the user stands. */
static const char *run_line(const char *dir, const char *env, const char *command)
{
	bool named = !streq(env, ".venv");

	return LINE("avenv ", dir ? "-C " : "", dir ? paste_word(dir) : "", dir ? " " : "", "run ",
		    named ? "-e " : "", named ? paste_word(env) : "", named ? " " : "", command);
}

/*
 * The command is one to be typed as it stands: where the hook does not turn the
 * environment on here, it says itself what it runs in.
 */
static void tell_install(const struct context *ctx, const struct create_place *place, bool on,
			 const char *pip)
{
	const char *project = create_project(ctx, place->target);
	const char *env = path_base(place->target), *command;
	bool here = ctx->shell_dir && streq(ctx->shell_dir, project);

	command = installer(project, env, pip);
	if (!command)
		return;
	if (on && here)
		command = LINE(command);
	else
		command = run_line(here ? NULL : project, streq(project, place->target) ? "." : env,
				   command);
	note("%s installs what the project needs", command);
}

/* Without the hook: the stock way. */
static void tell_hookless(const struct context *ctx, const struct create_place *place,
			  enum made made)
{
	const char *by_hand = paste_command(
		"source", path_join(path_join(place->typed, "bin"), paste_shell()->script));

	/* Another one answers there, whatever that is. */
	if (made == MADE_OTHER)
		note("%s turns it on", by_hand);
	else
		note("%s turns it on for now, and %s, which does so from then "
		     "on",
		     by_hand, unhooked_advice(&ctx->settings));
}

/* Something else is turned on in its project. */
static void tell_other(struct context *ctx, const struct create_place *place, const char *activate)
{
	const char *project = create_project(ctx, place->target);
	struct found found;

	find_in(&ctx->trust, project, &found);
	if (found.outcome == FIND_ENV)
		note("'%s' comes first there; %s turns on '%s'", shown(path_base(found.venv.path)),
		     activate, shown(place->name));
	else
		note("%s turns it on", activate);
}

static bool is_theirs(const struct here *here)
{
	const struct situation *now = &here->plan.situation;

	return now->active == ACTIVE_BY_HAND && !now->same;
}

/* Why the next prompt does not turn it on, and what does. */
static void tell_use(struct context *ctx, const struct here *here, const struct create_place *place,
		     enum made made)
{
	const char *activate = paste_command("avenv activate", place->typed);

	/* What is not on record no hook turns on, neither this nor another. */
	if (made >= MADE_DENIED)
		return;
	if (!here->hook)
		tell_hookless(ctx, place, made);
	else if (here->plan.situation.off)
		note("avenv is off in this shell; '%s' turns it on again", here_on_line(here));
	else if (is_theirs(here))
		note("'%s' is on, as you activated it; %s turns on '%s'",
		     shown(here->look.virtual_env), activate, shown(place->name));
	else if (made == MADE_OTHER)
		tell_other(ctx, place, activate);
}

static const char *verb(const struct create_how *how, const struct create_place *place)
{
	if (!place->is_env || how->clear)
		return "made";
	return how->upgrade ? "upgraded" : "renewed";
}

/* The pip in PLACE, or NULL. */
static const char *pip_of(const struct create_how *how, const struct create_place *place)
{
	const char *site = layout_site(how->python);

	return create_installed(path_join(place->target, site), "pip");
}

void create_tell_made(const struct create_how *how, const struct create_place *place)
{
	const struct python *python = how->python;
	const char *pip = msg_quiet ? NULL : pip_of(how, place);

	note("%s '%s' with %s %s (%s)%s%s", verb(how, place), shown(place->name),
	     python_called(python->implementation), python->version, shown(python->path),
	     pip ? " and pip " : ", without pip", pip ? shown(pip) : "");
}

/* It is on at the next prompt, or on already. */
static bool is_on(const struct here *here, enum made made)
{
	return made == MADE_ON && here->hook && !here->plan.situation.off && !is_theirs(here);
}

void create_tell_use(struct context *ctx, const struct here *here, const struct create_how *how,
		     const struct create_place *place, enum made made)
{
	if (msg_quiet)
		return;
	if (made == MADE_UNKNOWN) {
		const char *real = place_real(place->target);

		real = real ? real : place->target;
		note("'%s' was there before; %s", shown(place->name),
		     allow_remedy(ctx, real, made_by_allowing(ctx, real)));
		return;
	}
	tell_use(ctx, here, place, made);
	/* What is not on record `avenv run` refuses. */
	if (!how->install && made < MADE_UNKNOWN)
		tell_install(ctx, place, is_on(here, made), pip_of(how, place));
}
