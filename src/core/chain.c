/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/chain.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/auxv.h>
#include <sys/xattr.h>
#endif

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

static size_t count_steps(const char *path)
{
	size_t n = 1;

	for (const char *p = path; *p; p++)
		n += *p == '/' && p[1];
	return n;
}

/*
 * Look at each prefix of PATH, which is clean.  Returns 0, 1 where one of them
 * is a link, -1 with errno.
 */
static int look_at_steps(const char *path, struct chain *chain)
{
	size_t len = strlen(path), end = 1;
	char *prefix = mem_dup(path, len);

	chain->path = path;
	chain->count = 0;
	chain->steps = mem_array(count_steps(path), sizeof(*chain->steps));
	for (;;) {
		struct step *step = &chain->steps[chain->count++];
		char saved = prefix[end];

		prefix[end] = '\0';
		step->len = end;
		if (file_lstat(prefix, &step->info))
			return -1;
		if (S_ISLNK(step->info.mode))
			return 1;
		prefix[end] = saved;
		if (end == len)
			return 0;
		end += end > 1;
		end += strcspn(path + end, "/");
	}
}

int chain_of(const char *path, struct chain *chain)
{
	char *real;
	int ret = 1;

	if (strlen(path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (path_is_clean(path))
		ret = look_at_steps(path, chain);
	if (ret <= 0)
		return ret;
	real = mem_alloc(PATH_MAX);
	if (!realpath(path, real))
		return -1;
	ret = look_at_steps(real, chain);
	if (ret > 0) {
		/* Somebody puts links where there were none a moment ago. */
		errno = ELOOP;
		return -1;
	}
	return ret;
}

const struct step *chain_end(const struct chain *chain)
{
	return &chain->steps[chain->count - 1];
}

struct user user_of(uid_t root)
{
#ifdef __linux__
	/* What the kernel told this process, without asking it again. */
	return (struct user){ .uid = (uid_t)getauxval(AT_EUID),
			      .gid = (gid_t)getauxval(AT_EGID),
			      .root = root };
#else
	return (struct user){ .uid = geteuid(), .gid = getegid(), .root = root };
#endif
}

bool user_or_root(const struct user *user, uid_t uid)
{
	return uid == user->uid || uid == 0 || uid == user->root;
}

/* Where the user has no number either, it may be anybody's. */
static bool is_own(const struct user *user, const struct file_info *info)
{
	return info->uid == user->uid && !(user->uid == OVERFLOW_UID && user->root == OVERFLOW_UID);
}

enum refusal user_refuses(const struct user *user, const struct accepted *ok,
			  const struct file_info *info, bool above)
{
	bool sticky = above && S_ISDIR(info->mode) && (info->mode & S_ISVTX);
	bool private = user->uid == user->gid && info->gid == user->gid;

	if (!is_own(user, info) && info->uid != 0 && !(above && info->uid == user->root) &&
	    !(ok->has_uid && info->uid == ok->uid))
		return REFUSED_OWNER;
	if (S_ISLNK(info->mode) || sticky)
		return REFUSED_NOT;
	if (info->mode & S_IWOTH)
		return REFUSED_OTHERS;
	if ((info->mode & S_IWGRP) && !private)
		return REFUSED_GROUP;
	return REFUSED_NOT;
}

#ifdef __linux__
/* With an access list the group's bits are its mask: others may be named. */
static bool has_access_list(const char *path)
{
	ssize_t n = getxattr(path, "system.posix_acl_access", NULL, 0);

	/* What cannot be asked may well have one. */
	return n > 0 || (n < 0 && errno != ENODATA && errno != EOPNOTSUPP && errno != ENOSYS);
}
#else
static bool has_access_list(const char *path)
{
	(void)path;
	return false;
}
#endif

enum refusal path_refused(const struct user *user, const struct accepted *ok, const char *path,
			  const struct file_info *info, bool above)
{
	enum refusal no = user_refuses(user, ok, info, above);
	bool sticky = above && (info->mode & S_ISVTX);

	if (!no && (info->mode & S_IWGRP) && !sticky && !S_ISLNK(info->mode) &&
	    has_access_list(path))
		return REFUSED_ACCESS_LIST;
	return no;
}

enum refusal chain_refused(const struct chain *chain, const struct user *user,
			   const struct accepted *ok, const struct step **at)
{
	for (size_t i = 0; i < chain->count; i++) {
		enum refusal no = path_refused(user, ok, mem_dup(chain->path, chain->steps[i].len),
					       &chain->steps[i].info, i + 1 < chain->count);

		if (no) {
			*at = &chain->steps[i];
			return no;
		}
	}
	return REFUSED_NOT;
}
