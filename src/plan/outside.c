/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/outside.h"

#include <fcntl.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "core/real_path.h"
#include "formats/launcher.h"
#include "plan/moved.h"

/* The program that `env ARGS` starts by PATH; NULL: none. */
static const char *started_by_env(const char *args, const char *path)
{
	const char *file;
	size_t len;

	/* Options, as -S, and variables come before the program. */
	for (;; args += len) {
		args += strspn(args, " ");
		len = strcspn(args, " ");
		if (*args != '-' && !memchr(args, '=', len))
			break;
	}
	args = mem_dup(args, len);
	while (*args && (file = pathvar_next_file(&path, args)))
		if (file_is_program(file))
			return file;
	return NULL;
}

/* The Python outside of BIN that the script TEXT starts, in words; NULL: none. */
static const char *python_outside(const char *text, const char *bin, const char *path)
{
	struct launcher launcher;
	const char *program, *name;

	if (strstr(text, "/pyenv\" exec \"$program\" \"$@\""))
		return "a Python that pyenv chooses";
	if (!launcher_parse(text, &launcher))
		return NULL;
	program = launcher.interpreter;
	if (streq(path_base(program), "env"))
		program = started_by_env(launcher.args, path);
	name = program ? path_base(program) : "";
	if (!starts_with(name, "python") && !starts_with(name, "pypy"))
		return NULL;
	if (file_same_at(path_parent(program), bin) || !file_is_program(program))
		return NULL;
	return escape_quoted(program);
}

const char *outside_line(const char *file, const char *name, const char *bin, const char *path,
			 const char *repair)
{
	const char *real = real_path_of(file).path, *env = path_parent(bin), *python;
	struct text text;

	if (!real || file_start(AT_FDCWD, real, FILE_MAX, &text))
		return NULL;
	python = python_outside(text.data, bin, path);
	if (!python)
		return NULL;
	if (!streq(path_parent(file), bin))
		return joined(escape_quoted(env), " has no ", escape_quoted(name), "; this is ",
			      escape_quoted(file), ", run by ", python);
	/* As in the environment of a copied project. */
	return joined(escape_quoted(file), " is run by ", python,
		      moved_old(env) ? joined("; ", repair, " repairs it") : "");
}
