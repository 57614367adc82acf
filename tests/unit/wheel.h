/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wheels of tests/mkwheel.py, and an empty environment to install them into. */
#ifndef AVENV_TESTS_UNIT_WHEEL_H
#define AVENV_TESTS_UNIT_WHEEL_H

#include <sys/wait.h>

#include "scratch.h"

#include "cli/wheel.h"
#include "core/file.h"

#define TINY "tiny-1.0-py3-none-any.whl"

static const struct python python = {
	.major = 3,
	.series = "3.11",
	.cache_tag = "cpython-311",
};

/** where wheels go */
static struct wheel_target target;

static inline int make_wheels(const char *dir)
{
	const char *source = getenv("SRCDIR");
	const char *script = path_join(source ? source : ".", "tests/mkwheel.py");
	pid_t pid = fork();
	int status;

	if (!pid) {
		execlp("python3", "python3", script, dir, (char *)NULL);
		_exit(127);
	}
	return pid < 0 || waitpid(pid, &status, 0) != pid || status ? -1 : 0;
}

static inline int wheel_setup(void **state)
{
	return scratch_make(state) || make_wheels(at("wheels")) ? -1 : 0;
}

/* An empty site-packages and bin. */
static inline void fresh_target(void)
{
	if (nftw(at("env"), remove_one, 16, FTW_DEPTH | FTW_PHYS))
		assert_int_equal(errno, ENOENT);
	put("env/ env/site/ env/bin/");
	target = (struct wheel_target){
		.site = open_dir("env/site"),
		.bin = open_dir("env/bin"),
		.site_to_bin = "../bin",
		.interpreter = "/e/bin/python",
		.python = &python,
	};
}

static inline void close_target(void)
{
	close(target.site);
	close(target.bin);
}

static inline const char *case_path(const char *name, const char *file)
{
	return path_join(at(path_join("wheels", name)), file);
}

#endif
