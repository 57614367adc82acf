/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing, copying and removing directory trees, by descriptor and name: no
 * link is ever followed out of one, and no other file system entered.
 * All return 0, or -1 with errno and the path at fault in tree_fault().
 */
#ifndef AVENV_TREE_H
#define AVENV_TREE_H

#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "core/base.h"
#include "core/buf.h"

/*
 * Files on their way into their place are called so, with eight random digits,
 * and locked: others may be on their way to the same.  stage_sweep() takes what
 * a kill left.
 */
#define TREE_TEMP_PREFIX ".avenv-new-"

/*
 * The path below the tree at which this thread's last call failed, or "" for
 * the tree itself; never NULL, and as long-lived as the names handed over.
 */
const char *tree_fault(void);

/* From here on it is PATH, which is kept. */
void tree_failed(const char *path);

/* Open the directory NAME in DIR, which must not be a link. */
int tree_open(int dir, const char *name) NODISCARD;

/*
 * Open the file NAME in DIR to read it: it must not be a link, and what is no
 * regular file is not waited for.
 */
int tree_open_file(int dir, const char *name) NODISCARD;

/* What is open as FD is what is called NAME in DIR. */
bool tree_is(int fd, int dir, const char *name);

/* Open the directory that PATH below ROOT lies in, reached through no link. */
int tree_open_parent(int root, const char *path) NODISCARD;

/*
 * The directory open as DIR, of which nothing was read yet, is empty.  Returns 1,
 * 0, or -1 with errno; no tree_fault().
 */
int tree_is_empty(int dir) NODISCARD;

/* ERR says that the file system knows no such flag of renameat2(). */
bool tree_cannot_rename_so(int err);

/* For names that nobody has yet; it cannot fail, and nobody's secret. */
uint32_t tree_random(void);

/* Write LEN bytes to FD, however many calls that takes; no tree_fault(). */
int tree_put(int fd, const void *data, size_t len) NODISCARD;

/*
 * Have what was written to FD on the disk; where a file system cannot do that
 * there is nothing to wait for.  No tree_fault().
 */
int tree_sync(int fd) NODISCARD;

/* The process's umask; not to be asked while other threads make files. */
mode_t tree_umask(void);

/*
 * Read LEN bytes of FD from AT on, however many calls that takes.  Returns how many
 * there were, fewer only at the end of the file, or -1 with errno; no tree_fault().
 */
ssize_t tree_get(int fd, void *data, size_t len, off_t at) NODISCARD;

/*
 * Make the new file NAME in DIR.  MODE is taken as it is, whatever the umask.
 * May be called by several threads.
 */
int tree_write(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * Put a file in NAME's place: written in DIR by a name of its own, then renamed.
 * Its mode and, where that may be set, its owner stay; a new one gets MODE, and
 * so does what takes the place of a link.
 */
int tree_replace(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * The same, and on disk before it has its name; extended attributes stay, too,
 * where that is possible.  ESTALE, with all as it was, where NAME is not what
 * was SEEN any more; NULL: nothing was there.
 */
int tree_replace_seen(int dir, const char *name, const void *data, size_t len, mode_t mode,
		      const struct stat *seen) NODISCARD;

/* The same file, and nobody changed it between these two looks. */
bool tree_is_unchanged(const struct stat *a, const struct stat *b);

/*
 * Remove NAME in DIR with all below it; nothing there is fine.  Directories
 * that their owner has closed are opened.  A directory on which a file system
 * is mounted is refused with EBUSY before anything is removed from it.
 * pyvenv.cfg in the topmost directory goes last.
 */
int tree_remove(int dir, const char *name) NODISCARD;

/*
 * The same, where NAME is the directory that is open as FD: where others may
 * rename what is in DIR, the name alone says nothing.  Else ESTALE.
 */
int tree_remove_open(int dir, const char *name, int fd) NODISCARD;

/* The directory NAME in DIR is a mount point. */
bool tree_is_mount(int dir, const char *name);

/* A mount point below PATH, a real path; NULL: none that is known. */
const char *tree_mount(const char *path);

/*
 * Copy FROM_DIR/FROM to the new TO_DIR/TO, or into TO_DIR itself where TO is
 * ".": types, modes, times, link targets, and owners where they may be set; not
 * what no environment has: extended attributes, holes in files, and that two
 * names are one file.  With LINK files become further names of the same, where
 * the file system can.  FIFOs, sockets and devices are left out and counted.
 * EINVAL: the copy lies in what is copied.  EINTR: a signal that
 * stage_interrupted() knows of.  After a failure the part that was copied is
 * there.
 */
int tree_copy(int from_dir, const char *from, int to_dir, const char *to, bool link,
	      size_t *left_out) NODISCARD;

/** How large a tree is. */
struct tree_size {
	/** of all files, hard links counted once; and as stored on the disk */
	uint64_t bytes, allocated;
	size_t files, dirs;
	/** the sum of all times of writing, in ns, which any writing changes */
	uint64_t times;
};

/* Nobody wrote to the tree between these two measurements. */
bool tree_same(const struct tree_size *a, const struct tree_size *b);

/* Measure NAME in DIR; what cannot be read is unseen() and passed over. */
void tree_measure(int dir, const char *name, struct tree_size *size);

#endif
