/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/attributes.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"

/* ---- extended attributes ------------------------------------------------------ */

static bool is_unsupported(void)
{
	return errno == ENOTTY || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
}

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
	return 0;
}
