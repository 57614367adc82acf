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
	FLAG_SECURE_REMOVAL = 0x1,
	FLAG_UNDELETE = 0x2,
	FLAG_COMPRESS = 0x4,
	FLAG_SYNC = 0x8,
	FLAG_IMMUTABLE = 0x10,
	FLAG_APPEND = 0x20,
	FLAG_NO_DUMP = 0x40,
	FLAG_NO_ATIME = 0x80,
	FLAG_NO_COMPRESS = 0x400,
	FLAG_ENCRYPTED = 0x800,
	FLAG_JOURNAL_DATA = 0x4000,
	FLAG_NO_TAIL = 0x8000,
	FLAG_VERITY = 0x100000,
	FLAG_NO_COW = 0x800000,
	FLAG_DAX = 0x2000000,

	/** +i and +a */
	FIXED = FLAG_IMMUTABLE | FLAG_APPEND,
	/** flags that users set, encryption and verity; the others describe the layout of blocks */
	KEPT = FIXED | FLAG_SECURE_REMOVAL | FLAG_UNDELETE | FLAG_COMPRESS | FLAG_SYNC |
	       FLAG_NO_DUMP | FLAG_NO_ATIME | FLAG_NO_COMPRESS | FLAG_ENCRYPTED |
	       FLAG_JOURNAL_DATA | FLAG_NO_TAIL | FLAG_VERITY | FLAG_NO_COW | FLAG_DAX,
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

/* True if TO has the flags of FROM. SET: copy them, except immutable and append-only. */
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
	/* The file system may ignore a flag without an error: attributes_take() checks. */
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

/* Read the attribute NAME of FD, with NULL data if FD has none. Returns false on failure. */
static bool attribute_value(int fd, const char *name, struct text *value)
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

/* Copy or remove the attribute NAME of TO, to match FROM. Returns false on failure. */
static bool copy_attribute(int to, int from, const char *name)
{
	struct text old, new;

	if (!attribute_value(from, name, &old) || !attribute_value(to, name, &new))
		return false;
	if (!old.data && !new.data)
		return true;
	if (old.data && new.data && old.len == new.len && !memcmp(old.data, new.data, old.len))
		return true;
	return !(old.data ? fsetxattr(to, name, old.data, old.len, 0) : fremovexattr(to, name));
}

/* Copy all NAMES. Returns the first that failed, or NULL. */
static const char *copy_attributes(int to, int from, const struct strings *names)
{
	const char *failed = NULL;

	for (size_t i = 0; i < names->count; i++)
		if (!copy_attribute(to, from, names->list[i]) && !failed)
			failed = names->list[i];
	return failed;
}

/* ---- all ---------------------------------------------------------------------- */

static int is_lost(const char **lost, const char *what)
{
	*lost = joined(what, " cannot be kept");
	errno = EPERM;
	return -1;
}

/* Some file systems refuse every chown(), even to the same owner. */
static int take_owner(int to, const struct stat *new, const struct stat *old)
{
	if (old->st_uid == new->st_uid && old->st_gid == new->st_gid)
		return 0;
	return fchown(to, old->st_uid, old->st_gid);
}

int attributes_take(int to, int from, const char **lost)
{
	struct strings names = { 0 };
	const char *failed;
	struct stat old, new;

	if (fstat(from, &old) || fstat(to, &new) || add_names(from, &names) ||
	    add_names(to, &names))
		return -1;
	/* A change of owner removes capabilities and set-id bits. */
	if (take_owner(to, &new, &old))
		return is_lost(lost, "its owner or group");
	/* Before fchmod(): without its access list the file would be open to its group. */
	failed = copy_attributes(to, from, &names);
	if (fchmod(to, old.st_mode & 07777))
		return -1;
	/* Try again after fchmod(): NFS has the mode as an attribute, too. */
	if (failed)
		failed = copy_attributes(to, from, &names);
	if (failed)
		return is_lost(lost, joined("its attribute '", failed, "'"));
	if (fstat(to, &new))
		return -1;
	if (new.st_mode != old.st_mode)
		return is_lost(lost, "its mode");
	return has_flags(to, from, false) ? 0 : is_lost(lost, "its flags (chattr)");
}
