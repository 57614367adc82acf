/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wheels of tests/mkwheel.py, which says what each is, and where they go. */
#ifndef AVENV_TESTS_UNIT_WHEEL_H
#define AVENV_TESTS_UNIT_WHEEL_H

#include <sys/wait.h>

#include "scratch.h"

#include "cli/wheel_parts.h"
#include "core/file.h"

#define TINY "tiny-1.0-py3-none-any.whl"

static const struct python python = {
	.major = 3,
	.series = "3.11",
	.cache_tag = "cpython-311",
};

/** Of the run of a test: where wheels go. */
static struct wheel_target target;

static inline int make_wheels(const char *dir)
{
	const char *source = getenv("SRCDIR");
	const char *script =
		path_join(source ? source : ".", "tests/mkwheel.py");
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

static inline int open_dir(const char *name)
{
	int fd;

	put_dir(name);
	fd = open(at(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

/* An empty site-packages and bin. */
static inline void fresh_target(void)
{
	if (nftw(at("env"), scratch_unlink, 16, FTW_DEPTH | FTW_PHYS))
		assert_int_equal(errno, ENOENT);
	put_dir("env");
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
