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
#include "system/file_at.h"

enum {
	/** more threads are not faster: they wait for the file system */
	THREADS_MAX = 8,
	/**
	 * members that a thread takes at a time: most neighbours are in one directory, in which the
	 * kernel creates one file at a time
	 */
	BATCH = 16,
	/** directories open at the same time; pip has about 75 */
	DIRS_MAX = 500,
};

/** An open directory, whose path is the first LEN bytes of NAME. */
struct dir {
	const char *name;
	size_t len;
	int fd;
};

/** A file to write. */
struct job {
	const struct wheel *wheel;
	const struct zip_member *member;
	/** descriptor of its directory */
	int dir;
};

/** The work that threads share. */
struct unpacking {
	/** directories; the first is site-packages itself, "" */
	struct dir *dirs;
	size_t dir_count;
	struct job *jobs;
	size_t job_count;
	/** bytes of the largest file */
	size_t size_max;
	pthread_t threads[THREADS_MAX];
	size_t thread_count;
	/** index of the next job that no thread has taken */
	atomic_size_t next;
	/** a job has failed; the first that did, and its errno, 0 for a damaged member */
	atomic_bool failed;
	const struct job *bad;
	int err;
};

/*
 * Create and open the directory named by LEN bytes of NAME, and its parents. Returns its
 * descriptor, or -1 with errno.
 */
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
	/* EEXIST: another wheel has files in it, too. */
	if (u->dir_count >= DIRS_MAX || (mkdirat(up, base, 0777) && errno != EEXIST))
		return -1;
	fd = files_open_dir(up, base);
	if (fd >= 0)
		u->dirs[u->dir_count++] = (struct dir){ name, len, fd };
	return fd;
}

/*
 * Create the directories of WHEEL and add its files to the jobs. RECORD is left out: wheel_record()
 * writes another one.
 */
static int add_wheel(struct unpacking *u, const struct wheel *wheel)
{
	const struct zip *zip = &wheel->zip;
	const struct zip_member *record = zip_find(zip, path_join(wheel->dist_info, "RECORD"));

	for (size_t i = 0; i < zip->count; i++) {
		const struct zip_member *m = &zip->members[i];
		const char *slash = strrchr(m->name, '/');
		size_t len = slash ? (size_t)(slash - m->name) : 0;
		struct job job = { .wheel = wheel, .member = m };

		if (m->dir || m == record)
			continue;
		job.dir = make_dir(u, m->name, len);
		if (job.dir < 0)
			return error_errno("cannot write '%s'", shown(m->name));
		u->jobs[u->job_count++] = job;
	}
	if (zip->size_max > u->size_max)
		u->size_max = zip->size_max;
	return 0;
}

/* pip makes a file executable whatever the umask is. */
static int make_executable(int fd)
{
	struct stat st;

	return fstat(fd, &st) ? -1 : fchmod(fd, (st.st_mode & 0777) | 0111);
}

/* Write the file of JOB. Returns 0, or -1 with errno, 0 for a damaged member. */
static int write_member(const struct job *job, struct unzip *z)
{
	const struct zip_member *m = job->member;
	const uint8_t *data = unzip(z, m);
	int fd, ret;

	errno = 0;
	if (!data)
		return -1;
	fd = openat(job->dir, path_base(m->name),
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    m->executable ? 0777 : 0666);
	if (fd < 0)
		return -1;
	ret = file_write(fd, data, m->size);
	if (!ret && m->executable)
		ret = make_executable(fd);
	if (ret)
		file_close(fd);
	/* NFS may report a full disk only in close(). */
	return ret ? -1 : close(fd);
}

/* The main function of a thread, which must not use mem.h. */
static void *unpack_thread(void *arg)
{
	struct unpacking *u = arg;
	struct unzip z;
	int ret = unzip_begin(&z, u->size_max);
	size_t n;

	while (!u->failed && (n = atomic_fetch_add(&u->next, BATCH)) < u->job_count)
		for (size_t i = n; i < n + BATCH && i < u->job_count && !u->failed; i++) {
			if (!ret)
				ret = write_member(&u->jobs[i], &z);
			if (!ret || atomic_exchange(&u->failed, true))
				continue;
			u->err = errno;
			u->bad = &u->jobs[i];
		}
	unzip_end(&z);
	return NULL;
}

/* Wait for the threads, and close the directories. */
static void join_threads(struct unpacking *u)
{
	while (u->thread_count > 0)
		pthread_join(u->threads[--u->thread_count], NULL);
	while (u->dir_count > 0)
		file_close(u->dirs[--u->dir_count].fd);
}

struct unpacking *unpack_begin(const struct wheel *wheels, size_t count, int site)
{
	struct unpacking *u = mem_alloc(sizeof(*u));
	size_t members = 0, threads = (size_t)sysconf(_SC_NPROCESSORS_ONLN);

	*u = (struct unpacking){ .dirs = mem_array(DIRS_MAX, sizeof(*u->dirs)), .dir_count = 1 };
	u->dirs[0] = (struct dir){ "", 0, site };
	for (size_t i = 0; i < count; i++)
		members += wheels[i].zip.count;
	u->jobs = mem_array(members, sizeof(*u->jobs));
	for (size_t i = 0; i < count; i++)
		if (add_wheel(u, &wheels[i])) {
			join_threads(u);
			return NULL;
		}
	/* The caller is one of the threads, in unpack_end(). */
	for (size_t i = 1; i < threads && i < THREADS_MAX; i++)
		if (!pthread_create(&u->threads[u->thread_count], NULL, unpack_thread, u))
			u->thread_count++;
	return u;
}

int unpack_end(struct unpacking *u)
{
	unpack_thread(u);
	join_threads(u);
	if (!u->bad)
		return 0;
	errno = u->err;
	if (!errno)
		return wheel_refuse(u->bad->wheel, "it is damaged");
	return error_errno("cannot write '%s'", shown(u->bad->member->name));
}

void unpack_stop(struct unpacking *u)
{
	u->failed = true;
	join_threads(u);
}
