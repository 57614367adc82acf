/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv create` says when it is done: the fewest lines that help. */
#include <stdlib.h>

#include "cli/create.h"
#include "cli/layout.h"
#include "cli/msg.h"
#include "cli/pep440.h"
#include "core/path.h"
#include "shell/shell.h"

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
	       (strstr(text.data, "[project]") ||
		strstr(text.data, "[build-system]"));
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
static const char *installer(const char *project, const char *env,
			     const char *pip)
{
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		const struct source *s = &sources[i];

		if (!applies(s, project))
			continue;
		if (s->pip)
			return pip ? s->command : NULL;
		/* Since 26.1 pip reads it, too. */
		if (streq(s->file, "pylock.toml") && pip &&
		    pep440_compare(pip, "26.1") >= 0)
			return "pip install --no-deps -r pylock.toml";
		/* uv takes another one only where it is told so. */
		if (streq(s->file, "uv.lock") && !streq(env, ".venv"))
			return "uv sync --active";
		return s->command;
	}
	return NULL;
}

static void put_word(struct buf *b, const char *word)
{
	if (word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "0123456789%+=:,./_-")])
		shell_bash.quote(b, word);
	else
		buf_puts(b, word);
}

/* `avenv run` inside it, from where the user stands. */
static void put_run(struct buf *b, const char *dir, const char *env)
{
	buf_puts(b, "avenv ");
	if (dir) {
		buf_puts(b, "-C ");
		put_word(b, dir);
		buf_putc(b, ' ');
	}
	buf_puts(b, "run ");
	if (!streq(env, ".venv")) {
		buf_puts(b, "-e ");
		put_word(b, env);
		buf_putc(b, ' ');
	}
}

/*
 * The command is one to be typed as it stands: where the hook does not turn the
 * environment on here, it says itself what it runs in.
 */
static void tell_install(const struct context *ctx,
			 const struct create_place *place, bool on,
			 const char *pip)
{
	const char *project = create_project(ctx, place->target);
	const char *env = path_base(place->target), *command;
	bool here = ctx->physical && streq(ctx->physical, project);
	struct buf b = BUF_INIT;

	command = installer(project, env, pip);
	if (!command)
		return;
	if (!on || !here)
		put_run(&b, here ? NULL : project,
			streq(project, place->target) ? "." : env);
	buf_puts(&b, command);
	note("'%s' installs what the project needs", shown(b.data));
}

/* The hook is loaded in the shell that this was typed in. */
static bool is_hooked(void)
{
	return is_set(getenv("AVENV_HOOK"));
}

/* Without the hook: the stock way. */
static void tell_use(const struct create_place *place)
{
	const char *login = getenv("SHELL");
	const struct shell *shell = is_set(login) ? shell_find(login) : NULL;
	bool fish = shell == &shell_fish;
	struct buf b = BUF_INIT;

	buf_puts(&b, fish ? "source " : ". ");
	put_word(&b, path_join(place->name, "bin/activate"));
	buf_puts(&b, fish ? ".fish" : "");
	note("'%s' turns it on in this shell; 'avenv hook' says how to have "
	     "that done",
	     shown(b.data));
}

static const char *verb(const struct create_how *how,
			const struct create_place *place)
{
	if (!place->is_env || how->clear)
		return "made";
	return how->upgrade ? "upgraded" : "renewed";
}

const char *create_implementation(const struct python *python)
{
	if (streq(python->implementation, "cpython"))
		return "Python";
	return streq(python->implementation, "pypy") ? "PyPy" :
						       python->implementation;
}

/* The pip in PLACE, or NULL. */
static const char *pip_of(const struct create_how *how,
			  const struct create_place *place)
{
	const char *site = layout_site(how->python);

	return create_installed(path_join(place->target, site), "pip");
}

void create_tell_made(const struct create_how *how,
		      const struct create_place *place)
{
	const struct python *python = how->python;
	const char *pip = msg_quiet ? NULL : pip_of(how, place);

	note("%s '%s' with %s %s (%s)%s%s", verb(how, place),
	     shown(place->name), create_implementation(python), python->version,
	     shown(python->path), pip ? " and pip " : ", without pip",
	     pip ? shown(pip) : "");
}

void create_tell_use(const struct context *ctx, const struct create_how *how,
		     const struct create_place *place, enum made made)
{
	bool on = (made == MADE_ON || made == MADE_KNOWN) && is_hooked();

	if (msg_quiet)
		return;
	if (!is_hooked())
		tell_use(place);
	else if (made == MADE_OTHER)
		note("'avenv activate %s' turns it on: something else is what "
		     "is on there",
		     shown(place->name));
	if (!how->install)
		tell_install(ctx, place, on, pip_of(how, place));
}
