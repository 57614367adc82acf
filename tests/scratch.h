/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real files in a directory of this process below TMPDIR. Who includes this says before how a test
 * fails: HOLDS(condition).
 */
#ifndef AVENV_TESTS_SCRATCH_H
#define AVENV_TESTS_SCRATCH_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"

/* foreach(row, rows) ...: row points to each element of the array rows. */
#define foreach(row, rows)                                                                         \
	for (__typeof__(&(rows)[0]) row = (rows); row < (rows) + sizeof(rows) / sizeof((rows)[0]); \
	     row++)

/** its real path, once at() has made it */
static char scratch[PATH_MAX];

/* The path of NAME in the scratch directory. */
static inline const char *at(const char *name)
{
	if (!scratch[0]) {
		const char *tmp = getenv("TMPDIR");
		char made[PATH_MAX];

		snprintf(made, sizeof(made), "%s/avenv-test-XXXXXX", tmp ? tmp : "/tmp");
		HOLDS(mkdtemp(made) && !chmod(made, 0755) && realpath(made, scratch));
	}
	return path_join(scratch, name);
}

static inline int remove_one(const char *path, __attribute__((unused)) const struct stat *st,
			     __attribute__((unused)) int type,
			     __attribute__((unused)) struct FTW *ftw)
{
	return remove(path);
}

/* NAME and all below it is gone; "": the scratch directory itself. */
static inline void scratch_remove(const char *name)
{
	HOLDS(!nftw(at(name), remove_one, 16, FTW_DEPTH | FTW_PHYS) || errno == ENOENT);
}

/* The directories above NAME; with a '/' at its end it is one of them. */
static inline void put_dirs(const char *name)
{
	for (size_t i = 1; name[i]; i++)
		if (name[i] == '/')
			HOLDS(!mkdir(at(mem_dup(name, i)), 0755) || errno == EEXIST);
}

static inline void put_bytes(const char *name, const void *data, size_t len)
{
	int fd;

	put_dirs(name);
	fd = open(at(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	HOLDS(fd >= 0 && write(fd, data, len) == (ssize_t)len && !close(fd));
}

static inline void put_file(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

static inline void put_link(const char *name, const char *target)
{
	HOLDS(!symlink(target, at(name)));
}

static inline void put_mode(const char *name, mode_t mode)
{
	HOLDS(!chmod(at(name), mode));
}

/*
 * Make the files named in WORDS, in order: "directory/" with those above it, "file", "program*",
 * "fifo|", "link>target".  "-name" removes one.
 */
static inline void put(const char *words)
{
	char *rest = mem_dups(words), *name;

	while ((name = strtok_r(rest, " ", &rest))) {
		char *target = strchr(name, '>');
		char *last = name + strlen(name) - 1, kind = *last;

		if (strchr("*|", kind))
			*last = '\0';
		if (*name == '-') {
			HOLDS(!remove(at(name + 1)));
		} else if (target) {
			*target = '\0';
			put_link(name, target + 1);
		} else if (kind == '/') {
			put_dirs(name);
		} else if (kind == '|') {
			HOLDS(!mkfifo(at(name), 0644));
		} else {
			put_file(name, "");
			put_mode(name, kind == '*' ? 0755 : 0644);
		}
	}
}

/* A healthy environment. */
static inline void put_env(const char *name)
{
	put_file(path_join(name, "pyvenv.cfg"), "home = /usr/bin\n");
	put_file(path_join(name, "bin/python"), "#!/bin/sh\n");
	put_mode(path_join(name, "bin/python"), 0755);
}

static inline int open_dir(const char *name)
{
	int fd = open(at(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	HOLDS(fd >= 0);
	return fd;
}

#endif
