/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "system/file_at.h"
#include "system/platform.h"

enum {
	/** bytes of a name that are part of another one */
	NAME_START_MAX = 80,
	/** attempts to make a link */
	LINK_TRIES = 16,
};

/* The temporary name for the random NUMBER: see temp_name(). */
static const char *name_of_number(int dir, const char *prefix, uint32_t number)
{
	struct file_info info = { 0 };
	struct buf b = BUF_INIT;
	char digits[17];
	uint64_t mixed;

	/* If fstat() fails, use a random identity: temp_name_is() will accept no such name. */
	if (file_fstat(dir, &info))
		info.id.ino = platform_random();
	/* On overlayfs a directory's birth time changes when it gets its first entry. */
	if (file_fd_is_on_overlay(dir))
		info.id.btime = 0;
	mixed = (info.id.ino ^ (uint64_t)info.id.btime * UINT64_C(0x9E3779B97F4A7C15) ^ number) *
		UINT64_C(0xD6E8FEB86659FD93);
	snprintf(digits, sizeof(digits), "%08x%08x", number, (uint32_t)(mixed >> 32));
	buf_putl(&b, prefix, digits);
	return b.data;
}

const char *temp_name(int dir, const char *prefix)
{
	return name_of_number(dir, prefix, platform_random());
}

/* True if temp_name() made NAME with PREFIX in the open directory DIR. */
static bool temp_name_is(int dir, const char *name, const char *prefix)
{
	uint64_t digits;

	if (!starts_with(name, prefix))
		return false;
	digits = strtoull(name + strlen(prefix), NULL, 16);
	return streq(name, name_of_number(dir, prefix, (uint32_t)(digits >> 32)));
}

/* What of NAME fits beside prefixes and digits on every file system: on eCryptfs, in 143 bytes. */
static const char *name_start(const char *name)
{
	size_t len = strnlen(name, NAME_START_MAX);

	/* Not within a character: some file systems have names of UTF-8 only. */
	while (len && ((unsigned char)name[len] & 0xC0) == 0x80)
		len--;
	return mem_dup(name, len);
}

/* A checksum of what files_is_unchanged() compares of the entry INFO in DIR. */
static uint32_t entry_sum(int dir, const struct file_info *info)
{
	uint64_t mixed = info->id.ino;

	/* On overlayfs a rename can copy the entry. */
	if (!file_fd_is_on_overlay(dir))
		mixed ^= (uint64_t)info->id.btime * UINT64_C(0x9E3779B97F4A7C15);
	if (S_ISREG(info->mode))
		mixed += info->size * UINT64_C(0xC2B2AE3D27D4EB4F) ^
			 (uint64_t)info->mtime * UINT64_C(0x165667B19E3779F9);
	return (uint32_t)((mixed * UINT64_C(0xD6E8FEB86659FD93)) >> 32);
}

const char *old_name(int dir, const char *name, const struct file_info *own,
		     const struct file_info *seen)
{
	struct buf b = BUF_INIT;
	char sums[19];

	snprintf(sums, sizeof(sums), "-%08x%08x-", entry_sum(dir, own), entry_sum(dir, seen));
	buf_putl(&b, temp_name(dir, OLD_PREFIX), sums, name_start(name));
	return b.data;
}

enum {
	/** bytes of old_name() before its checksums, and before the entry's own name */
	OLD_SUMS = sizeof(OLD_PREFIX) - 1 + 16 + 1,
	OLD_OWN_NAME = OLD_SUMS + 16 + 1,
};

/* True if old_name() made NAME in the open directory DIR. */
static bool is_old_name(int dir, const char *name)
{
	return strlen(name) > OLD_OWN_NAME &&
	       temp_name_is(dir, mem_dup(name, OLD_SUMS - 1), OLD_PREFIX);
}

bool temp_name_is_private(int dir, const char *name)
{
	return temp_name_is(dir, name, TEMP_PREFIX) || is_old_name(dir, name);
}

bool old_name_is_of(int dir, const char *name, const char *of)
{
	return is_old_name(dir, name) && streq(name + OLD_OWN_NAME, name_start(of));
}

bool temp_is_foreign(int dir, const char *name)
{
	struct file_info info;
	uint64_t sums;
	uint32_t now;

	if (!is_old_name(dir, name) || file_lstatat(dir, name, &info))
		return false;
	sums = strtoull(mem_dup(name + OLD_SUMS, 16), NULL, 16);
	now = entry_sum(dir, &info);
	return now != (uint32_t)(sums >> 32) && now != (uint32_t)sums;
}

const char temp_given_text[] =
	"was taken away by another command by mistake, and has this name now";

const char *temp_give_back(int dir, const char *name)
{
	return give_back(dir, name, name + OLD_OWN_NAME);
}

bool temp_lock_refused(int fd)
{
	/* A file system without locks returns another error. */
	return flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
}

/* ---- taking and giving names ------------------------------------------------ */

const char *give_back(int dir, const char *temp, const char *name)
{
	const char *beside = temp_name(dir, joined(name_start(name), "-"));
	int err = errno;

	/* No other file has a name with a random number. */
	if (platform_rename_new(dir, temp, dir, name))
		name = renameat(dir, temp, dir, beside) ? temp : beside;
	errno = err;
	return name;
}

/* NAME in DIR is SEEN still; else false with errno, ESTALE if it could be compared. */
static bool is_seen(int dir, const char *name, const struct file_info *seen)
{
	errno = 0;
	if (files_is_unchanged(dir, name, seen))
		return true;
	errno = errno ? errno : ESTALE;
	return false;
}

int exchange_seen(int dir, const char *from, const char *to, const struct file_info *seen)
{
	int ret = -1, err;

	if (platform_exchange(dir, from, dir, to))
		return -1;
	/* The entry that was TO is at FROM now. */
	if (is_seen(dir, from, seen))
		return 0;
	err = errno;
	/* Exchange back, or rename back if TO was removed meanwhile. */
	if (platform_exchange(dir, from, dir, to) && give_back(dir, from, to) != to)
		ret = EXCHANGED_OTHER;
	errno = err;
	return ret;
}

static int remove_temp(int dir, const char *temp)
{
	int err = errno;

	unlinkat(dir, temp, 0);
	errno = err;
	return -1;
}

/*
 * NAME in DIR, by which no other process reaches it, is SEEN, and stays so: none has it open for
 * writing, so that nothing changes behind the comparison. Else false with errno.
 */
static bool is_seen_for_good(int dir, const char *name, const struct file_info *seen)
{
	if (!S_ISREG(seen->mode) || !platform_is_written(dir, name))
		return is_seen(dir, name, seen);
	errno = ETXTBSY;
	return false;
}

/* Exchange TEMP, a file that is OWN, with NAME, which is SEEN. Returns 0, or -1 with errno. */
static int exchange_unwritten(int dir, const char *temp, const char *name,
			      const struct file_info *own, const struct file_info *seen)
{
	bool is_exchanged = !exchange_seen(dir, temp, name, seen);
	int err;

	if (is_exchanged && is_seen_for_good(dir, temp, seen))
		return 0;
	/* The sweep of another command has compared it. */
	if (errno == ENOENT && files_is_unchanged(dir, name, own))
		return 0;
	if (!is_exchanged)
		return -1;
	err = errno;
	if (exchange_seen(dir, temp, name, own) == -1)
		give_back(dir, temp, name);
	errno = err;
	return -1;
}

/* The same, and remove what was at NAME; or rename TEMP where the file system cannot exchange. */
static int put_over(int dir, const char *temp, const char *name, const struct file_info *own,
		    const struct file_info *seen)
{
	/* If this is not removed, a sweep does it. */
	if (!exchange_unwritten(dir, temp, name, own, seen)) {
		(void)!unlinkat(dir, temp, 0);
		return 0;
	}
	if (errno != ENOTSUP)
		return -1;
	return is_seen_for_good(dir, name, seen) ? renameat(dir, temp, dir, name) : -1;
}

int replace_seen(int dir, const char *temp, const char *name, const struct file_info *seen)
{
	struct file_info own;
	const char *away;
	int ret, err;

	if (file_lstatat(dir, temp, &own))
		return -1;
	if (seen) {
		away = old_name(dir, name, &own, seen);
		if (renameat(dir, temp, dir, away))
			return remove_temp(dir, temp);
		temp = away;
	}
	ret = seen ? put_over(dir, temp, name, &own, seen) :
		     platform_rename_new(dir, temp, dir, name);
	err = errno;
	/* Unless TEMP is another program's file by now, which could not go back. */
	if (ret && files_is_unchanged(dir, temp, &own))
		unlinkat(dir, temp, 0);
	errno = err;
	return ret;
}

int remove_seen(int dir, const char *name, const struct file_info *seen)
{
	const char *temp = old_name(dir, name, seen, seen);

	if (platform_rename_new(dir, name, dir, temp))
		return -1;
	if (is_seen_for_good(dir, temp, seen) && !unlinkat(dir, temp, 0))
		return 0;
	/* The sweep of another command has compared it, and removed it or given it back. */
	if (errno == ENOENT && !file_exists_at(dir, name))
		return 0;
	if (errno == ENOENT)
		errno = ESTALE;
	give_back(dir, temp, name);
	return -1;
}

/* Move what is in FD behind the byte FROM to the byte TO. Returns the number of bytes, or -1. */
static off_t move_tail(int fd, off_t from, off_t to)
{
	char data[4096];
	off_t moved = 0;
	ssize_t n;

	while ((n = pread(fd, data, sizeof(data), from + moved)) > 0) {
		/* Less may fit: then the next one has the error. */
		n = pwrite(fd, data, (size_t)n, to + moved);
		if (n <= 0)
			return -1;
		moved += n;
	}
	return n < 0 ? -1 : moved;
}

int cut_out(int fd, off_t from, off_t to)
{
	off_t moved = move_tail(fd, to, from);

	return moved < 0 ? -1 : ftruncate(fd, from + moved);
}

/* ---- new files and links ------------------------------------------------------ */

static int replace_link_once(int dir, const char *name, const char *to,
			     const struct file_info *seen)
{
	const char *temp = temp_name(dir, TEMP_PREFIX);

	if (symlinkat(to, dir, temp))
		return -1;
	/* Without the right to keep its owner the link is the user's: a link gives no access. */
	if (seen && seen->uid != geteuid())
		(void)!fchownat(dir, temp, seen->uid, seen->gid, AT_SYMLINK_NOFOLLOW);
	return replace_seen(dir, temp, name, seen);
}

int replace_link(int dir, const char *name, const char *to, const struct file_info *seen)
{
	int ret = -1;

	/* A link cannot be locked: a sweep may have removed the new one. */
	errno = ENOENT;
	for (int i = 0; ret && errno == ENOENT && i < LINK_TRIES; i++)
		ret = replace_link_once(dir, name, to, seen);
	return ret;
}

/*
 * Create and lock an empty file *NAME, which no sweep removes. Returns its descriptor, or -1 with
 * errno.
 */
static int make_temp(int dir, const char **name)
{
	int fd;

	*name = temp_name(dir, TEMP_PREFIX);
	fd = files_open_new(dir, *name);
	if (fd < 0)
		return -1;
	errno = 0;
	if (!temp_lock_refused(fd) && files_is_open_as(dir, *name, fd))
		return fd;
	/* 0, or one of these two: a sweep locked or removed the file first. */
	if (!errno || errno == EWOULDBLOCK || errno == ENOENT)
		errno = EAGAIN;
	file_close(fd);
	return -1;
}

const char *replace_obstacle(int dir, const char *name)
{
	struct file_info info;
	int mounted;

	if (faccessat(dir, ".", W_OK, AT_EACCESS))
		return strerror(errno);
	mounted = platform_is_mount(dir, name);
	if (mounted)
		return mounted < 0 ? strerror(errno) : "it is a mount point";
	if (file_lstatat(dir, name, &info))
		return file_leads_nowhere(errno) ? NULL : strerror(errno);
	/* Only root can keep another owner of a file; the owner of a link does not matter. */
	if (S_ISLNK(info.mode) || !geteuid() || info.uid == geteuid())
		return NULL;
	return "it belongs to another user";
}

/* Give the new file FD the owner, group and mode of NAME in DIR, if that is a file, or MODE. */
static int take_mode(int fd, int dir, const char *name, const struct file_info *seen, mode_t mode)
{
	int old, ret;

	if (!seen || !S_ISREG(seen->mode))
		return fchmod(fd, mode);
	old = files_open(dir, name);
	ret = old < 0 ? -1 : files_take_mode(fd, old);
	file_close(old);
	return ret;
}

/* Write a file, which is synced if IS_SYNCED, and put it at NAME: see replace_file(). */
static int put_file(int dir, const char *name, const void *data, size_t len, mode_t mode,
		    const struct file_info *seen, bool is_synced)
{
	const char *temp;
	int fd = make_temp(dir, &temp), ret;

	if (fd < 0)
		return -1;
	if (file_write(fd, data, len) || files_flush(fd) || take_mode(fd, dir, name, seen, mode) ||
	    (is_synced && files_sync(fd)))
		ret = remove_temp(dir, temp);
	else
		ret = replace_seen(dir, temp, name, seen);
	file_close(fd);
	return ret;
}

int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode,
		 const struct file_info *seen)
{
	return put_file(dir, name, data, len, mode, seen, false);
}

int place_new_file(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	return put_file(dir, name, data, len, mode, NULL, true);
}
