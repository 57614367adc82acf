/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments "e" with packages installed, made of files alone. */
#ifndef AVENV_TESTS_UNIT_DIST_H
#define AVENV_TESTS_UNIT_DIST_H

#include "cli/dist.h"
#include "core/buf.h"
#include "core/mem.h"
#include "scratch.h"

#define META(name, version) "Name: " name "\nVersion: " version "\n\nbody\n"
#define SITE                "e/lib/python3.11/site-packages"

static inline void put_dist(const char *dir, const char *metadata)
{
	put_dir(dir);
	if (metadata)
		put_file(path_join(dir, "METADATA"), metadata);
}

/* An environment with pip VERSION, or none, on Python 3.MINOR. */
static inline void put_venv(const char *pip, const char *minor)
{
	struct buf cfg = BUF_INIT, lib = BUF_INIT;

	scratch_clear();
	put_env("e");
	buf_putl(&cfg, "home = /nowhere\nversion = 3.", minor, ".1\n");
	put_file("e/pyvenv.cfg", cfg.data);
	buf_putl(&lib, "e/lib/python3.", minor);
	put_dirs(path_join(lib.data, "site-packages"));
	if (pip) {
		struct buf dir = BUF_INIT, text = BUF_INIT;

		buf_putl(&dir, lib.data, "/site-packages/pip-", pip, ".dist-info");
		buf_putl(&text, "Name: pip\nVersion: ", pip, "\n");
		put_dist(dir.data, text.data);
	}
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

#endif
