/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell/watch.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include <sys/vfs.h>

#include "core/path.h"

/*
 * The file system's type decides, not a clock: NFS, CIFS, SMB (two), FUSE, 9p, autofs, Ceph,
 * Lustre, GPFS, AFS (two), BeeGFS, Coda, PanFS, prl_fs, vboxsf, vmhgfs.
 */
bool watch_is_far(const char *path)
{
	static const uint32_t types[] = {
		0x6969,     0xFF534D42, 0xFE534D42, 0x517B,     0x65735546, 0x01021997,
		0x0187,     0x00C36400, 0x0BD00BD0, 0x47504653, 0x5346414F, 0x6B414653,
		0x19830326, 0x73757245, 0xAAD7AAEA, 0x7C7C6673, 0x786F4256, 0xBACBACBC,
	};
	struct statfs fs;

	while (statfs(path, &fs)) {
		if (errno != ENOENT || streq(path, "/"))
			return false;
		path = path_parent(path);
	}
	/* f_type is a signed integer of 32 or 64 bits. */
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if ((uint32_t)fs.f_type == types[i])
			return true;
	return false;
}

/*
 * A prompt must not wait for a server. An environment whose parent contains the directory in which
 * the search began is on that directory's file system: a search crosses none.
 */
const char *watch_off(const struct plan *plan)
{
	const char *wish = getenv("AVENV_WATCH"), *present = plan->present;

	if (is_set(wish))
		return settings_on(wish) ? NULL : "AVENV_WATCH is 0";
	if (watch_is_far("."))
		return "this directory is on a network file system";
	if (present && !(plan->start && path_under(plan->start, path_parent(present))) &&
	    watch_is_far(present))
		return "the environment is on a network file system";
	return NULL;
}

/* Add to NAMES the paths that tools of the project may make, but on far file systems. */
static void add_awaited(struct strings *names, const struct strings *awaited)
{
	const char *store = "";
	bool far = false;

	for (size_t i = 0; i < awaited->count; i++) {
		const char *path = awaited->list[i], *dir = path_parent(path_parent(path));

		if (!streq(dir, store))
			far = watch_is_far(dir);
		store = dir;
		if (!far)
			strings_add(names, path);
	}
}

void watch_fill(struct watch *watch, const struct plan *plan)
{
	*watch = (struct watch){ .off = watch_off(plan) };
	if (watch->off)
		return;
	watch->present = plan->present;
	if (is_set(plan->state.virtual_env) && (plan->present || plan->anchor.relative))
		watch->env = plan->state.virtual_env;
	watch->anchor = plan->anchor;
	watch->times = plan->times;
	watch->names = plan->missing;
	add_awaited(&watch->names, &plan->awaited);
	watch->python = plan->python;
}
