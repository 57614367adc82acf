/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/attributes.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"

/* As in <linux/fs.h>, which musl does not have */
#define GET_FLAGS _IOR('f', 1, long)
#define SET_FLAGS _IOW('f', 2, long)

enum {
	/** +i and +a */
	FIXED = 0x30,
	/** the user's, and encryption and verity; others say how the blocks lie */
	KEPT = 0x290ccff,
};

/* ---- flags ------------------------------------------------------------------- */

static bool is_unsupported(void)
{
	return errno == ENOTTY || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
}

static int flags_of(int fd, unsigned *flags)
{
	*flags = 0;
	return ioctl(fd, GET_FLAGS, flags) && !is_unsupported() ? -1 : 0;
}

bool attributes_fixed(int fd)
{
	unsigned flags;

	return flags_of(fd, &flags) || flags & FIXED;
}

/* TO has the flags of FROM; SET: as far as they can be set. */
static bool has_flags(int to, int from, bool set)
{
	unsigned old, new;

	if (flags_of(from, &old) || flags_of(to, &new))
		return false;
	if (!((old ^ new) & KEPT))
		return true;
	new = (new & ~(unsigned)KEPT) | (old & KEPT & ~(unsigned)FIXED);
	return set && !ioctl(to, SET_FLAGS, &new);
}

void attributes_start(int to, int from)
{
	/* Some flags are silently not set: attributes_take() looks. */
	(void)has_flags(to, from, true);
}

/* ---- extended attributes ------------------------------------------------------ */

static int add_names(int fd, struct strings *names)
{
	ssize_t size = flistxattr(fd, NULL, 0);
	char *list;

	if (size <= 0)
		return size && !is_unsupported() ? -1 : 0;
	list = mem_alloc((size_t)size);
	size = flistxattr(fd, list, (size_t)size);
	for (ssize_t at = 0; at < size; at += (ssize_t)strlen(list + at) + 1)
		strings_add(names, list + at);
	return size < 0 ? -1 : 0;
}

/* The value of attribute NAME of FD, with NULL as data where it has none. False: nobody knows. */
static bool value_of(int fd, const char *name, struct text *value)
{
	ssize_t size = fgetxattr(fd, name, NULL, 0);

	*value = (struct text){ .data = NULL };
	if (size < 0)
		return errno == ENODATA;
	value->data = mem_alloc((size_t)size + 1);
	if (size)
		size = fgetxattr(fd, name, value->data, (size_t)size);
	value->len = (size_t)size;
	return size >= 0;
}

/* TO has the attribute NAME as FROM has it, which may be not at all; SET: it has by now. */
static bool has_same(int to, int from, const char *name, bool set)
{
	struct text old, new;

	if (!value_of(from, name, &old) || !value_of(to, name, &new))
		return false;
	if (!old.data && !new.data)
		return true;
	if (old.data && new.data && old.len == new.len && !memcmp(old.data, new.data, old.len))
		return true;
	if (!set)
		return false;
	return !(old.data ? fsetxattr(to, name, old.data, old.len, 0) : fremovexattr(to, name));
}

/* ---- all ---------------------------------------------------------------------- */

static int is_lost(const char **lost, const char *before, const char *name, const char *after)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, before, name, after, " cannot be kept");
	*lost = b.data;
	errno = EPERM;
	return -1;
}

/* Some file systems refuse every change of owner, also to the same. */
static int take_owner(int to, const struct stat *new, const struct stat *old)
{
	if (old->st_uid == new->st_uid && old->st_gid == new->st_gid)
		return 0;
	return fchown(to, old->st_uid, old->st_gid);
}

int attributes_take(int to, int from, const char **lost)
{
	struct strings names = { 0 }, failed = { 0 };
	struct stat old, new;

	if (fstat(from, &old) || fstat(to, &new) || add_names(from, &names) ||
	    add_names(to, &names))
		return -1;
	/* A change of owner removes capabilities and set-id bits. */
	if (take_owner(to, &new, &old))
		return is_lost(lost, "its owner or group", "", "");
	/* Without its access list a file with its mode would be open to its group. */
	for (size_t i = 0; i < names.count; i++)
		if (!has_same(to, from, names.list[i], true))
			strings_add(&failed, names.list[i]);
	if (fchmod(to, old.st_mode & 07777) || fstat(to, &new))
		return -1;
	if (new.st_mode != old.st_mode)
		return is_lost(lost, "its mode", "", "");
	/* NFS shows the mode as an attribute, too. */
	for (size_t i = 0; i < failed.count; i++)
		if (!has_same(to, from, failed.list[i], false))
			return is_lost(lost, "its attribute '", failed.list[i], "'");
	return has_flags(to, from, false) ? 0 : is_lost(lost, "its flags (chattr)", "", "");
}
