/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/site.h"

#include <fcntl.h>
#include <unistd.h>

#include "cli/unseen.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/* NAME in directory AT, which is at PATH. */
static int open_dir(int at, const char *name, const char *path)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		unseen(path);
	return fd;
}

bool site_is_library(const char *name)
{
	return starts_with(name, "python") || starts_with(name, "pypy");
}

static bool take_python(void *arg, int fd, const char *name, int type)
{
	const char **found = arg;

	(void)fd;
	(void)type;
	if (!site_is_library(name))
		return true;
	*found = mem_dups(name);
	return false;
}

/* In FD, the directory at PATH. */
static const char *find_python(int fd, const char *path)
{
	uint64_t room[1024];
	const char *name = NULL;

	if (file_scan_fd(fd, room, sizeof(room), take_python, &name))
		unseen(path);
	return name;
}

const char *site_python(const struct venv *venv)
{
	const char *lib = path_join(venv->path, "lib"), *name;
	int fd = open_dir(AT_FDCWD, lib, lib);

	if (fd < 0)
		return NULL;
	name = find_python(fd, lib);
	close(fd);
	return name;
}

/* "python3.11", as pyvenv.cfg has it. */
static const char *python_by_version(const struct venv *venv)
{
	const char *series = cfg_series(venv->cfg.version);
	struct buf b = BUF_INIT;

	if (!*series)
		return NULL;
	buf_putl(&b, "python", series);
	return b.data;
}

/* NAME/site-packages in DIR, which is at LIB; its path goes to PATH. */
static int open_site(int dir, const char *lib, const char *name, const char **path)
{
	int python, site;

	if (!name)
		return -1;
	*path = path_join(lib, name);
	python = open_dir(dir, name, *path);
	if (python < 0)
		return -1;
	*path = path_join(*path, "site-packages");
	site = open_dir(python, "site-packages", *path);
	close(python);
	return site;
}

static int open_in(const struct venv *venv, const char *name, const char **path)
{
	const char *lib = path_join(venv->path, name);
	int dir = open_dir(AT_FDCWD, lib, lib), site;

	if (dir < 0)
		return -1;
	site = open_site(dir, lib, python_by_version(venv), path);
	if (site < 0)
		site = open_site(dir, lib, find_python(dir, lib), path);
	close(dir);
	return site;
}

/* A directory that is not made of pythonX.Y. */
static int open_plain(const struct venv *venv, const char *name, const char **path)
{
	*path = path_join(venv->path, name);
	return open_dir(AT_FDCWD, *path, *path);
}

int site_open(const struct venv *venv, const char **path)
{
	int site = open_in(venv, "lib", path);
	const char *lib = path_join(venv->path, "lib");
	struct file_info info;

	if (site >= 0)
		return site;
	/* Of PyPy before 3.8. */
	site = open_plain(venv, "site-packages", path);
	if (site >= 0 || !file_lstat(lib, &info))
		return site;
	unseen(lib);
	/* Of Windows. */
	return open_plain(venv, "Lib/site-packages", path);
}

int site_open_lib64(const struct venv *venv, const char **path)
{
	return open_in(venv, "lib64", path);
}
