/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/way.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "context/calling_shell.h"
#include "core/escape.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "formats/pep440.h"
#include "formats/project.h"
#include "formats/python_name.h"
#include "lookup/base_python.h"
#include "plan/moved.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"
#include "system/files.h"

/* ---- another Python --------------------------------------------------------------- */

/* No version of PYTHON, an argument of -p, is one of SPECIFIERS. A path tells no version. */
static bool fits_no_version(const char *python, const char *specifiers)
{
	struct python_name name;

	return python_name_asked(python, &name) && *name.version &&
	       pep440_are_specifiers(specifiers) &&
	       !python_series_of(joined(python_specifiers(&name), ",", specifiers));
}

/* .python-version in DIR says another version than PYTHON, an argument of -p. */
static bool is_pinned_elsewhere(const char *dir, const char *python)
{
	struct python_name name;
	struct text text;

	return !file_slurp(path_join(dir, ".python-version"), FILE_MAX, &text) &&
	       python_name_asked(python_version_word(text.data), &name) && *name.version &&
	       fits_no_version(python, python_specifiers(&name));
}

/* The command of M's tool that pins PYTHON, where .python-version in DIR is another; or NULL */
static const char *pin_line(const struct context *ctx, const struct manifest *m, const char *dir,
			    const char *python)
{
	const char *pin = m->tool ? m->tool->python_pin : NULL;

	if (!pin || !is_pinned_elsewhere(dir, python))
		return NULL;
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
static const char *excludes(const char *dir, const char *python)
{
	const struct toml *asked = project_python(manifest_pyproject(dir, NULL));

	if (!asked || !fits_no_version(python, specifiers_for(asked->text, false)))
		return NULL;
	return joined("pyproject.toml asks for Python ", escape_quoted(asked->text));
}

const char *way_to_keep_python(const struct context *ctx, const struct manifest *m, const char *env,
			       const char *python)
{
	const char *dir = path_parent(env), *fault = excludes(dir, python);
	const char *pin = pin_line(ctx, m, dir, python);

	return fault || !pin ? fault : reason_line(and_up(ctx, pin, dir, "changes that"));
}

struct reason way_anew(const struct context *ctx, const struct manifest *m, const char *env,
		       const char *python)
{
	const char *dir = path_parent(env), *fault = python ? excludes(dir, python) : NULL;
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
	return and_up(ctx, line, dir, "makes it anew");
}

struct reason way_to_rebuild(const struct context *ctx, const struct venv *venv, const char *python)
{
	const char *path = venv->path, *dir = path_parent(path), *line = "avenv recreate";
	const struct manifest *m = manifest_in(dir);
	struct dists dists;

	dists_read(venv, &dists);
	if (m && m->tool && !pip_version(&dists))
		return way_anew(ctx, m, path, python && excludes(dir, python) ? NULL : python);
	line = python ? joined(line, " -p ", paste_word(python)) : line;
	return (struct reason){ "", paste_env(line, path), "rebuilds it" };
}

struct reason way_to_repair(const struct context *ctx, const struct venv *venv)
{
	struct base base = { .venv = venv, .ctx = ctx };
	const char *path = venv->path, *python, *id;

	base.dir = files_open_dir(AT_FDCWD, path);
	(void)!moved_old_path(base.dir, path, &base.old_path);
	base_find(&base);
	file_close(base.dir);
	if (base.path)
		return (struct reason){ "", paste_env("avenv repair", path), "repairs it" };
	(void)base_missing(&base, &python, &id);
	return way_to_rebuild(ctx, venv, python);
}

/* ---- tools that are missing ------------------------------------------------------- */

/* Append the commands that install pipx, if PATH has Debian's apt-get. They ask no question. */
static void put_pipx(struct buf *lines, const char *path)
{
	static const char *const commands[] = { "apt-get update", "apt-get install -y pipx" };
	bool is_root = !geteuid();

	if (is_root || programs_find(path, "sudo"))
		for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
			buf_putl(lines, is_root ? "" : "sudo ", commands[i], "\n");
	else
		buf_putl(lines, "su - -c \"", commands[0], " && ", commands[1], "\"\n");
}

/* The commands that get TOOL, separated by newlines; NULL: nothing in PATH gets it. */
static const char *tool_lines(const char *path, const char *tool)
{
	const char *home = getenv("HOME"),
		   *bin = is_set(home) ? path_join(home, ".local/bin") : NULL;
	bool by_uv = programs_find(path, "uv") != NULL;
	struct buf lines = BUF_INIT;

	if (bin && !pathvar_has(path, bin) && file_is_program(path_join(bin, tool))) {
		shell_put(&lines, paste_shell(), paste_shell()->path_line, NULL, bin);
		return lines.data;
	}
	if (!by_uv && !programs_find(path, "pipx")) {
		if (!programs_find(path, "apt-get"))
			return NULL;
		put_pipx(&lines, path);
	}
	buf_putl(&lines, by_uv ? "uv tool" : "pipx", " install ", tool);
	if (bin && !pathvar_has(path, bin)) {
		buf_putc(&lines, '\n');
		shell_put(&lines, paste_shell(), paste_shell()->path_line, NULL, bin);
	}
	return lines.data;
}

static struct reason tool_reason(const char *path, const char *tool, const char *file)
{
	const char *why = formatted("'%s' installs '%s', and is not on PATH", tool, file);
	const char *lines = tool_lines(path, tool);

	if (!lines)
		return (struct reason){ joined(why, ", nor is pipx, which gets it"), "", "" };
	return (struct reason){ why, lines, strchr(lines, '\n') ? "" : "gets it" };
}

struct reason way_to_tool(const struct install *in, const char *tool)
{
	const char *line = in->venv ? ensurepip_line(in->venv) : NULL;

	if (in->venv && !file_can_write(venv_bin(in->venv)))
		return (struct reason){
			formatted("you cannot write to '%s'", shown(in->venv->path)), "", ""
		};
	if (strchr(tool, '/') || programs_find(in->path, tool))
		return (struct reason){ 0 };
	if (!in->manifest->tool && !in->pip)
		return (struct reason){ "the environment has no pip", line ? line : "",
					"installs it" };
	return tool_reason(in->path, tool, in->manifest->file->name);
}

struct reason way_to_install(const struct context *ctx, const struct manifest *m, const char *dir)
{
	const char *path = calling_shell_path(NULL), *tool = NULL;

	if (m == &manifest_pylock)
		tool = "uv";
	else if (m->tool)
		tool = m->tool->name;
	if (tool && !programs_find(path, tool))
		return tool_reason(path, tool, m->file->name);
	return (struct reason){ "", up_line(ctx, dir), "installs what the project needs" };
}

struct reason way_to_make(const struct context *ctx, const char *why, const struct project *project)
{
	const struct manifest *m = project->manifest;
	struct reason r;

	if (venv_name_fault(project->root) || (!m->tool && !file_can_write(project->root)))
		return (struct reason){ why, "", "" };
	if (m->file->refused)
		return (struct reason){ why, m->command, "makes one that avenv does not turn on" };
	r = way_to_install(ctx, m, project->dir);
	if (*r.why)
		r.why = joined(why, "; ", r.why);
	else
		r = (struct reason){ why, r.next, formatted("makes one from %s", m->file->name) };
	return r;
}
