/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments with something installed in them, made of files alone. */
#ifndef AVENV_TESTS_UNIT_DIST_H
#define AVENV_TESTS_UNIT_DIST_H

#include "cli/dist.h"
#include "core/buf.h"
#include "core/mem.h"
#include "scratch.h"

/** A file, or with a NULL for its text a directory, in site-packages. */
struct file {
	const char *path, *text;
};

#define META(name, version) "Name: " name "\nVersion: " version "\n\nbody\n"
#define FILES(...)                                                             \
	(const struct file[])                                                  \
	{                                                                      \
		__VA_ARGS__,                                                   \
		{                                                              \
			0                                                      \
		}                                                              \
	}
#define SITE "e/lib/python3.11/site-packages"

/* An environment with pip VERSION, or none, on Python 3.MINOR. */
static inline void put_venv(const char *pip, const char *minor)
{
	struct buf cfg = BUF_INIT, lib = BUF_INIT;

	scratch_clear();
	put_env("e");
	buf_putl(&cfg, "home = /nowhere\nversion = 3.", minor, ".1\n");
	put_file("e/pyvenv.cfg", cfg.data);
	put_dir("e/lib");
	buf_putl(&lib, "e/lib/python3.", minor);
	put_dir(lib.data);
	put_dir(path_join(lib.data, "site-packages"));
	if (pip) {
		struct buf info = BUF_INIT, metadata = BUF_INIT;

		buf_putl(&info, lib.data, "/site-packages/pip-", pip,
			 ".dist-info");
		put_dir(info.data);
		buf_putl(&metadata, "Name: pip\nVersion: ", pip, "\n");
		put_file(path_join(info.data, "METADATA"), metadata.data);
	}
}

/* PATH and what is above it. */
static inline void put_dirs(const char *path)
{
	for (size_t i = 1; path[i]; i++)
		if (path[i] == '/')
			put_dir(mem_dup(path, i));
	put_dir(path);
}

static inline void put_dist(const char *dir, const char *metadata)
{
	put_dir(dir);
	if (metadata)
		put_file(path_join(dir, "METADATA"), metadata);
}

static inline struct dists read_dists(void)
{
	struct venv venv;
	struct dists dists;

	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	return dists;
}

/* "a==1 b===x", pip left out. */
static inline const char *listed(const struct dists *dists)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];

		if (!streq(dist->name, "pip"))
			buf_putl(&b, b.len ? " " : "", dist->name,
				 dist->legacy ? "===" : "==", dist->version);
	}
	return b.data;
}

static inline void put_files(const char *minor, const struct file *files)
{
	for (; files->path; files++) {
		struct buf path = BUF_INIT;

		buf_putl(&path, "e/lib/python3.", minor, "/site-packages/",
			 files->path);
		put_dirs(files->text ? path_parent(path.data) : path.data);
		if (files->text)
			put_file(path.data, files->text);
	}
}

#endif
