/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/stage.h"
#include "core/file.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "core/strings.h"
#include "print/msg.h"
#include "system/child.h"
#include "system/files.h"

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
		NULL,
	};

	return child_has_variable(entry, names);
}

/* ENTRY would make it another Python, or install somewhere else. */
static bool is_unwanted(const char *entry)
{
	static const char *const names[] = {
		"VIRTUAL_ENV",
		"VIRTUAL_ENV_PROMPT",
		"__PYVENV_LAUNCHER__",
		NULL,
	};

	if (starts_with(entry, "PYTHON"))
		return true;
	if (starts_with(entry, "PIP_"))
		return !is_network(entry);
	return child_has_variable(entry, names);
}

/* The environment of this process, with the virtual environment ENV active; NULL: with none. */
static const char *const *environment(const char *env)
{
	struct buf venv = BUF_INIT, path = BUF_INIT;

	if (!env)
		return child_environment(is_unwanted, (const char *const[]){ NULL });
	buf_putl(&venv, "VIRTUAL_ENV=", env);
	buf_putl(&path, "PATH=", pathvar_prepend(getenv("PATH"), path_join(env, "bin")));
	return child_environment(is_unwanted, (const char *const[]){ venv.data, path.data, NULL });
}

/* Returns 0, or -1 where it failed: what pip said of that itself is not said again. */
static int run(const struct strings *argv, const char *const *envp, int hold)
{
	int status = child_run(argv->list, envp, hold);

	if (status < 0)
		return error_errno("cannot start '%s'", shown(argv->list[0]));
	/* A signal from the terminal went to both. The user knows that one. */
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
	struct strings argv = { 0 };

	strings_add(&argv, path_join(path_join(pip->env, "bin"), pip->exe));
	/* It would name the place that the environment has for now. */
	strings_add_all(&argv, (const char *const[]){ "-I", "-m", "pip",
						      "--disable-pip-version-check", NULL });
	if (msg_quiet)
		strings_add(&argv, "-q");
	strings_add_all(&argv, command);
	strings_add_all(&argv, args);
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
	struct strings argv = { 0 };

	strings_add(&argv, python->path);
	/* On a full disk it would have something to say of each file. */
	strings_add_all(&argv, (const char *const[]){ "-I", "-S", "-m", "compileall", "-qq", "-f",
						      pool ? "-j0" : "-j1", "-d", as, site, NULL });
	if (run(&argv, environment(NULL), -1))
		return error("'%s' could not compile all of '%s'", shown(python->path), shown(as));
	return 0;
}

int pip_venv(const struct python *python, int hold, const char *const *flags)
{
	struct strings argv = { 0 };

	strings_add(&argv, python->path);
	strings_add_all(&argv, (const char *const[]){ "-I", "-m", "venv", NULL });
	strings_add_all(&argv, flags);
	return run(&argv, environment(NULL), hold);
}
