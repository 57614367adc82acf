/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real files for a test, in a directory that is removed at the end. */
#ifndef AVENV_TESTS_UNIT_SCRATCH_H
#define AVENV_TESTS_UNIT_SCRATCH_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "test.h"

/** its real path */
static char scratch[PATH_MAX];

static inline int scratch_make(__attribute__((unused)) void **state)
{
	const char *tmp = getenv("TMPDIR");
	char name[PATH_MAX];

	umask(022);
	snprintf(name, sizeof(name), "%s/avenv-unit-XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(name) && realpath(name, scratch) ? 0 : -1;
}

static inline int remove_one(const char *path, __attribute__((unused)) const struct stat *st,
			     __attribute__((unused)) int type,
			     __attribute__((unused)) struct FTW *ftw)
{
	return remove(path);
}

static inline int scratch_remove(__attribute__((unused)) void **state)
{
	return nftw(scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void scratch_clear(void)
{
	assert_int_equal(scratch_remove(NULL), 0);
	assert_int_equal(mkdir(scratch, 0755), 0);
}

/* The path of NAME in the scratch directory. */
static inline const char *at(const char *name)
{
	return path_join(scratch, name);
}

static inline void put_dir(const char *name)
{
	assert_true(mkdir(at(name), 0755) == 0 || errno == EEXIST);
}

/* PATH and the directories above it. */
static inline void put_dirs(const char *path)
{
	for (size_t i = 1; path[i]; i++)
		if (path[i] == '/')
			put_dir(mem_dup(path, i));
	put_dir(path);
}

static inline void put_bytes(const char *name, const void *data, size_t len)
{
	int fd = open(at(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_true(write(fd, data, len) == (ssize_t)len);
	assert_int_equal(close(fd), 0);
}

static inline void put_file(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

/* NAME gets SIZE bytes: the new ones are NULs. */
static inline void grow(const char *name, off_t size)
{
	assert_int_equal(truncate(at(name), size), 0);
}

static inline void put_link(const char *name, const char *target)
{
	assert_int_equal(symlink(target, at(name)), 0);
}

static inline void put_mode(const char *name, mode_t mode)
{
	assert_int_equal(chmod(at(name), mode), 0);
}

/*
 * Make the files named in WORDS, in order: "directory/", "file", "program*",
 * "fifo|", "link>target".  "-name" removes one.
 */
static inline void put(const char *words)
{
	char *rest = mem_dups(words), *name;

	while ((name = strsep(&rest, " "))) {
		char *target = strchr(name, '>');
		char *last = name + strlen(name) - 1, kind = *last;

		if (strchr("/*|", kind))
			*last = '\0';
		if (*name == '-') {
			assert_int_equal(remove(at(name + 1)), 0);
		} else if (target) {
			*target = '\0';
			put_link(name, target + 1);
		} else if (kind == '/') {
			put_dir(name);
		} else if (kind == '|') {
			assert_int_equal(mkfifo(at(name), 0644), 0);
		} else {
			put_file(name, "");
			put_mode(name, kind == '*' ? 0755 : 0644);
		}
	}
}

/* A healthy environment. */
static inline void put_env(const char *name)
{
	put_dirs(path_join(name, "bin"));
	put_file(path_join(name, "pyvenv.cfg"), "home = /usr/bin\n");
	put_file(path_join(name, "bin/python"), "#!/bin/sh\n");
	put_mode(path_join(name, "bin/python"), 0755);
}

static inline bool is_there(const char *name)
{
	struct stat st;

	return !lstat(at(name), &st);
}

static inline mode_t mode_of(const char *name)
{
	struct stat st;

	if (lstat(at(name), &st))
		fail_msg("%s: %s", name, strerror(errno));
	return st.st_mode & 07777;
}

/* All of a file. */
static inline const char *slurp(const char *name)
{
	struct text text;

	row_int(name, file_slurp(at(name), FILE_MAX, &text), 0);
	return text.data;
}

static inline int open_dir(const char *name)
{
	int fd = open(at(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

/* Entries of directory NAME that avenv left there. */
static inline int leftovers(const char *name)
{
	DIR *dir = opendir(at(name));
	const struct dirent *d;
	int n = 0;

	assert_non_null(dir);
	while ((d = readdir(dir)))
		n += !strncmp(d->d_name, ".avenv-", 7);
	closedir(dir);
	return n;
}

/* From here to show() messages go to a file. */
static inline int hide(void)
{
	int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	int fd = open(at("messages"), O_RDWR | O_CREAT | O_TRUNC, 0644);

	assert_true(kept >= 0 && fd >= 0);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
	close(fd);
	return kept;
}

static inline const char *show(int kept)
{
	fflush(stderr);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	close(kept);
	return slurp("messages");
}

#endif
