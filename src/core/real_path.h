/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real paths, and the check who may write on the way to one.
 *
 * Records are compared with paths as text, so a function that compares, or that removes what is at
 * a path, takes a `struct real_path`: a path as it was typed, with links in it, does not compile.
 * Only the functions below make one. It is a pointer, by value, since a shell's prompt cannot pay
 * for the attributes of each directory on it; `struct chain` has these, for who looks at owners.
 */
#ifndef AVENV_REAL_PATH_H
#define AVENV_REAL_PATH_H

#include "core/base.h"
#include "core/file.h"

/** Absolute, and without links when it was resolved; NULL: it could not be */
struct real_path {
	const char *path;
};

/* The real path of PATH (realpath(3)); NULL with errno. */
struct real_path real_path_of(const char *path);

/* The real path of the part of the absolute PATH that exists, and then its other components. */
struct real_path real_path_partly(const char *path);

/* The directory around REAL. */
struct real_path real_path_parent(struct real_path real);

/* The entry NAME of DIR, which the caller has seen to be no link. */
struct real_path real_path_entry(struct real_path dir, const char *name);

/* PATH, which was resolved before: the text of a record, or of a struct venv. */
struct real_path real_path_kept(const char *path);

/* The real path of the working directory; NULL with errno: a deleted directory has none. */
struct real_path cwd_physical(void);

/*
 * The logical path of the working directory: PWD if it is clean and refers to the working
 * directory, else PHYSICAL. In a deleted directory, without PHYSICAL: PWD, if it is clean.
 */
const char *cwd_logical(const char *pwd, struct real_path physical);

/** One directory on a path. */
struct path_dir {
	/** length of this directory's own path, a prefix of chain.path */
	size_t len;
	struct file_info info;
};

/**
 * A real path with the attributes of each directory on it, from "/" to the file or directory
 * itself. A directory in PATH is as safe as the weakest directory above it, as for OpenSSH's
 * authorized_keys.
 */
struct chain {
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
int chain_read(const char *path, struct chain *chain) NODISCARD;

/* chain_read() of PATH, which is no link. LAST has its attributes; NULL: not read yet. */
int chain_with(const char *path, const struct file_info *last, struct chain *chain) NODISCARD;

/* The path of CHAIN. */
struct real_path chain_path(const struct chain *chain);

/* The element of CHAIN at PATH, which is clean; NULL: PATH is not on it. */
const struct path_dir *chain_at(const struct chain *chain, const char *path);

/* The last element: the file or directory itself. */
const struct path_dir *chain_end(const struct chain *chain);

/* The directory that contains chain_end(); for the root, the root. */
const struct path_dir *chain_around(const struct chain *chain);

enum {
	/** the uid that a user namespace shows for each unmapped user */
	OVERFLOW_UID = 65534,
};

/* The user of this process, by effective id. */
uid_t user_of_process(void);

/* The process has the group GID: as its effective one, or a supplementary one. */
bool user_in_group(gid_t gid);

/* UID is the user of this process, or root, who can do the same anyway. */
bool user_or_root(uid_t uid);

enum {
	/** access_list() of a list that cannot be read, by errno */
	LIST_UNREAD = 1,
	/** bytes of a list: the kernel's limit */
	LIST_MAX = 64 * 1024,
};

/*
 * A number for the access list (acl(5)) of PATH, which changes with the list; 0: it has none. With a
 * list the group's bits are its mask, and the list may name others.
 */
uint64_t access_list(const char *path);

/** Who else may change a file */
struct others {
	/** the owner, another user */
	bool owner;
	/** anybody may write */
	bool anybody;
	/** the group may write */
	bool group;
	/** access_list(), if it lets others write, the group perhaps among them; else 0 */
	uint64_t list;
};

/*
 * The others who may change PATH, whose attributes are INFO. Its owner may be the user UID, root or
 * the uid ALSO (0: nobody else). A link's mode is not checked. With ABOVE, PATH is above the
 * environment, and a sticky directory may be writable: only owners can rename or remove its entries,
 * though anybody can add some. PATH may be NULL if no list matters.
 */
struct others path_others(uid_t uid, uid_t also, const char *path, const struct file_info *info,
			  bool above);

#endif
