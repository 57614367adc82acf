/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run one command inside an environment: for scripts, CI and agents, which
 * have no prompt.  The command replaces this program, so that its signals,
 * exit status and terminal are its own.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "command/command.h"
#include "core/path.h"
#include "known/place.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** as env(1) and the shells say it */
	EXIT_CANNOT_RUN = 126,
	EXIT_NOT_FOUND = 127,
};

static const char *env_name;

static const struct option_spec options[] = {
	{ .letter = 'e',
	  .name = "env",
	  .arg = "ENV",
	  .help = "this environment, not the directory's",
	  .value = &env_name },
	{ 0 },
};

/*
 * As after activation.  Not marked as ours: an interactive shell that is run
 * so keeps what it was given, wherever it goes.
 */
static void enter(const struct found *found)
{
	static const char *const gone[] = {
		"PYTHONHOME",  "AVENV_ENV",      "AVENV_SHELL",
		"AVENV_STATE", "AVENV_OLD_PATH", "_OLD_VIRTUAL_PATH",
	};

	setenv("PATH", place_path(found), 1);
	setenv("VIRTUAL_ENV", found->venv.path, 1);
	setenv("VIRTUAL_ENV_PROMPT", venv_prompt(&found->venv, found->project_real), 1);
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		unsetenv(gone[i]);
}

/*
 * COMMAND of the environment itself; NULL: it has none, or what shells pass over as well.
 * Where that cannot be started, as its Python is gone, to go on along PATH would be to
 * run another one's.
 */
static const char *own_command(const struct found *found, const char *command)
{
	const char *path = path_join(venv_bin(&found->venv), command);
	struct file_info info;

	if (!*command || strchr(command, '/') || file_lstat(path, &info))
		return NULL;
	/* A link that leads nowhere. */
	if (file_stat(path, &info))
		return path;
	return file_is_program(path) ? path : NULL;
}

/* Replaces this program; returns why it could not, having said so. */
static int start(struct context *ctx, const struct found *found, char **argv)
{
	const char *own = own_command(found, argv[0]);
	int err = ENOEXEC;

	if (own) {
		execv(own, argv);
		err = errno;
	}
	if (own && err == ENOENT) {
		error("cannot run '%s': what it leads to or is started by is "
		      "not there; %s may say more",
		      shown(own), place_line(ctx, "avenv doctor", found->venv.path));
		return err;
	}
	/* As a script without a first line that says so, it is the shell's. */
	if (err == ENOEXEC) {
		own = argv[0];
		execvp(own, argv);
		err = errno;
	}
	error_errno("cannot run '%s'", shown(own));
	return err;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct found found;

	if (argc == 0)
		return command_usage(&cmd_run, "name a command to run");
	place_consequence = "; nothing was run";
	if (place_env_or_active(ctx, env_name, &found))
		return EXIT_FAILED;
	enter(&found);
	return start(ctx, &found, argv) == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}

const struct command cmd_run = {
	.name = "run",
	.args = "[-e ENV] CMD [ARG...]",
	.summary = "Run one command inside an environment; no hook is needed",
	.example = "avenv run python -m pytest",
	.options = options,
	.stop_early = true,
	.run = run,
};
