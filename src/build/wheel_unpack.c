/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/wheel.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** more gain nothing: they wait for the file system */
	THREADS_MAX = 8,
	/** members that a thread takes at once: they mostly lie in one directory, in which only
	 * one thread at a time can make a file */
	BATCH = 16,
	/** open at once; pip has some 75 */
	DIRS_MAX = 500,
};

/** A directory that was made: the first LEN bytes of NAME, open. */
struct dir {
	const char *name;
	size_t len;
	int fd;
};

/** The work that threads share. */
struct unpacking {
	const struct zip *zip;
	/** the first is site-packages itself, "" */
	struct dir *dirs;
	size_t dir_count;
	/** for each member the descriptor of its directory; -1: it is not written */
	int *dir_of;
	mode_t umask;
	/** the next member that no thread has taken */
	atomic_size_t next;
	/** the first member that failed, and errno; 0: it is damaged */
	atomic_bool failed;
	const struct zip_member *bad;
	int err;
};

/* Make and open a directory, LEN bytes of NAME, and its parents. Returns it, or -1 with errno. */
static int make_dir(struct unpacking *u, const char *name, size_t len)
{
	const char *slash = memrchr(name, '/', len);
	size_t up_len = slash ? (size_t)(slash - name) : 0, skip = slash ? up_len + 1 : 0;
	const char *base;
	int up, fd;

	for (size_t i = u->dir_count; i-- > 0;)
		if (u->dirs[i].len == len && !memcmp(u->dirs[i].name, name, len))
			return u->dirs[i].fd;
	up = make_dir(u, name, up_len);
	if (up < 0)
		return -1;
	base = mem_dup(name + skip, len - skip);
	errno = EMFILE;
	/* Another wheel may have files in it, too. */
	if (u->dir_count == DIRS_MAX || (mkdirat(up, base, 0777) && errno != EEXIST))
		return -1;
	fd = files_open_dir(up, base);
	if (fd >= 0)
		u->dirs[u->dir_count++] = (struct dir){ name, len, fd };
	return fd;
}

/* RECORD is not written: wheel_record() makes another one. */
static int make_dirs(struct unpacking *u, const struct zip_member *record)
{
	for (size_t i = 0; i < u->zip->count; i++) {
		const struct zip_member *m = &u->zip->members[i];
		const char *slash = strrchr(m->name, '/');

		u->dir_of[i] = -1;
		if (m->dir || m == record)
			continue;
		u->dir_of[i] = make_dir(u, m->name, slash ? (size_t)(slash - m->name) : 0);
		if (u->dir_of[i] < 0)
			return error_errno("cannot make the directory of '%s'", shown(m->name));
	}
	return 0;
}

/* Returns 0; or -1 with errno, 0 for a damaged one. */
static int write_member(const struct unpacking *u, struct unzip *z, size_t i)
{
	const struct zip_member *m = &u->zip->members[i];
	const uint8_t *data = unzip(z, m);
	int fd, ret;

	errno = 0;
	if (!data)
		return -1;
	fd = openat(u->dir_of[i], path_base(m->name),
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return -1;
	ret = files_write(fd, data, m->size);
	/* The mode of an executable as pip sets it. */
	if (!ret && m->executable)
		ret = fchmod(fd, (0777 & ~u->umask) | 0111);
	if (ret)
		file_close(fd);
	/* NFS says only in close() that the disk is full. */
	return ret ? -1 : close(fd);
}

/* A thread, which may touch no memory of mem.h. */
static void *work(void *arg)
{
	struct unpacking *u = arg;
	struct unzip z;
	int ret = unzip_begin(&z, u->zip);
	size_t n;

	while (!u->failed && (n = atomic_fetch_add(&u->next, BATCH)) < u->zip->count)
		for (size_t i = n; i < n + BATCH && i < u->zip->count; i++) {
			if (u->dir_of[i] < 0)
				continue;
			if (!ret)
				ret = write_member(u, &z, i);
			if (!ret || atomic_exchange(&u->failed, true))
				continue;
			u->err = errno;
			u->bad = &u->zip->members[i];
		}
	unzip_end(&z);
	return NULL;
}

static void run(struct unpacking *u)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), count = 1;
	pthread_t threads[THREADS_MAX];

	while (count < cpus && count < THREADS_MAX &&
	       !pthread_create(&threads[count], NULL, work, u))
		count++;
	work(u);
	while (--count > 0)
		pthread_join(threads[count], NULL);
}

int wheel_unpack(const struct wheel *wheel, int site)
{
	const struct zip *zip = &wheel->zip;
	struct unpacking u = { .zip = zip, .dir_count = 1, .umask = files_umask() };
	int ret;

	u.dir_of = mem_array(zip->count, sizeof(*u.dir_of));
	u.dirs = mem_array(DIRS_MAX, sizeof(*u.dirs));
	u.dirs[0] = (struct dir){ "", 0, site };
	ret = make_dirs(&u, zip_find(zip, path_join(wheel->dist_info, "RECORD")));
	if (!ret)
		run(&u);
	while (--u.dir_count > 0)
		close(u.dirs[u.dir_count].fd);
	if (ret || !u.bad)
		return ret;
	errno = u.err;
	if (!errno)
		return wheel_refuse(wheel, "it is damaged");
	return error_errno("cannot write '%s' of wheel '%s'", shown(u.bad->name),
			   shown(wheel->path));
}
