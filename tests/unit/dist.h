/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments "e" with distributions, made of files alone. */
#ifndef AVENV_TESTS_UNIT_DIST_H
#define AVENV_TESTS_UNIT_DIST_H

#include "core/buf.h"
#include "installed/dist.h"
#include "scratch.h"

#define META(name, version) "Name: " name "\nVersion: " version "\n\nbody\n"
#define SITE                "e/lib/python3.11/site-packages"
#define BAD                 SITE "/bad-1.dist-info"
#define GOOD                SITE "/good-1.dist-info"

static struct venv venv;
static struct dists dists;

/* The environment "e", with pip VERSION unless that is NULL. */
static inline void put_venv(const char *pip)
{
	scratch_clear();
	put_env("e");
	put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n");
	put_dirs(SITE);
	if (pip) {
		struct buf dir = BUF_INIT;

		buf_putl(&dir, SITE "/pip-", pip, ".dist-info");
		put_dirs(dir.data);
		put_file(path_join(dir.data, "METADATA"), META("pip", "1"));
	}
}

static inline void put_dist(const char *dir, const char *metadata)
{
	put_dirs(dir);
	if (metadata)
		put_file(path_join(dir, "METADATA"), metadata);
}

/* "a==1 b===x", "!" for each fatal problem before, "~" for each other one; without pip. */
static inline const char *listed(void)
{
	struct buf b = BUF_INIT;

	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	for (size_t i = 0; i < dists.problem_count; i++)
		buf_puts(&b, dists.problems[i].fatal ? "!" : "~");
	for (size_t i = 0; i < dists.count; i++)
		if (!streq(dists.list[i].key, "pip"))
			buf_putl(&b, b.len ? " " : "", dist_pin(&dists.list[i]));
	return b.data;
}

#endif
