/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which processes run from an environment: they go on with the files that they
 * have open, and find others in its place when they open more.
 */
#include <ctype.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/recreate.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

#define VIRTUAL_ENV "VIRTUAL_ENV="

enum {
	/** bytes of what /proc says of a process that are looked at */
	PROC_MAX = 4 * 1024 * 1024,
};

/** Looking for them. */
struct look {
	const struct venv *venv;
	/** its Python, through links; an ino of 0: none */
	struct file_info python;
};

/* What FILE of the process at PROC holds; "" where nobody may know. */
static struct buf read_proc(const char *proc, const char *file)
{
	int fd = open(path_join(proc, file), O_RDONLY | O_CLOEXEC);
	struct buf b = BUF_INIT;
	char piece[4096];
	ssize_t n;

	if (fd < 0)
		return b;
	while (b.len < PROC_MAX && (n = read(fd, piece, sizeof(piece))) > 0)
		buf_put(&b, piece, (size_t)n);
	close(fd);
	return b;
}

/* A file below the environment is mapped: a copied Python, a compiled module. */
static bool has_mapped(const struct look *look, const char *proc)
{
	const struct buf maps = read_proc(proc, "maps");
	const char *path = look->venv->path;
	size_t len = strlen(path);

	for (const char *at = maps.data; (at = strstr(at, path)); at += len)
		if (at > maps.data && at[-1] == ' ' && at[len] == '/')
			return true;
	return false;
}

/* Where the process stands, and the path that it was started by. */
static bool is_there(const struct look *look, const char *proc)
{
	const struct buf line = read_proc(proc, "cmdline");
	const char *env = look->venv->path;
	char cwd[PATH_MAX];
	ssize_t n = readlink(path_join(proc, "cwd"), cwd, sizeof(cwd) - 1);

	cwd[n > 0 ? n : 0] = '\0';
	return path_under(cwd, env) ||
	       (strchr(line.data, '/') && path_under(path_clean(path_join(cwd, line.data)), env));
}

static bool is_path_of(const struct look *look, const char *path)
{
	const char *real = place_real(path);

	return real && streq(real, look->venv->path);
}

/* It was activated, and its Python found on PATH. */
static bool is_active_python(const struct look *look, const char *proc)
{
	struct file_info exe;
	struct buf vars;

	if (!look->python.ino || file_stat(path_join(proc, "exe"), &exe) ||
	    !file_same(&exe, &look->python))
		return false;
	vars = read_proc(proc, "environ");
	for (size_t i = 0; i < vars.len; i += strlen(vars.data + i) + 1)
		if (starts_with(vars.data + i, VIRTUAL_ENV))
			return is_path_of(look, vars.data + i + strlen(VIRTUAL_ENV));
	return false;
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	const struct look *look = arg;
	const char *proc = path_join("/proc", name);
	char *called;

	(void)fd;
	(void)type;
	if (!isdigit((unsigned char)name[0]) ||
	    (!is_there(look, proc) && !is_active_python(look, proc) && !has_mapped(look, proc)))
		return true;
	called = read_proc(proc, "comm").data;
	called[strcspn(called, "\n")] = '\0';
	note("process %s, '%s', runs from '%s'; start it anew after this", name, shown(called),
	     shown(look->venv->path));
	return true;
}

void recreate_warn_running(const struct venv *venv)
{
	struct look look = { .venv = venv };

	if (file_stat(venv_python(venv), &look.python))
		look.python.ino = 0;
	/* Where there is no /proc nothing can be said. */
	if (file_scan("/proc", visit, &look))
		return;
}
