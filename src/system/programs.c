/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/programs.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/path.h"
#include "core/settings.h"
#include "core/venv.h"

#include "core/banned.h"

#define SYSTEM_PATH "/usr/local/bin:/usr/bin:/bin"

static bool is_env_bin(const char *dir)
{
	return venv_exists(path_parent(dir)) > 0;
}

/* DIR is there and, by this name and by its own, no environment's. */
static bool is_outer(const char *dir)
{
	char *real = realpath(dir, NULL);
	bool outer = real && !is_env_bin(real) && !is_env_bin(path_clean(dir));

	free(real);
	return outer;
}

const char *programs_path(void)
{
	const char *list = getenv("PATH"), *dir;
	struct buf b = BUF_INIT;

	while ((dir = settings_element(&list)))
		if (dir[0] == '/' && is_outer(dir))
			buf_putl(&b, b.len ? ":" : "", dir);
	return b.len ? b.data : SYSTEM_PATH;
}

const char *programs_find(const char *name)
{
	const char *list = programs_path(), *dir;

	while ((dir = settings_element(&list))) {
		const char *path = path_join(dir, name);

		if (file_is_program(path))
			return path;
	}
	return NULL;
}

int programs_start(const char *program, char *const *argv, char *const *envp, int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int failed;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failed = posix_spawn(pid, program, &actions, NULL, argv, envp);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}
