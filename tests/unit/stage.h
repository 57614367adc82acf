/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other programs that rename while avenv works on an environment "env". */
#ifndef AVENV_TESTS_UNIT_STAGE_H
#define AVENV_TESTS_UNIT_STAGE_H

#include "build/stage.h"

#include <sys/file.h>

#include "build/stage_dir.h"
#include "core/buf.h"
#include "renames.h"
#include "scratch.h"
#include "system/files.h"

/* The same after a mkdir. */
static void (*after_mkdir)(const char *name);
/** the name of a file that cannot be removed */
static const char *immutable;

/* These three replace those of the C library. */
int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

int mkdirat(int dir, const char *name, mode_t mode)
{
	void (*act)(const char *) = after_mkdir;
	int ret = (int)syscall(SYS_mkdirat, dir, name, mode);

	after_mkdir = NULL;
	if (act)
		act(name);
	return ret;
}

int unlinkat(int dir, const char *name, int flags)
{
	if (immutable && streq(name, immutable)) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_unlinkat, dir, name, flags);
}

static inline void put_old(const char *name)
{
	put_env(name);
	put_file(path_join(name, "pyvenv.cfg"), "old");
	put_dir(path_join(name, "extra"));
	put_file(path_join(name, "extra/x"), "x");
}

static inline void check_old(const char *name)
{
	assert_string_equal(slurp(path_join(name, "pyvenv.cfg")), "old");
	assert_string_equal(slurp(path_join(name, "bin/python")), "#!/bin/sh\n");
	assert_true(is_there(path_join(name, "extra/x")));
	assert_false(is_there(path_join(name, "lib")));
	assert_int_equal(leftovers(name) + leftovers("."), 0);
}

/* Another program moves the environment away, and puts a directory of its own there. */
static inline void swap(void)
{
	assert_int_equal(rename(at("env"), at("kept")), 0);
	put("env/ env/thesis");
}

static inline void check_swapped(void)
{
	assert_true(is_there("env/thesis"));
	check_old("kept");
	scratch_clear();
	put_old("env");
}

static inline int lock(const char *name)
{
	return stage_dir_lock(AT_FDCWD, at(name), at(name), NULL);
}

#endif
