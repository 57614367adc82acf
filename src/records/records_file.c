/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/records_file.h"

#include <bsd/libutil.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/others.h"
#include "system/file_at.h"
#include "system/replace.h"

#define TEMP_NAME "records.new"
#define LOCK_NAME "records.lock"

enum {
	/** time to wait for another writer: 250 times 20 ms */
	LOCK_TRIES = 250,
	LOCK_PAUSE_NS = 20 * 1000 * 1000,
};

/* The reason why nobody uses the records file PATH: another user can change it. */
static struct reason refusal_of_records(const char *path)
{
	struct reason r = others_in_data(path);

	if (r.why)
		r.why = formatted("'%s' is not used: %s", shown(path), r.why);
	return r;
}

struct reason records_fault(const struct trust *trust)
{
	struct reason r = { 0 };

	if (trust->others.count)
		r = refusal_of_records(trust->file);
	if (r.why)
		return r;
	r = (struct reason){ trust->fault, "", "changes that" };
	if (!trust->closed && trust->bad_line)
		r.next = formatted("sed -i %ud %s", trust->bad_line, paste_word(trust->file));
	return r;
}

/* Create PATH and its missing parents. */
static int make_missing_dirs(const char *path, struct buf *why)
{
	const char *home = settings_path("HOME");

	if (file_reachable(path))
		return 0;
	if (errno != ENOENT)
		return why_errno(why, "open", path);
	if (make_missing_dirs(path_parent(path), why))
		return -1;
	if (!mkdir(path, 0700) || errno == EEXIST)
		return 0;
	/* The message about HOME has its path: "~" would say nothing. */
	if (!home || !streq(path, path_trimmed(home)))
		return why_errno(why, "make directory", path);
	buf_putl(why, "HOME is ", escape_quoted(path),
		 ", which is not there and cannot be made: ", strerror(errno));
	return -1;
}

/* Refuse the records file PATH if another user can change it, or lead its path elsewhere. */
static int check_records(const char *path, struct buf *why)
{
	const struct reason r = refusal_of_records(path);

	if (r.why)
		buf_puts(why, reason_line(r));
	return r.why ? -1 : 0;
}

static int open_records_dir(struct records_file *file, struct buf *why)
{
	const char *path = path_parent(file->path);

	/* Once more: in a sticky directory another user may make PATH first. */
	if (check_records(file->path, why) || make_missing_dirs(path, why) ||
	    check_records(file->path, why))
		return -1;
	file->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return file->dir < 0 ? why_errno(why, "open", path) : 0;
}

/* Lock the file, waiting for at most 5 seconds: the other writer may be a stopped process. */
static int take_lock(struct records_file *file, struct buf *why)
{
	const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NS };
	const char *path = path_join(path_parent(file->path), LOCK_NAME);

	for (int i = 0; i < LOCK_TRIES; i++) {
		file->lock = flopenat(file->dir, LOCK_NAME, flags, 0600);
		if (file->lock >= 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return why_errno(why, "lock", path);
		nanosleep(&pause, NULL);
	}
	return why_not(why, "lock", path, "another avenv has held it for 5 seconds; try again");
}

/*
 * Read the file and TRUST again. Returns 0, or -1 with the reason added to WHY; if TRUST is closed,
 * that is TRUST->fault.
 */
static int read_anew(struct records_file *file, struct trust *trust, struct buf *why)
{
	/*
	 * If the file could not be used before, do not read it again: the change was collected
	 * without its records, and would drop none.
	 */
	if (!trust->closed)
		trust_forget(trust);
	trust_load(trust);
	file->text = (struct text){ .data = buf_empty };
	if (trust->closed)
		buf_puts(why, reason_line(records_fault(trust)));
	else if (file_slurp_at(file->dir, path_base(file->path), TRUST_FILE_MAX, &file->text) &&
		 errno != ENOENT)
		why_errno(why, "read", file->path);
	else
		return 0;
	return -1;
}

int records_open(struct records_file *file, struct trust *trust, struct buf *why)
{
	*file = (struct records_file){ .path = trust->settings->records, .dir = -1, .lock = -1 };
	if (!file->path) {
		buf_puts(why, "there is no place for records: HOME is not set to an absolute path");
		return -1;
	}
	if (!open_records_dir(file, why) && !take_lock(file, why) && !read_anew(file, trust, why))
		return 0;
	records_close(file);
	return -1;
}

/* Remove what a process left that died: no other one works here under the lock. */
static void sweep(const struct records_file *file)
{
	struct strings names = { 0 };

	if (dir_names_at(file->dir, &names))
		return;
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.list[i];

		if (temp_is_foreign(file->dir, name))
			error("'%s' %s",
			      shown(path_join(path_parent(file->path),
					      temp_give_back(file->dir, name))),
			      temp_given_text);
		else if (temp_name_is_private(file->dir, name))
			unlinkat(file->dir, name, 0);
	}
}

static int write_temp(const struct records_file *file, const struct buf *text)
{
	int fd, ret;

	sweep(file);
	/* No other file is exchanged with this name: see replace_seen(). */
	if (unlinkat(file->dir, TEMP_NAME, 0) && errno != ENOENT)
		return -1;
	fd = files_open_new(file->dir, TEMP_NAME);
	if (fd < 0)
		return -1;
	ret = file_write(fd, text->data, text->len) || fchmod(fd, 0600) || files_sync(fd);
	file_close(fd);
	return ret ? -1 : 0;
}

int records_replace(struct records_file *file, const struct buf *text, struct buf *why)
{
	if (text->len > TRUST_FILE_MAX)
		return why_not(why, "record in", file->path,
			       "it is full; 'avenv forget --gone' makes room");
	if (write_temp(file, text) ||
	    replace_seen(file->dir, TEMP_NAME, path_base(file->path),
			 file->text.info.mode ? &file->text.info : NULL)) {
		int err = errno;

		unlinkat(file->dir, TEMP_NAME, 0);
		errno = err;
		return why_errno(why, "write", file->path);
	}
	if (files_sync(file->dir))
		return why_errno(why, "write", path_parent(file->path));
	return 0;
}

int records_append(struct records_file *file, const struct buf *text, struct buf *why)
{
	const size_t len = file->text.len;
	int fd = openat(file->dir, path_base(file->path),
			O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool failed =
		fd < 0 || file_write(fd, text->data + len, text->len - len) || files_flush(fd);

	if (failed)
		why_errno(why, "write", file->path);
	/*
	 * Remove a partial line, which would be a damaged record. Who edits the file by hand in
	 * the moment in which the disk is full writes behind it, and may lose that.
	 */
	if (failed && fd >= 0)
		(void)!ftruncate(fd, (off_t)len);
	file_close(fd);
	return failed ? -1 : 0;
}

void records_close(struct records_file *file)
{
	file_close(file->lock);
	file_close(file->dir);
}
