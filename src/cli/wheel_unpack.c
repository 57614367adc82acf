/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/digest.h"
#include "cli/stage.h"
#include "cli/wheel.h"
#include "cli/wheel_zip.h"
#include "core/mem.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** more gain nothing: the file system is what they wait for */
	WORKERS_MAX = 8,
	/** as long as each has so many files to write */
	JOBS_MIN = 32,
	/** taken at once: they mostly lie in one directory, in which only one
	 * thread at a time can make a file */
	BATCH = 16,
};

/** The directory below site-packages in which files were made last. */
struct place {
	int site;
	/** open, or -1 */
	int dir;
	/** the first LEN bytes of NAME name it; "" for site-packages itself */
	const char *name;
	size_t len;
};

/** A file to be written: which member of which wheel. */
struct job {
	const struct wheel *wheel;
	size_t member;
};

/** What the workers share. */
struct unpacking {
	const struct job *jobs;
	size_t count;
	int site;
	mode_t umask;
	/** the next job that nobody has taken; the end once one failed */
	atomic_size_t next;
};

/** A thread, which may touch no memory of mem.h. */
struct worker {
	struct unpacking *all;
	pthread_t thread;
	struct place place;
	/** what is open, and how many members of it were read */
	struct wheel_zip zip;
	const struct wheel *wheel;
	size_t position;
	/** the job that failed, and what is wrong with its member or errno */
	const struct job *failed;
	const char *fault;
	int err;
};

static int fail(struct worker *w, const char *fault)
{
	w->fault = fault;
	return -1;
}

static int fail_errno(struct worker *w)
{
	w->err = errno;
	return -1;
}

static int fail_zip(struct worker *w)
{
	return fail(w, w->zip.error);
}

/* Open directory NAME, LEN bytes, below site-packages; through no link. */
static int enter(struct place *p, const char *name, size_t len)
{
	int dir = p->site;

	if (p->dir >= 0 && p->len == len && !memcmp(p->name, name, len))
		return p->dir;
	for (size_t at = 0, n; at < len; at += n + 1) {
		char part[NAME_MAX + 1];
		int above = dir;

		for (n = 0; at + n < len && name[at + n] != '/'; n++)
			part[n] = name[at + n];
		part[n] = '\0';
		dir = openat(above, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (above != p->site)
			close(above);
		if (dir < 0)
			return -1;
	}
	if (p->dir >= 0 && p->dir != p->site)
		close(p->dir);
	p->dir = dir;
	p->name = name;
	p->len = len;
	return dir;
}

/* The directory in which NAME lies; *BASE is its last component. */
static int enter_parent(struct place *p, const char *name, const char **base)
{
	const char *slash = strrchr(name, '/');

	*base = slash ? slash + 1 : name;
	return enter(p, name, slash ? (size_t)(slash - name) : 0);
}

static void leave(struct place *p)
{
	if (p->dir >= 0 && p->dir != p->site)
		close(p->dir);
	p->dir = -1;
}

/* Write the open member to FD, and not a byte more than was announced. */
static int copy(struct worker *w, const struct wheel_member *m, int fd)
{
	uint8_t sum[DIGEST_MAX];
	char hash[RECORD_HASH];
	uint64_t left = m->size;
	const void *data;
	size_t len;
	struct digest digest;
	int more;

	digest_start(&digest, &digest_sha256);
	while ((more = wheel_zip_read(&w->zip, &data, &len)) > 0) {
		if (len > left)
			return fail(w, "is longer than it says");
		digest_put(&digest, data, len);
		if (files_write(fd, data, len))
			return fail_errno(w);
		left -= len;
	}
	if (more < 0)
		return fail_zip(w);
	if (left)
		return fail(w, "is shorter than it says");
	digest_end(&digest, sum);
	record_hash_format(sum, hash);
	if (*m->hash && !streq(m->hash, hash))
		return fail(w, "is not what RECORD says: another hash");
	return 0;
}

static int unpack(struct worker *w, const struct wheel_member *m)
{
	mode_t mode = m->executable ? 0777 : 0666;
	const char *base;
	int dir = enter_parent(&w->place, m->name, &base);
	int fd, ret;

	if (dir < 0)
		return fail_errno(w);
	fd = openat(dir, base, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return fail_errno(w);
	ret = copy(w, m, fd);
	/* As pip has it, whatever the umask. */
	if (!ret && m->executable && fchmod(fd, (mode & ~w->all->umask) | 0111))
		ret = fail_errno(w);
	if (close(fd) && !ret)
		ret = fail_errno(w);
	return ret;
}

/* Directories are made before; RECORD is made anew in the end. */
static bool is_unpacked(const struct wheel *wheel, const struct wheel_member *m)
{
	return !m->dir && !streq(m->name, wheel->record_name);
}

/* Read on to the member: jobs are taken in the order of the archives. */
static int seek(struct worker *w, const struct job *job)
{
	const struct text *bytes = &job->wheel->bytes;
	struct wheel_entry entry;

	if (w->wheel != job->wheel) {
		wheel_zip_close(&w->zip);
		w->wheel = job->wheel;
		w->position = 0;
		if (wheel_zip_open(&w->zip, bytes->data, bytes->len, false))
			return fail_zip(w);
	}
	while (w->position <= job->member) {
		int more = wheel_zip_next(&w->zip, &entry);

		if (more <= 0)
			return more ? fail_zip(w) : fail(w, "is gone");
		w->position++;
	}
	return 0;
}

/* The jobs from N on that were taken at once. */
static void do_batch(struct worker *w, size_t n)
{
	struct unpacking *all = w->all;
	size_t end = n + BATCH < all->count ? n + BATCH : all->count;

	for (; n < end && !stage_interrupted(); n++) {
		const struct job *job = &all->jobs[n];
		const struct wheel *wheel = job->wheel;

		if (seek(w, job) || unpack(w, &wheel->members[job->member])) {
			w->failed = job;
			atomic_store(&all->next, all->count);
			return;
		}
	}
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct unpacking *all = w->all;
	size_t n;

	while (!stage_interrupted() && (n = atomic_fetch_add(&all->next, BATCH)) < all->count)
		do_batch(w, n);
	wheel_zip_close(&w->zip);
	leave(&w->place);
	return NULL;
}

static size_t count_workers(size_t jobs)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = cpus < 1 ? 1 : (size_t)cpus;

	n = n < WORKERS_MAX ? n : WORKERS_MAX;
	return n <= jobs / JOBS_MIN ? n : jobs / JOBS_MIN + 1;
}

static int report(const struct worker *w)
{
	const struct job *job = w->failed;
	const char *name = job->wheel->members[job->member].name;

	if (w->fault)
		return wheel_refuse(job->wheel, name, w->fault);
	errno = w->err;
	return error_errno("cannot write '%s' of wheel '%s'", shown(name), shown(job->wheel->path));
}

/* Do all jobs, in this thread and in further ones. */
static int run(struct unpacking *all)
{
	struct worker workers[WORKERS_MAX] = { 0 };
	size_t count = count_workers(all->count), started = 1;
	const struct worker *bad = NULL;

	for (size_t i = 0; i < WORKERS_MAX; i++) {
		workers[i].all = all;
		workers[i].place.site = all->site;
		workers[i].place.dir = -1;
	}
	while (started < count &&
	       !pthread_create(&workers[started].thread, NULL, work, &workers[started]))
		started++;
	work(&workers[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	for (size_t i = 0; i < started && !bad; i++)
		if (workers[i].failed)
			bad = &workers[i];
	return bad ? report(bad) : 0;
}

static int make_dirs(const struct wheel *wheel, int site)
{
	struct place place = { .site = site, .dir = -1 };
	const char *base;
	int ret = 0;

	for (size_t i = 0; i < wheel->dir_count && !ret; i++) {
		int above = enter_parent(&place, wheel->dirs[i], &base);

		/* Another wheel may have files there, too. */
		if (above < 0 || (mkdirat(above, base, 0777) && errno != EEXIST))
			ret = error_errno("cannot make directory '%s' of wheel "
					  "'%s'",
					  shown(wheel->dirs[i]), shown(wheel->path));
	}
	leave(&place);
	return ret;
}

/* Whoever unpacks has nothing to allocate. */
static void list_jobs(struct unpacking *all, const struct wheel *wheels, size_t count)
{
	struct job *jobs;
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += wheels[i].count;
	jobs = mem_array(total + 1, sizeof(*jobs));
	for (size_t i = 0; i < count; i++)
		for (size_t m = 0; m < wheels[i].count; m++)
			if (is_unpacked(&wheels[i], &wheels[i].members[m]))
				jobs[all->count++] = (struct job){ &wheels[i], m };
	all->jobs = jobs;
}

int wheels_unpack(const struct wheel *wheels, size_t count, const struct wheel_target *target)
{
	struct unpacking all = { .site = target->site, .umask = files_umask() };
	int ret;

	list_jobs(&all, wheels, count);
	for (size_t i = 0; i < count; i++)
		if (make_dirs(&wheels[i], target->site))
			return -1;
	if (wheel_zip_begin())
		return -1;
	ret = run(&all);
	wheel_zip_end();
	return stage_interrupted() ? -1 : ret;
}
