/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A real path with the attributes of each directory on it, and the check who may write there. A
 * directory in the variable PATH is as safe as the weakest directory above it, as for OpenSSH's
 * authorized_keys.
 */
#ifndef AVENV_REAL_PATH_H
#define AVENV_REAL_PATH_H

#include "core/base.h"
#include "core/file.h"

/** One directory on a path. */
struct path_dir {
	/** length of this directory's own path, a prefix of real_path.path */
	size_t len;
	struct file_info info;
};

/** A real path, from "/" to the file or directory itself. */
struct real_path {
	/** absolute, without links */
	const char *path;
	/** the directories on `path`, from the root to the end; at least one */
	struct path_dir *dirs;
	size_t count;
};

/*
 * Resolve the absolute PATH into CHAIN, through links. Returns 0, or -1 with errno and an empty
 * CHAIN if PATH does not exist, cannot be reached or has a circle of links.
 */
int real_path_read(const char *path, struct real_path *chain) NODISCARD;

/* real_path_read() of PATH, which is no link. LAST has its attributes; NULL: not read yet. */
int real_path_with(const char *path, const struct file_info *last,
		   struct real_path *chain) NODISCARD;

/* The last element: the file or directory itself. */
const struct path_dir *real_path_end(const struct real_path *chain);

/* The directory that contains real_path_end(); for the root, the root. */
const struct path_dir *real_path_around(const struct real_path *chain);

enum {
	/** the uid that a user namespace shows for each unmapped user */
	OVERFLOW_UID = 65534,
};

#define NO_GROUP ((gid_t)-1)

/** The user for whom paths are checked */
struct user {
	uid_t uid;
	/** a private group if equal to `uid`; NO_GROUP: none */
	gid_t gid;
};

/* The user of this process, by effective ids. */
struct user user_of_process(void);

/* UID is the user of this process, or root, who can do the same anyway. */
bool user_or_root(uid_t uid);

/** Why a file or directory was refused. */
enum refusal {
	REFUSED_NOT,
	REFUSED_OWNER,
	REFUSED_WRITABLE,
};

/*
 * PATH has an access list (acl(5)): the group's bits are then its mask, and the list may name
 * others. An unreadable list counts as one.
 */
bool has_access_list(const char *path);

/*
 * Check that others cannot change PATH, whose attributes are INFO. Its owner must be USER, root or
 * the uid ALSO (0: nobody else). Only these may write to it, and USER's private group (gid = uid)
 * if no access list names others. A link's mode is not checked. With ABOVE, PATH is above the
 * environment, and a sticky directory may be writable: only owners can rename or remove its
 * entries, though anybody can add some. Returns REFUSED_NOT or the reason.
 */
enum refusal path_refused(const struct user *user, uid_t also, const char *path,
			  const struct file_info *info, bool above);

/*
 * path_refused() for a file or directory, not a link, with the user's own decisions. Its owner must
 * be the user of this process or root, and no group may write to it, not even the private one.
 */
enum refusal private_refused(const struct file_info *info);

#endif
