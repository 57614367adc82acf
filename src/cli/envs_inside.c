/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in an environment, by the names of its directories alone. */
#include <fcntl.h>
#include <unistd.h>

#include "cli/envs.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** letters of one part of a version */
	PART_MAX = 8,
};

/*
 * "3.11.2" of "3.11.2.final.0", as virtualenv has it; NULL for what is no
 * version, as anybody may have written it.
 */
static const char *three_parts(const char *version)
{
	size_t len = 0;

	for (int parts = 0; parts < 3; parts++) {
		size_t n = strspn(version + len, "0123456789abcrt+");

		if (!n || n > PART_MAX)
			return NULL;
		len += n;
		if (version[len] != '.')
			break;
		len++;
	}
	while (len && version[len - 1] == '.')
		len--;
	return mem_dup(version, len);
}

static int open_dir(int at, const char *name)
{
	return openat(at, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK |
			      O_CLOEXEC);
}

/* The directory that holds pythonX.Y. */
static int open_lib(const struct venv *venv)
{
	return open_dir(AT_FDCWD, path_join(venv->path, "lib"));
}

/* Visit the entries of FD, which may be -1, and close it. */
static int scan(int fd, file_visitor *visit, void *arg)
{
	uint64_t room[1024];
	int ret;

	if (fd < 0)
		return -1;
	ret = file_scan_fd(fd, room, sizeof(room), visit, arg);
	close(fd);
	return ret;
}

/* Take python3.11, python3.13t, pypy3.9. */
static bool take_stdlib(void *arg, int fd, const char *name, int type)
{
	const char **found = arg;

	(void)fd;
	(void)type;
	if (!starts_with(name, "python") && !starts_with(name, "pypy"))
		return true;
	*found = mem_dups(name);
	return false;
}

/* The name of that directory in lib; NULL: none. */
static const char *find_stdlib(const struct venv *venv)
{
	const char *name = NULL;

	return scan(open_lib(venv), take_stdlib, &name) ? NULL : name;
}

const char *env_python(const struct venv *venv)
{
	const char *version = NULL, *name;

	if (venv->cfg.version)
		version = three_parts(venv->cfg.version);
	if (version)
		return version;
	name = find_stdlib(venv);
	return name ? three_parts(name + strcspn(name, "0123456789")) : NULL;
}

/* "python3.11", as pyvenv.cfg has it. */
static const char *stdlib_by_version(const struct venv *venv)
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

/* No link is followed: what is in there may be anybody's. */
static int open_site(int lib, const char *stdlib)
{
	int dir = stdlib ? open_dir(lib, stdlib) : -1, site;

	if (dir < 0)
		return -1;
	site = open_dir(dir, "site-packages");
	close(dir);
	return site;
}

/* A name that begins with ~ is pip's, of something half removed. */
static bool count_distribution(void *arg, int fd, const char *name, int type)
{
	const char *end = strrchr(name, '.');
	size_t *count = arg;

	(void)fd;
	(void)type;
	if (end && *name != '~' &&
	    (streq(end, ".dist-info") || streq(end, ".egg-info")))
		++*count;
	return true;
}

static int open_packages(const struct venv *venv)
{
	int lib = open_lib(venv), site;

	if (lib < 0)
		return open_dir(AT_FDCWD,
				path_join(venv->path, "Lib/site-packages"));
	site = open_site(lib, stdlib_by_version(venv));
	if (site < 0)
		site = open_site(lib, find_stdlib(venv));
	close(lib);
	return site;
}

void env_each_package(const struct venv *venv, file_visitor *visit, void *arg)
{
	(void)!scan(open_packages(venv), visit, arg);
}

size_t env_packages(const struct venv *venv)
{
	size_t count = 0;

	return scan(open_packages(venv), count_distribution, &count) ? 0 :
								       count;
}
