/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 60 */
/*
 * The import path of an environment. An input is a byte, odd if the system's packages are on it,
 * and a list of files: a byte for the kind, a byte for the directory, and two texts that each end
 * in a NUL: the name, and the content or target.
 */
#include "installed/dists.h"
#include "lib/fuzz.h"
#include "print/msg.h"

#define SITE "python3.11/site-packages"

enum kind {
	FILE_WITH_TEXT,
	/** a directory with METADATA and PKG-INFO */
	DIST,
	/** a link to a path in the scratch directory */
	LINK,
	/** a .pth file with directories below "many": up to the limit of the import path, or more */
	MANY,
	KINDS,
};

static const char *const dirs[] = { "e", "e/lib/" SITE, "e/lib64/" SITE, "one", "one/lib/" SITE };

static void make_world(bool system_site)
{
	static const char *const made[] = { "e", "one" };

	if (access(at("many"), F_OK))
		for (int i = 0; i < 1100; i++)
			put_dirs(formatted("many/%d/", i));
	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		if (!access(at(made[i]), F_OK))
			scratch_remove(made[i]);
	put_file("e/pyvenv.cfg", formatted("home = %s\nversion = 3.11.1\n"
					   "include-system-site-packages = %s\n",
					   at("one/bin"), system_site ? "true" : "false"));
	put("one/bin/ e/lib/ one/lib/python3.11/os.py");
}

/* Make the directories above NAME, and NAME with TEXT, unless something else is there. */
static void try_file(const char *name, const char *text)
{
	int fd;

	for (size_t i = 1; name[i]; i++)
		if (name[i] == '/')
			mkdir(at(mem_dup(name, i)), 0755);
	fd = open(at(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd >= 0)
		CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text) && !close(fd));
}

static const char *many_lines(void)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < 1100; i++)
		buf_puts(&b, formatted("../../../../many/%d\n", i));
	return b.data;
}

/* No name leads out of the scratch directory: no "..", and links have their targets in it. */
static void put_one(struct input *in)
{
	enum kind kind = (enum kind)(input_byte(in) % KINDS);
	const char *dir = dirs[input_byte(in) % ARRAY_SIZE(dirs)];
	const char *name = joined(dir, "/", input_text(in)), *text = input_text(in);
	const char *target = joined("/", text);

	if (!path_is_clean(joined("/", name)) || strlen(name) > 500)
		return;
	if (kind == FILE_WITH_TEXT)
		try_file(name, text);
	if (kind == DIST) {
		try_file(path_join(name, "METADATA"), text);
		try_file(path_join(name, "PKG-INFO"), text);
	}
	if (kind == LINK && path_is_clean(target))
		(void)!symlink(at(text), at(name));
	if (kind == MANY)
		try_file(joined(name, ".pth"), many_lines());
}

void fuzz(struct input in)
{
	struct dists dists;
	struct venv venv;

	make_world(input_byte(&in) % 2);
	while (in.len)
		put_one(&in);
	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	for (size_t i = 0; i < dists.count; i++) {
		const struct dist *dist = &dists.list[i];

		CHECK(dist->site && path_is_clean(dist->site->path) && dist->version);
		CHECK(dists_find(&dists, dist->name) == dist);
		if (dist->site->pth)
			REACHED();
		if (dist->editable)
			REACHED();
		if (starts_with(dist->site->path, at("one/lib")))
			REACHED();
	}
	for (size_t i = 0; i < dists.problem_count; i++)
		if (strstr(dists.problems[i].text, "too many"))
			REACHED();
	(void)dists_complain(&dists);
}
