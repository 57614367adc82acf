/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is installed, told from files as each pip would tell it. */
#include "cli/dist.h"
#include "core/buf.h"
#include "core/mem.h"
#include "scratch.h"

#define SITE "e/lib/python3.11/site-packages"

/* An environment with pip VERSION, or none, on Python 3.MINOR. */
static void put_venv(const char *pip, const char *minor)
{
	struct buf cfg = BUF_INIT, lib = BUF_INIT;

	assert_int_equal(scratch_remove(NULL), 0);
	assert_int_equal(mkdir(scratch, 0755), 0);
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

static void put_dist(const char *dir, const char *metadata)
{
	put_dir(dir);
	if (metadata)
		put_file(path_join(dir, "METADATA"), metadata);
}

static struct dists read_dists(void)
{
	struct venv venv;
	struct dists dists;

	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	return dists;
}

/* "a==1 b===x", pip left out. */
static const char *listed(const struct dists *dists)
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

static void one(void **state)
{
	const struct dist *dist;
	struct dists dists;
	size_t pos = 0;

	(void)state;
	put_venv(NULL, "11");
	put_dist(SITE "/Demo_Pkg-1.0RC1.dist-info",
		 "Metadata-Version: 2.1\nname: Demo_Pkg\nVersion: 1.0RC1\n"
		 "Requires-Dist: a;\n  python_version < '3'\n"
		 "Requires-Dist: b\n\nRequires-Dist: c\n");
	put_file(SITE "/Demo_Pkg-1.0RC1.dist-info/INSTALLER", "uv \n");
	put_file(SITE "/Demo_Pkg-1.0RC1.dist-info/REQUESTED", "");
	put_file(SITE "/Demo_Pkg-1.0RC1.dist-info/direct_url.json",
		 "{\"url\": \"file:///s%20t\","
		 " \"dir_info\": {\"editable\": true}}");
	dists = read_dists();
	assert_int_equal(dists.problem_count, 0);
	assert_int_equal(dists.major, 3);
	assert_int_equal(dists.minor, 11);
	assert_string_equal(listed(&dists), "Demo_Pkg==1.0rc1");
	dist = dists_find(&dists, "demo.pkg");
	assert_non_null(dist);
	assert_null(dists_find(&dists, "demo"));
	assert_string_equal(dist->key, "demo-pkg");
	assert_string_equal(dist->installer, "uv");
	assert_string_equal(dist->path, at(SITE "/Demo_Pkg-1.0RC1.dist-info"));
	assert_string_equal(dist->site->path, at(SITE));
	assert_true(dist->requested);
	assert_true(dist->local);
	assert_string_equal(dist->editable, "/s t");
	assert_string_equal(dist_header(dist, "requires-dist", &pos),
			    "a; python_version < '3'");
	assert_string_equal(dist_header(dist, "requires-dist", &pos), "b");
	assert_null(dist_header(dist, "requires-dist", &pos));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one),
	};

	return RUN_IN_SCRATCH(tests);
}
