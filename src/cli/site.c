/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/site.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

static int open_dir(int at, const char *name)
{
	return openat(at, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK |
			      O_CLOEXEC);
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

static const char *find_python(int lib)
{
	uint64_t room[1024];
	const char *name = NULL;

	if (lib < 0 ||
	    file_scan_fd(lib, room, sizeof(room), take_python, &name))
		return NULL;
	return name;
}

const char *site_python(const struct venv *venv)
{
	int lib = open_dir(AT_FDCWD, path_join(venv->path, "lib"));
	const char *name = find_python(lib);

	if (lib >= 0)
		close(lib);
	return name;
}

/* "python3.11", as pyvenv.cfg has it. */
static const char *python_by_version(const struct venv *venv)
{
	const char *version = venv->cfg.version, *dot;
	struct buf b = BUF_INIT;

	dot = version ? strchr(version, '.') : NULL;
	if (!dot)
		return NULL;
	buf_puts(&b, "python");
	buf_put(&b, version, (size_t)(dot - version) + 1);
	buf_put(&b, dot + 1, strspn(dot + 1, "0123456789"));
	return strchr(b.data, '/') ? NULL : b.data;
}

/* DIR/NAME/site-packages. */
static int open_site(int dir, const char *name)
{
	int python = name ? open_dir(dir, name) : -1, site;

	if (python < 0)
		return -1;
	site = open_dir(python, "site-packages");
	close(python);
	return site;
}

static int open_in(const struct venv *venv, const char *lib, const char **path)
{
	int dir = open_dir(AT_FDCWD, path_join(venv->path, lib)), site;
	const char *name = python_by_version(venv);

	if (dir < 0)
		return -1;
	site = open_site(dir, name);
	if (site < 0) {
		name = find_python(dir);
		site = open_site(dir, name);
	}
	close(dir);
	if (site >= 0) {
		struct buf b = BUF_INIT;

		buf_putl(&b, venv->path, "/", lib, "/", name, "/site-packages");
		*path = b.data;
	}
	return site;
}

/* A directory that is not made of pythonX.Y. */
static int open_plain(const struct venv *venv, const char *name,
		      const char **path)
{
	*path = path_join(venv->path, name);
	return open_dir(AT_FDCWD, *path);
}

int site_open(const struct venv *venv, const char **path)
{
	int site = open_in(venv, "lib", path);
	struct file_info lib;

	if (site >= 0)
		return site;
	/* Of PyPy before 3.8. */
	site = open_plain(venv, "site-packages", path);
	if (site >= 0 || !file_lstat(path_join(venv->path, "lib"), &lib))
		return site;
	/* Of Windows. */
	return open_plain(venv, "Lib/site-packages", path);
}

int site_open_lib64(const struct venv *venv, const char **path)
{
	return open_in(venv, "lib64", path);
}
