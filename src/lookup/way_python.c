/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/way_python.h"

#include <fcntl.h>

#include "core/escape.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "formats/project.h"
#include "formats/python_name.h"
#include "lookup/base_python.h"
#include "plan/moved.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/file_at.h"

/* No version of PYTHON, an argument of -p, is one of SPECIFIERS. */
static bool fits_no_version(const char *python, const char *specifiers)
{
	const char *own = python_argument_specifiers(python);

	return own && !python_matches_both(own, specifiers);
}

/* .python-version in DIR, where the tool pins, has another version than PYTHON, of -p. */
static bool is_pinned_elsewhere(const char *dir, const char *python)
{
	const char *pinned;
	struct text text;

	if (file_slurp(path_join(dir, ".python-version"), FILE_MAX, &text))
		return false;
	pinned = python_asked_specifiers(python_version_word(text.data));
	return pinned && fits_no_version(python, pinned);
}

/* The command of M's tool that pins PYTHON, where .python-version in DIR is another; or NULL */
static const char *pin_line(const struct context *ctx, const struct manifest *m, const char *dir,
			    const char *python)
{
	const char *pin;

	if (!tool_reads_python_version(m->tool) || !is_pinned_elsewhere(dir, python))
		return NULL;
	pin = m->tool->python_pin;
	if (!ctx->shell_dir.path || !streq(ctx->shell_dir.path, dir))
		pin = joined(pin, " --directory ", paste_word(dir));
	return joined(pin, " ", paste_word(python));
}

/* LINE, then `up` in DIR; DOES says what both do. */
static struct reason and_up(const struct context *ctx, const char *line, const char *dir,
			    const char *does)
{
	return (struct reason){ "", joined(line, paste_shell()->and_then, up_line(ctx, dir)),
				does };
}

/* "pyproject.toml asks for ..." where what it asks for excludes PYTHON; else NULL */
static const char *excluded_by(const char *dir, const char *python)
{
	const struct toml *asked = project_python(manifest_pyproject(dir, NULL));

	if (!asked || !fits_no_version(python, project_python_specifiers(asked)))
		return NULL;
	return joined("pyproject.toml asks for Python ", escape_quoted(asked->text));
}

const char *python_not_kept(const struct context *ctx, const struct manifest *m, const char *env,
			    const char *python)
{
	const char *dir = path_parent(env), *fault = excluded_by(dir, python);
	const char *pin = pin_line(ctx, m, dir, python);

	return fault || !pin ? fault : reason_line(and_up(ctx, pin, dir, "changes that"));
}

struct reason way_to_rebuild_by_tool(const struct context *ctx, const struct manifest *m,
				     const char *env, const char *python)
{
	const char *dir = path_parent(env), *fault = python ? excluded_by(dir, python) : NULL;
	const char *line = "avenv create --clear", *pin = NULL;

	if (fault)
		return (struct reason){ fault, "", "" };
	if (python) {
		pin = pin_line(ctx, m, dir, python);
		line = joined(line, " -p ", paste_word(python));
	}
	line = paste_for(line, env);
	/* The tool replaces an environment of another Python, but `up` refuses a broken one. */
	if (pin)
		line = file_is_program(path_join(env, "bin/python")) ?
			       pin :
			       joined(pin, paste_shell()->and_then, line);
	return and_up(ctx, line, dir, "makes it again");
}

/* The tool of the project around VENV installs into it, and not elsewhere. */
static bool is_filled(const struct context *ctx, const struct venv *venv)
{
	const struct verdict found = { .candidate.name = path_base(venv->path), .venv = *venv };
	struct install in = { .ctx = ctx,
			      .project = project_in(path_parent(venv->path)),
			      .found = &found };

	install_set_env(&in, venv);
	return !install_elsewhere(&in).why;
}

const char *recreate_line(const char *command, struct real_path env)
{
	const char *line = paste_env(command, env.path), *why;
	enum git_tracking tracking = ask_git(env, &why);

	if (tracking == GIT_REPOSITORY)
		return "";
	if (tracking != GIT_TRACKED)
		return line;
	return joined(git_untrack_command(env), paste_shell()->and_then, line);
}

struct reason way_to_rebuild(const struct context *ctx, const struct venv *venv, const char *python)
{
	const char *line = "avenv recreate";
	const struct manifest *m = manifest_in(path_parent(venv->path));

	if (m && m->tool && is_filled(ctx, venv))
		return way_to_rebuild_by_tool(ctx, m, venv->path, python);
	line = python ? joined(line, " -p ", paste_word(python)) : line;
	line = recreate_line(line, venv_real(venv));
	return (struct reason){ *line ? "" : "a git repository is not rebuilt", line,
				"rebuilds it" };
}

struct reason way_to_rebuild_near(const struct context *ctx, const struct venv *venv,
				  const char *proposed)
{
	struct reason r = way_to_rebuild(ctx, venv, proposed);

	return *r.next ? r : way_to_rebuild(ctx, venv, NULL);
}

/* bin/python of VENV is a file in it, or a link to one. */
static bool is_copy(const struct venv *venv)
{
	const char *real = real_path_of(venv_python(venv)).path;

	return real && path_under(real, venv->path);
}

struct reason way_to_repair(const struct context *ctx, const struct venv *venv)
{
	struct base base = { .venv = venv, .ctx = ctx };
	const char *path = venv->path, *python = NULL;

	base.dir = files_open_dir(AT_FDCWD, path);
	(void)!moved_old_path(base.dir, path, &base.old_path);
	base_find(&base);
	file_close(base.dir);
	/* `repair` replaces no copy, and no link that it cannot look at. */
	if (base.path && (venv->health == PYTHON_UNREADABLE || is_copy(venv)))
		return way_to_rebuild(ctx, venv, NULL);
	if (!base.path)
		(void)base_missing(&base, &python, NULL);
	else if (moved_is_repairable(base.old_path, path))
		return (struct reason){ "", paste_env("avenv repair", path), "repairs it" };
	return way_to_rebuild_near(ctx, venv, python);
}
