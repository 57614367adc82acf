/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/far.h"

#ifdef __linux__
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

#include <stdint.h>

#include "core/base.h"
#include "core/mem.h"

#include "core/banned.h"

#ifdef __linux__

/* As in statfs(2) and linux/magic.h; the others by their own sources. */
static const struct {
	uint32_t type;
	const char *name;
} types[] = {
	{ 0x6969, "NFS" },
	{ 0xFF534D42, "CIFS" },
	{ 0xFE534D42, "SMB" },
	{ 0x517B, "SMB" },
	{ 0x65735546, "FUSE" },
	{ 0x01021997, "9p" },
	/* A name that is looked up there may be mounted for that. */
	{ 0x0187, "autofs" },
	{ 0x00C36400, "Ceph" },
	{ 0x0BD00BD0, "Lustre" },
	{ 0x47504653, "GPFS" },
	{ 0x5346414F, "AFS" },
	{ 0x6B414653, "AFS" },
	{ 0x19830326, "BeeGFS" },
	{ 0x73757245, "Coda" },
	{ 0xAAD7AAEA, "PanFS" },
	{ 0x7C7C6673, "prl_fs" },
	{ 0x786F4256, "vboxsf" },
	{ 0xBACBACBC, "vmhgfs" },
};

const char *far_type(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs))
		return NULL;
	/* f_type may be a signed word of 32 or 64 bits. */
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if ((uint32_t)fs.f_type == types[i].type)
			return types[i].name;
	return NULL;
}

#else

const char *far_type(const char *path)
{
	struct statfs fs;

	return statfs(path, &fs) || (fs.f_flags & MNT_LOCAL) ? NULL : mem_dups(fs.f_fstypename);
}

#endif
