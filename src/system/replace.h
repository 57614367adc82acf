/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing a file or link in one step: the new one gets a temporary name in the same directory and
 * is renamed. After a kill the old or the new one is in place, and a temporary name may remain. The
 * next stage_sweep() removes it if it has what avenv made or had looked at before, and gives back
 * anything else.
 */
#ifndef AVENV_REPLACE_H
#define AVENV_REPLACE_H

#include "core/base.h"
#include "core/file.h"
#include "core/path.h"

/* The prefixes of temporary names: of new files and directories, and of those that are removed. */
#define TEMP_PREFIX TEMP_START "new-"
#define OLD_PREFIX  TEMP_START "old-"

/*
 * A new temporary name: PREFIX and sixteen hexadecimal digits, which are a random number, and a
 * checksum of that number and the identity of DIR, an open directory. The checksum is wrong in any
 * other directory, so no file in a clone, a copy or an archive has a valid name.
 */
const char *temp_name(int dir, const char *prefix);

/*
 * A new temporary name for an entry of DIR that is taken away from NAME, where other programs may
 * put another one before it is compared: with OLD_PREFIX, checksums of the two entries that this
 * command knows, OWN, which it made, and SEEN, and the start of NAME.
 */
const char *old_name(int dir, const char *name, const struct file_info *own,
		     const struct file_info *seen);

/* True if temp_name() with TEMP_PREFIX, or old_name(), made NAME in the open directory DIR. */
bool temp_name_is_private(int dir, const char *name);

/* True if old_name() made NAME in the open directory DIR for its entry OF. */
bool old_name_is_of(int dir, const char *name, const char *of);

/* True if old_name() made NAME in DIR, and the entry there is neither of the two it is for. */
bool temp_is_foreign(int dir, const char *name);

/*
 * Give that entry the start of its own name, as give_back() does. Returns its name. The text is
 * printed behind its path.
 */
const char *temp_give_back(int dir, const char *name);
extern const char temp_given_text[];

/*
 * Lock FD (flock(2)) without waiting. Returns true if another process holds the lock; false if this
 * one holds it now, or the file system has no locks.
 */
bool temp_lock_refused(int fd);

/*
 * The reason, for people, why NAME in DIR cannot be replaced by a file of the same owner; NULL if
 * there is none. To be called before the first of several files is written.
 */
const char *replace_obstacle(int dir, const char *name);

/*
 * Names that other programs may use, too. Nothing is lost of what they put there meanwhile: an
 * entry that is replaced or removed has a private name first, is compared with SEEN, what the
 * caller has looked at, and gets its name back if it is another. Where that name is taken by then,
 * it is NAME-…, or of a long NAME the start, which no sweep removes. Without renameat2(2), as on
 * NFS, NAME is compared before it is replaced: a change in the microseconds between the two is lost.
 *
 * The functions return 0, or -1 with errno and nothing changed: EEXIST if NAME was to be free;
 * ESTALE if NAME is not SEEN any longer; ETXTBSY if another process has that file open for writing,
 * whose next words would go with it.
 */

/* Put TEMP, a new file or link in DIR, at NAME, which is SEEN; NULL: free. TEMP is gone then. */
int replace_seen(int dir, const char *temp, const char *name,
		 const struct file_info *seen) NODISCARD;

/* Remove NAME in DIR, a file or a link, which is SEEN. */
int remove_seen(int dir, const char *name, const struct file_info *seen) NODISCARD;

/*
 * Write a file and put it at NAME. Owner, group and mode are those of SEEN, if that is a file, as
 * far as files_take_mode() gives them, else the mode is MODE. A link is replaced, not followed. The
 * file is not synced.
 */
int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode,
		 const struct file_info *seen) NODISCARD;

/* Write a file with MODE, sync it and put it at NAME, which must be free. */
int place_new_file(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/* Make a link to TO and put it at NAME. */
int replace_link(int dir, const char *name, const char *to, const struct file_info *seen) NODISCARD;

/*
 * Exchange FROM and TO in DIR if TO is SEEN. ENOTSUP: the file system cannot exchange. Returns
 * EXCHANGED_OTHER with ESTALE if TO was another entry and could not be exchanged back: FROM is at
 * TO then, and that entry is TO-…
 */
#define EXCHANGED_OTHER 1
int exchange_seen(int dir, const char *from, const char *to,
		  const struct file_info *seen) NODISCARD;

/*
 * Rename TEMP in DIR, which has a private name, to NAME, or if that is taken to NAME-…. Returns
 * its name; TEMP after a failure. Errno stays as it is.
 */
const char *give_back(int dir, const char *temp, const char *name);

/*
 * Cut the bytes from FROM to TO out of the file open as FD. What other processes have appended
 * moves to FROM as well. If FD is held (platform_hold()), none can append between the move and the
 * cut.
 */
int cut_out(int fd, off_t from, off_t to) NODISCARD;

#endif
