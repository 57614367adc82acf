/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A real path with what is known of each directory on it, and who may write
 * there.  What lies on PATH is as safe as the weakest directory above it, as
 * for OpenSSH's authorized_keys.
 */
#ifndef AVENV_REAL_PATH_H
#define AVENV_REAL_PATH_H

#include "core/base.h"
#include "core/file.h"

/** One directory on a path. */
struct path_dir {
	/** how many bytes of the path name it */
	size_t len;
	struct file_info info;
};

/** A real path, from "/" to the file or directory itself. */
struct real_path {
	/** absolute, without links */
	const char *path;
	/** from the root to the end; at least one */
	struct path_dir *dirs;
	size_t count;
};

/*
 * Follow PATH, which is absolute, to its real place.  Returns 0, or -1 with
 * errno where it does not exist, cannot be reached or loops.
 */
int real_path_read(const char *path, struct real_path *chain) NODISCARD;

/* The last step: the file or directory itself. */
const struct path_dir *real_path_end(const struct real_path *chain);

/* The directory around that; around the root it is the root. */
const struct path_dir *real_path_around(const struct real_path *chain);

enum {
	/** a user namespace shows it for each user that is not mapped into it */
	OVERFLOW_UID = 65534,
};

#define NO_GROUP ((gid_t)-1)

/** For whom paths are judged. */
struct user {
	uid_t uid;
	/** with the same number as the uid it is the user's private group; NO_GROUP: there is none */
	gid_t gid;
};

/* The caller, by effective ids. */
struct user user_of_process(void);

/* UID is this process's or root's, who can do as the user can anyway. */
bool user_or_root(uid_t uid);

/** Why a file or directory was refused. */
enum refusal {
	REFUSED_NOT,
	REFUSED_OWNER,
	REFUSED_WRITABLE,
};

/*
 * PATH has an access list: the group's bits are then its mask, and others may be named. It counts
 * as one if that cannot be asked.
 */
bool has_access_list(const char *path);

/*
 * May PATH, which is what INFO says, be relied upon?  Its owner must be the user, root or the
 * uid ALSO (0: nobody besides); only they may write to it, and the user's private group
 * (gid = uid) where no access list names others.  A sticky directory ABOVE the environment may
 * be writable: only owners can rename or remove what is in it, but anybody can add to it.
 */
enum refusal path_refused(const struct user *user, uid_t also, const char *path,
			  const struct file_info *info, bool above);

/*
 * The same of a file or directory, but no link, that holds the user's own word: it must be the
 * process's user's or root's, and no group may write to it, not even the private one.
 */
enum refusal private_refused(const struct file_info *info);

#endif
