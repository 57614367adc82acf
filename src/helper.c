/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "core/venv.h"
#include "finders/declared_files.h"
#include "shell/shell.h"

const char *helper_started(void)
{
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives a number. */
	return (const char *)getauxval(AT_EXECFN);
}

const char *helper_file(void)
{
	static const char *file;

	if (!file)
		file = file_exists("/proc/self/exe") ? "/proc/self/exe" : helper_started();
	return file ? file : "";
}

/* PATH has a program NAME. */
static bool has_program(const char *name)
{
	const char *path = getenv("PATH"), *file;

	while ((file = pathvar_next_file(&path, name)))
		if (file_is_program(file))
			return true;
	return false;
}

/* The word that starts avenv: a path if PATH has none, beside this program or in ../../bin. */
static const char *avenv_word(void)
{
	const char *own = real_path_of(helper_file()).path, *file;

	if (has_program("avenv"))
		return shell_avenv;
	own = path_parent(own ? own : helper_file());
	file = path_join(own, "avenv");
	if (!file_is_program(file))
		file = path_join(path_parent(path_parent(own)), "bin/avenv");
	return shell_word(&shell_bash, file);
}

int helper_fail(int status, const char *text)
{
	const char *line;

	shell_avenv = avenv_word();
	line = joined("avenv: ", shell_lines(text), "\n");
	return file_write(STDERR_FILENO, line, strlen(line)) ? EXIT_CANNOT_RUN : status;
}

const char *helper_no_pip(void)
{
	const char *file = helper_started();

	/* A hook has the path of avenv-hook itself, which costs no system call. */
	if (!file || file[0] != '/' || !starts_with(path_base(file), HELPER_PROGRAM))
		file = real_path_of(helper_file()).path;
	return file ? path_join(path_parent(file), NO_PIP) : NULL;
}

const char *helper_line(const char *before, const char *path, const char *after)
{
	return shell_line(joined(before, shell_word(&shell_bash, path), after));
}

/* .pdm-python of the project DIR, if it is there, chooses ENV. */
static bool pdm_uses(const char *dir, const char *env)
{
	struct text text;

	if (file_exists(path_join(dir, ".pdm-python")) == 0)
		return true;
	return !file_start(AT_FDCWD, path_join(dir, ".pdm-python"), FILE_MAX, &text) &&
	       path_under(text.data, env);
}

/*
 * The declared file of the project whose .venv ENV is, if the tool of that file surely acts on ENV
 * from the working directory; NULL: that is not certain.
 */
static const struct declared_file *project_file_of(const char *env)
{
	const char *project = real_path_of(path_parent(env)).path, *dir = real_path_of(".").path;
	const struct declared_file *file;

	if (!streq(path_base(env), ".venv") || !project || !dir || !path_under(dir, project))
		return NULL;
	/* A member of a workspace, or a project of its own, is the nearer one. */
	for (; !streq(dir, project); dir = path_parent(dir))
		if (file_exists(path_join(dir, "pyproject.toml")) ||
		    file_exists(path_join(dir, "Pipfile")))
			return NULL;
	file = declared_in(project);
	if (!file || !file->adds || is_set(getenv("UV_PROJECT_ENVIRONMENT")) ||
	    is_set(getenv("UV_PROJECT")) || !pdm_uses(project, env))
		return NULL;
	return has_program(mem_dup(file->adds, strcspn(file->adds, " "))) ? file : NULL;
}

int helper_fail_pip(const char *env, const char *active, const char *word)
{
	/* The last two need a NAME, as "install" does. */
	static const char words[][10] = { "list", "freeze", "show", "uninstall" };
	const char *command = "uv pip install", *name = " NAME", *does = " installs there", *how;
	bool adds = !is_set(word) || streq(word, "install"), removes;
	const struct declared_file *file = NULL;
	struct venv venv;

	if (!is_set(env))
		return helper_fail(EXIT_FAILURE,
				   "the environment that is first on PATH has no pip; "
				   "'python -I -m ensurepip --default-pip' installs it");
	removes = word && streq(word, "uninstall");
	if ((adds || removes) && (!is_set(active) || streq(active, env)))
		file = project_file_of(env);
	if (file)
		return helper_fail(
			EXIT_FAILURE,
			joined(escape_quoted(env), " has no pip; ",
			       shell_line(joined(adds ? file->adds : file->removes, " NAME")),
			       adds ? " adds that to the project" :
				      " takes that out of the project"));
	for (size_t i = 0; word && i < ARRAY_SIZE(words); i++)
		if (streq(word, words[i])) {
			command = joined("uv pip ", word);
			name = i < 2 ? "" : name;
			does = " does that there";
		}
	venv_read(env, &venv);
	/* Else `uv pip` finds this directory's environment by itself. */
	if (is_set(active) ? !streq(active, env) : !streq(path_base(env), ".venv"))
		name = joined(" --python ", shell_word(&shell_bash, env), name);
	if (has_program("uv"))
		how = joined("; ", shell_line(joined(command, name)), does);
	else if (venv_has_ensurepip(&venv, joined("python", cfg_series(venv.cfg.version))))
		how = joined("; ",
			     helper_line("", venv_python(&venv), " -I -m ensurepip --default-pip"),
			     " installs it");
	else
		how = ", and its Python has no ensurepip";
	return helper_fail(EXIT_FAILURE, joined(escape_quoted(env), " has no pip", how));
}
