/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/real_path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"

struct real_path real_path_of(const char *path)
{
	char real[PATH_MAX];

	return real_path_kept(realpath(path, real) ? mem_dups(real) : NULL);
}

struct real_path real_path_partly(const char *path)
{
	struct real_path real = real_path_of(path);

	if (real.path || streq(path, "/"))
		return real_path_kept(real.path ? real.path : path);
	return real_path_entry(real_path_partly(path_parent(path)), path_base(path));
}

struct real_path real_path_parent(struct real_path real)
{
	return real_path_kept(path_parent(real.path));
}

struct real_path real_path_entry(struct real_path dir, const char *name)
{
	return real_path_kept(path_join(dir.path, name));
}

struct real_path real_path_kept(const char *path)
{
	return (struct real_path){ path };
}

struct real_path cwd_physical(void)
{
	const struct mem_mark mark = mem_mark();
	char *cwd = mem_alloc(PATH_MAX);

	cwd = getcwd(cwd, PATH_MAX);
	return real_path_kept(mem_keep_text(mark, cwd && cwd[0] == '/' ? cwd : NULL));
}

const char *cwd_logical(const char *pwd, struct real_path physical)
{
	if (!is_set(pwd) || !path_is_clean(pwd))
		return physical.path;
	if (!physical.path || streq(pwd, physical.path))
		return pwd;
	return file_same_at(pwd, ".") ? pwd : physical.path;
}

/*
 * Read each prefix of the clean PATH into CHAIN. LAST has the attributes of PATH itself, or is
 * NULL. Returns 0, 1 if a prefix is a link, or -1 with errno.
 */
static int look_at_steps(const char *path, const struct file_info *last, struct chain *chain)
{
	size_t end = 1, room = 0;

	*chain = (struct chain){ .path = path };
	for (;;) {
		struct path_dir step = { .len = end };

		if (last && !path[end])
			step.info = *last;
		else if (file_lstat(mem_dup(path, end), &step.info))
			return -1;
		if (S_ISLNK(step.info.mode))
			return 1;
		chain->dirs = mem_grow(chain->dirs, chain->count, &room, sizeof(step));
		chain->dirs[chain->count++] = step;
		if (!path[end])
			return 0;
		end += end > 1;
		end += strcspn(path + end, "/");
	}
}

int chain_with(const char *path, const struct file_info *last, struct chain *chain)
{
	int ret = 1;

	if (path_is_clean(path))
		ret = look_at_steps(path, last, chain);
	if (ret > 0) {
		path = real_path_of(path).path;
		ret = path ? look_at_steps(path, last, chain) : -1;
	}
	/* Another process replaced a directory by a link meanwhile. */
	if (ret > 0)
		errno = ELOOP;
	if (!ret)
		return 0;
	*chain = (struct chain){ 0 };
	return -1;
}

int chain_read(const char *path, struct chain *chain)
{
	return chain_with(path, NULL, chain);
}

struct real_path chain_path(const struct chain *chain)
{
	return real_path_kept(chain->path);
}

const struct path_dir *chain_at(const struct chain *chain, const char *path)
{
	const struct path_dir *step = chain->dirs;
	const size_t len = strlen(path);

	if (!path_under(chain->path, path))
		return NULL;
	while (step->len < len)
		step++;
	return step;
}

const struct path_dir *chain_end(const struct chain *chain)
{
	return &chain->dirs[chain->count - 1];
}

const struct path_dir *chain_around(const struct chain *chain)
{
	return chain_end(chain) - (chain->count > 1);
}

uid_t user_of_process(void)
{
	/* The auxiliary vector has the id: no system call is needed. */
	return (uid_t)getauxval(AT_EUID);
}

bool user_in_group(gid_t gid)
{
	/* With more groups the answer is no. */
	gid_t groups[1024];
	int count;

	if (gid == (gid_t)getauxval(AT_EGID))
		return true;
	count = getgroups(ARRAY_SIZE(groups), groups);
	for (int i = 0; i < count; i++)
		if (groups[i] == gid)
			return true;
	return false;
}

bool user_or_root(uid_t uid)
{
	return uid == user_of_process() || uid == 0;
}

uint64_t access_list(const char *path)
{
	unsigned char *list = mem_alloc(LIST_MAX);
	ssize_t n = getxattr(path, "system.posix_acl_access", list, LIST_MAX);

	if (n < 0)
		return errno == ENODATA || errno == EOPNOTSUPP || errno == ENOSYS ? 0 : LIST_UNREAD;
	return n ? fnv(FNV_START, list, (size_t)n) : 0;
}

/*
 * UID is unmapped in this user namespace: the files of each unmapped user seem to be of this one.
 */
static bool is_unknown(uid_t uid)
{
	struct file_info root;

	return uid == OVERFLOW_UID && !file_lstat("/", &root) && root.uid == OVERFLOW_UID;
}

struct others path_others(uid_t uid, uid_t also, const char *path, const struct file_info *info,
			  bool above)
{
	bool sticky = above && S_ISDIR(info->mode) && (info->mode & S_ISVTX);
	/* In a sandbox without root a directory of root's, as / is, cannot be told from others. */
	bool is_others = info->uid != uid && info->uid != 0 && info->uid != also &&
			 !(above && S_ISDIR(info->mode) && is_unknown(info->uid));
	struct others others = { .owner = is_others || is_unknown(uid) };

	if (S_ISLNK(info->mode) || sticky)
		return others;
	others.anybody = info->mode & S_IWOTH;
	if (!(info->mode & S_IWGRP))
		return others;
	others.list = path ? access_list(path) : 0;
	others.group = !others.list;
	return others;
}
