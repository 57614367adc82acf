/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run one command inside an environment, for scripts, CI and agents, which have no prompt. The
 * command replaces this program: its signals, exit status and terminal are its own.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "context/calling_shell.h"
#include "core/path.h"
#include "lookup/target.h"
#include "plan/outside.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

static const char *env_name;

static const struct option_spec options[] = {
	{ 'e', "env", "ENV", "this environment; its own path needs no 'allow'",
	  .value = &env_name },
	{ 0 },
};

/*
 * The path of COMMAND in the environment's bin, also if its Python is missing: the next command of
 * that name on PATH would belong to another environment. NULL: not in bin, or COMMAND is a path.
 */
static const char *own_command(const struct verdict *found, const char *command)
{
	const char *path = path_join(venv_bin(&found->venv), command);

	return strchr(command, '/') || file_exists(path) <= 0 ? NULL : path;
}

/* The path of COMMAND, which is not in bin: the pip of NO_PIP, or the first on PATH; or NULL. */
static const char *other_command(const char *command)
{
	const char *path = getenv("PATH"), *no_pip = pathvar_no_pip(path), *file;

	if (strchr(command, '/'))
		return command;
	file = no_pip ? path_join(no_pip, command) : NULL;
	return file && file_is_program(file) ? file : programs_find(path, command);
}

/*
 * Run ARGV in place of this program. Returns only after a failure: an exit status, after printing
 * why.
 */
static int start(struct context *ctx, const struct verdict *found, char **argv)
{
	const char *command = argv[0], *own = own_command(found, command), *line = NULL;
	const char *bin = venv_bin(&found->venv), *file = own ? own : other_command(command);
	int status;

	if (file && !strchr(command, '/'))
		line = outside_line(file, command, bin, getenv("PATH"),
				    paste_for_quoted("avenv repair", found->venv.path));
	if (line)
		note("%s", line);
	errno = ENOENT;
	/* FILE has a slash: execvp() does not search, but runs a script without '#!' by sh. */
	child_restore_write_signals();
	if (file)
		execvp(file, argv);
	status = errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
	if (ends_with(command, ".py") && file_reachable(command))
		error("'%s' is a Python file; %s runs it", shown(command),
		      paste_quoted(paste_instead(command, joined("python ", paste_word(command)))));
	else if (status != EXIT_NOT_FOUND || strchr(command, '/'))
		error_errno("cannot run '%s'", shown(command));
	else if (own)
		error("cannot run '%s': the program that starts it is missing; %s says more",
		      shown(own), paste_quoted(paste_env("avenv doctor", found->venv.path)));
	else
		error("there is no command '%s' in '%s' or on PATH", shown(command), shown(bin));
	return status;
}

static int run_run(struct context *ctx, int argc, char **argv)
{
	struct verdict found;

	if (target_find(ctx, env_name, TO_USE, &found))
		return EXIT_FAILED;
	/* AVENV_ENV stays unset: a shell started so keeps the environment in all directories. */
	setenv("PATH", calling_shell_path(&found.venv), 1);
	venv_export(&found.venv, found.project.path);
	return start(ctx, &found, argv);
}

const struct command cmd_run = {
	.name = "run",
	.args = "[-e ENV] CMD [ARG...]",
	.summary = "Run one command in an environment; needs no prompt",
	.example = "avenv run python -m pytest",
	.options = options,
	.stop_early = true,
	.run = run_run,
};
