/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a program to the interpreter that it stands for. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/interpreters.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"

#include "core/banned.h"

enum {
	/** environments made from environments, and shims of those */
	STEPS_MAX = 16,
};

/* The first of the names that a base interpreter goes by in HOME. */
static const char *in_home(const char *home, const char *name, const struct cfg *cfg)
{
	struct buf versioned = BUF_INIT;
	const char *names[] = { name, "python3", NULL, "python" };

	buf_putl(&versioned, "python", cfg_series(cfg->version));
	names[2] = versioned.data;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *path = path_join(home, names[i]);

		if (unseen_program(path))
			return path;
	}
	return NULL;
}

/* The environment that PATH lies in, as CPython looks for it. */
static bool read_env(const char *path, struct venv *venv)
{
	const char *dir = path_parent(path);

	venv_read(dir, venv);
	if (venv->health == NO_CFG)
		venv_read(path_parent(dir), venv);
	errno = venv->error;
	return venv_is_env(venv) || unseen(venv->path);
}

/*
 * One step from an environment's Python to its base, as 3.11 and newer have
 * it: what the link leads to, else the same name in `home`.  Also for those
 * that build one environment on the other.
 */
static const char *base_of(const char *path)
{
	struct file_info info;
	struct venv venv;
	const char *base;
	char *real;

	if (file_lstat(path, &info)) {
		unseen(path);
	} else if (S_ISLNK(info.mode)) {
		real = realpath(path, NULL);
		base = real ? mem_dups(real) : NULL;
		if (!real)
			unseen(path);
		free(real);
		if (base && !streq(base, path))
			return base;
	}
	if (!read_env(path, &venv) || venv.cfg.home[0] != '/')
		return NULL;
	return in_home(path_clean(venv.cfg.home), path_base(path), &venv.cfg);
}

const char *python_resolve(const struct context *ctx, const char *path, const char **problem)
{
	for (int i = 0; i < STEPS_MAX; i++) {
		if (pyenv_is_shim(path)) {
			*problem = "is a shim of pyenv, which has no such "
				   "program in the version that it would use";
			path = pyenv_shim(ctx, path);
		} else if (python_in_env(path)) {
			*problem = "lies in an environment whose base is gone";
			path = base_of(path);
		} else if (python_is_script(path)) {
			*problem = "is a script, not an interpreter";
			return NULL;
		} else {
			return path;
		}
		if (!path)
			return NULL;
	}
	*problem = "leads round in circles";
	return NULL;
}

const char *python_linked(int env, const char *path)
{
	static const char *const names[] = { "bin/python3", "bin/python" };
	char to[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *name = names[i];
		ssize_t n;

		/* One of them may lead to bin/python3.11, which leads on. */
		for (int step = 0; name && step < 2; step++) {
			n = readlinkat(env, name, to, sizeof(to) - 1);
			if (n <= 0) {
				unseen(path_join(path, name));
				break;
			}
			to[n] = '\0';
			if (to[0] == '/')
				return path_clean(to);
			name = strchr(to, '/') ? NULL : path_join("bin", to);
		}
	}
	return NULL;
}
