/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pip.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/stage.h"
#include "core/file.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/words.h"

#include "core/banned.h"

#define CONF "pip.conf"

/* Where pip finds packages and how it gets there, not what it makes of them. */
static bool is_network(const char *entry)
{
	static const char *const names[] = {
		"PIP_INDEX_URL",
		"PIP_EXTRA_INDEX_URL",
		"PIP_FIND_LINKS",
		"PIP_NO_INDEX",
		"PIP_TRUSTED_HOST",
		"PIP_CERT",
		"PIP_CLIENT_CERT",
		"PIP_PROXY",
		"PIP_RETRIES",
		"PIP_TIMEOUT",
		"PIP_DEFAULT_TIMEOUT",
		"PIP_CACHE_DIR",
		"PIP_NO_CACHE_DIR",
		"PIP_CONFIG_FILE",
		"PIP_KEYRING_PROVIDER",
		"PIP_NO_INPUT",
		"PIP_PROGRESS_BAR",
		"PIP_NO_COLOR",
		"PIP_DISABLE_PIP_VERSION_CHECK",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (words_is_variable(entry, names[i]))
			return true;
	return false;
}

/* ENTRY would make it another Python, or install somewhere else. */
static bool is_unwanted(const char *entry)
{
	static const char *const names[] = {
		"VIRTUAL_ENV",
		"VIRTUAL_ENV_PROMPT",
		"__PYVENV_LAUNCHER__",
		"PATH",
	};

	if (starts_with(entry, "PYTHON"))
		return true;
	if (starts_with(entry, "PIP_"))
		return !is_network(entry);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (words_is_variable(entry, names[i]))
			return true;
	return false;
}

/* This process's environment, with that at ENV active; or none, with NULL. */
static char **environment(const char *env)
{
	const char *path = getenv("PATH");
	struct words w = { 0 };

	for (char **entry = environ; *entry; entry++)
		if (!is_unwanted(*entry))
			words_add(&w, *entry);
	if (env) {
		words_add_variable(&w, "VIRTUAL_ENV", env);
		path = pathvar_prepend(path, path_join(env, "bin"));
	}
	if (path)
		words_add_variable(&w, "PATH", path);
	words_add(&w, NULL);
	return w.list;
}

/* Returns 0 or an errno value. */
static int spawn(char **argv, char **envp, int hold, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int failed;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	if (hold >= 0)
		posix_spawn_file_actions_adddup2(&actions, hold, hold);
	failed = posix_spawn(pid, argv[0], &actions, NULL, argv, envp);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/* Returns 0, or -1 where it failed: what pip said of that itself is not said again. */
static int run(struct words *argv, char **envp, int hold)
{
	siginfo_t ended;
	pid_t pid, reaped;
	int status;

	words_add(argv, NULL);
	errno = spawn(argv->list, envp, hold, &pid);
	if (errno)
		return error_errno("cannot start '%s'", shown(argv->list[0]));
	stage_pass_on(pid);
	/* Until it is reaped, its number is nobody else's. */
	while (waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT) && errno == EINTR)
		continue;
	stage_pass_on(0);
	while ((reaped = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
		continue;
	if (reaped < 0)
		return error_errno("cannot wait for '%s'", shown(argv->list[0]));
	/* Of a signal that was passed on the user knows; of others pip tells nothing. */
	if (WIFSIGNALED(status) && !stage_interrupted())
		return error("'%s' was ended by signal %d", shown(argv->list[0]), WTERMSIG(status));
	return status ? -1 : 0;
}

/*
 * pip.conf may name another place to install into as well.  A key that is empty
 * in the environment's own takes that back; no empty option or variable does.
 * Returns 1, 0 where it has one, which then counts, or -1 having said why not.
 */
static int add_conf(int env, const char *path)
{
	static const char text[] = "[global]\n"
				   "target =\nprefix =\nroot =\nuser =\n"
				   "dry-run =\npython =\n"
				   "[install]\n"
				   "target =\nprefix =\nroot =\nuser =\n"
				   "dry-run =\n";

	if (!files_make(env, CONF, text, strlen(text), 0644))
		return 1;
	if (errno == EEXIST)
		return 0;
	return error_errno("cannot write '%s'", shown(path_join(path, CONF)));
}

/* Run pip's COMMAND, words ended by NULL as ARGS are. */
static int run_pip(const struct pip *pip, const char *const *command, const char *const *args)
{
	struct words argv = { 0 };

	words_add(&argv, path_join(path_join(pip->env, "bin"), pip->exe));
	/* It would name the place that the environment has for now. */
	words_add_all(&argv, (const char *const[]){ "-I", "-m", "pip",
						    "--disable-pip-version-check", NULL });
	if (msg_quiet)
		words_add(&argv, "-q");
	words_add_all(&argv, command);
	words_add_all(&argv, args);
	return run(&argv, environment(pip->env), pip->hold);
}

const char *pip_file(const struct context *ctx, const char *file)
{
	const char *path;
	struct file_info info;

	if (strstr(file, "://"))
		return file;
	if (file[0] != '/' && !ctx->physical) {
		place_lost_error();
		return NULL;
	}
	path = path_join(ctx->physical ? ctx->physical : "/", file);
	if (!file_stat(path, &info))
		return path;
	error_errno("cannot read '%s'", shown(file));
	return NULL;
}

int pip_install(const struct pip *pip, const char *const *args)
{
	const char *const command[] = { "install", NULL };
	int env = open(pip->env, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int added, ret;

	if (env < 0)
		return error_errno("cannot open '%s'", shown(pip->env));
	added = add_conf(env, pip->env);
	ret = added < 0 ? -1 : run_pip(pip, command, args);
	if (added > 0 && unlinkat(env, CONF, 0))
		ret = error_errno("cannot remove '%s'", shown(path_join(pip->env, CONF)));
	close(env);
	return ret;
}

int pip_uninstall(const struct pip *pip, const char *const *names)
{
	const char *const command[] = { "uninstall", "-y", NULL };

	return run_pip(pip, command, names);
}

int pip_compile(const struct python *python, const char *site, const char *as)
{
	/* Where semaphores live: its pool of processes is lost without. */
	bool pool = !faccessat(AT_FDCWD, "/dev/shm", W_OK | X_OK, AT_EACCESS);
	struct words argv = { 0 };

	words_add(&argv, python->path);
	/* On a full disk it would have something to say of each file. */
	words_add_all(&argv, (const char *const[]){ "-I", "-S", "-m", "compileall", "-qq", "-f",
						    pool ? "-j0" : "-j1", "-d", as, site, NULL });
	if (run(&argv, environment(NULL), -1))
		return error("'%s' could not compile all of '%s'", shown(python->path), shown(as));
	return 0;
}

int pip_venv(const struct python *python, int hold, const char *const *flags)
{
	struct words argv = { 0 };

	words_add(&argv, python->path);
	words_add_all(&argv, (const char *const[]){ "-I", "-m", "venv", NULL });
	words_add_all(&argv, flags);
	return run(&argv, environment(NULL), hold);
}
