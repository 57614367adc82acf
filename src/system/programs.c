/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/programs.h"

#include <limits.h>
#include <stdlib.h>

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
	char real[PATH_MAX];

	return realpath(dir, real) && !is_env_bin(real) && !is_env_bin(path_clean(dir));
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
