/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 60 */
/* The limit of the import path: beyond it is one fatal problem, so no package counts as missing. */
#include "installed/dists.h"
#include "test.h"

/** lib takes one of 1024 places, and lib64 another one if it has a .pth file. */
static const struct {
	/** directories in a .pth file of lib, and in one of lib64 */
	int lib, lib64;
	/** behind those of lib is an egg in an archive */
	bool egg;
	size_t problems;
} many[] = {
	{ 1022, 0, true, 0 },  { 1023, 0, false, 0 },    { 1023, 0, true, 1 },
	{ 1022, 1, false, 1 }, { 1023, 1100, false, 1 },
};

/* Make many.pth in DIR, lib or lib64: COUNT directories, and the line MORE. */
static void put_pth(const char *dir, int count, const char *more)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < count; i++)
		buf_puts(&b, formatted("../../../../many/%s/%d\n", dir, i));
	buf_puts(&b, more);
	put_file(formatted("e/%s/python3.11/site-packages/many.pth", dir), b.data);
}

TEST(too_many_directories)
{
	put_env("e");
	put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n");
	for (int i = 0; i < 1100; i++)
		put_dirs(formatted("many/lib/%d/", i));
	put("many/lib64>lib");
	put_file("e/lib/python3.11/site-packages/zip-1.0-py3.11.egg", "PK");
	foreach(row, many) {
		const char *what = formatted("%d %d %d", row->lib, row->lib64, row->egg);
		struct dists dists;
		struct venv venv;

		put_pth("lib", row->lib, row->egg ? "zip-1.0-py3.11.egg" : "");
		if (row->lib64)
			put_pth("lib64", row->lib64, "");
		venv_read(at("e"), &venv);
		dists_read(&venv, &dists);
		row_int(what, dists.problem_count, row->problems);
		row_int(what, dists_find(&dists, "zip") != NULL, row->egg && !row->problems);
		if (row->problems)
			row_int(what, dists.problems[0].fatal, true);
	}
}

MAIN(NULL)
