/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run one command inside an environment, for scripts, CI and agents, which have no prompt. The
 * command replaces this program: its signals, exit status and terminal are its own.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/command.h"
#include "core/path.h"
#include "known/here.h"
#include "known/reason.h"
#include "known/target.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

enum {
	/** as env(1) and the shells have it */
	EXIT_CANNOT_RUN = 126,
	EXIT_NOT_FOUND = 127,
};

static const char *env_name;

static const struct option_spec options[] = {
	{ .letter = 'e',
	  .name = "env",
	  .arg = "ENV",
	  .help = "this environment, which needs no record",
	  .value = &env_name },
	{ 0 },
};

static int find(struct context *ctx, struct found *found)
{
	struct buf once = BUF_INIT;
	struct reason r;

	if (target_find(ctx, env_name, found))
		return -1;
	if (found->outcome == FIND_ENV)
		return 0;
	r = reason_of(ctx, found);
	if (env_name || !starts_with(r.next, "avenv allow") || !found->venv.path)
		return reason_error(ctx, found);
	buf_putl(&once, "avenv run -e ", paste_word(found->venv.path), " CMD");
	return error("%s; %s %s, %s uses it this once", r.why, paste_quoted(r.next), r.does,
		     paste_quoted(once.data));
}

/* As after activation, but not as ours: an interactive shell keeps it wherever it goes. */
static void enter(const struct found *found)
{
	static const char *const gone[] = {
		"PYTHONHOME",  "AVENV_ENV",      "AVENV_SHELL",
		"AVENV_STATE", "AVENV_OLD_PATH", "_OLD_VIRTUAL_PATH",
	};

	setenv("PATH", here_path(&found->venv), 1);
	setenv("VIRTUAL_ENV", found->venv.path, 1);
	setenv("VIRTUAL_ENV_PROMPT", venv_prompt(&found->venv, found->project_real), 1);
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		unsetenv(gone[i]);
}

/*
 * COMMAND in the environment itself, even if it cannot start because its Python is gone: the one
 * that follows on PATH would be another environment's. NULL: there is none.
 */
static const char *own_command(const struct found *found, const char *command)
{
	const char *path = path_join(venv_bin(&found->venv), command);
	struct file_info info;

	if (!*command || strchr(command, '/') || file_lstat(path, &info))
		return NULL;
	return file_stat(path, &info) || file_is_program(path) ? path : NULL;
}

/* Is a file COMMAND on PATH? A directory that may not be entered is no reason to say so. */
static bool is_on_path(const char *command)
{
	const char *path = getenv("PATH"), *dir;
	struct file_info info;

	while ((dir = settings_element(&path)))
		if (!file_stat(path_join(dir, command), &info) && S_ISREG(info.mode))
			return true;
	return false;
}

/* Why COMMAND could not be started, with errno. */
static void tell(const struct found *found, const char *command)
{
	int err = errno;
	struct file_info info;
	struct buf line = BUF_INIT;

	buf_putl(&line, "avenv run python ", paste_word(command));
	if (ends_with(command, ".py") && !file_stat(command, &info))
		error("'%s' is a Python file; %s runs it", shown(command), paste_quoted(line.data));
	else if (err == ENOENT && !strchr(command, '/'))
		error("there is no command '%s' in '%s' or on PATH", shown(command),
		      shown(venv_bin(&found->venv)));
	else
		error("cannot run '%s': %s", shown(command), strerror(err));
}

/* Replaces this program. Returns an exit status, having said why it could not. */
static int start(struct context *ctx, const struct found *found, char **argv)
{
	const char *own = own_command(found, argv[0]);
	int err = ENOEXEC;

	if (own) {
		execv(own, argv);
		err = errno;
	}
	if (own && err == ENOENT) {
		error("cannot run '%s': the program that starts it is missing; %s says more",
		      shown(own), here_command(ctx, "avenv doctor", found->venv.path));
		return EXIT_NOT_FOUND;
	}
	/* A script without a first line is the shell's. */
	if (err == ENOEXEC) {
		execvp(argv[0], argv);
		err = errno;
	}
	if (err == EACCES && !strchr(argv[0], '/') && !is_on_path(argv[0]))
		err = ENOENT;
	errno = err;
	tell(found, argv[0]);
	return err == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct found found;

	if (find(ctx, &found))
		return EXIT_FAILED;
	enter(&found);
	return start(ctx, &found, argv);
}

const struct command cmd_run = {
	.name = "run",
	.args = "[-e ENV] CMD [ARG...]",
	.args_min = 1,
	.summary = "Run one command inside an environment; no hook is needed",
	.example = "avenv run python -m pytest",
	.options = options,
	.stop_early = true,
	.run = run,
};
