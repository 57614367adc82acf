/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libarchive, loaded where an archive is read: it brings a dozen libraries
 * along, with which each command, and each TAB, would take three times as long
 * to start.
 */
#ifndef AVENV_ARCHIVE_LIB_H
#define AVENV_ARCHIVE_LIB_H

#include <archive.h>
#include <archive_entry.h>

#include "core/base.h"

#define ARCHIVE_FUNCTIONS(X)                                                                       \
	X(archive_entry_is_encrypted)                                                              \
	X(archive_entry_mode)                                                                      \
	X(archive_entry_pathname_utf8)                                                             \
	X(archive_entry_size)                                                                      \
	X(archive_entry_size_is_set)                                                               \
	X(archive_error_string)                                                                    \
	X(archive_read_data_block)                                                                 \
	X(archive_read_free)                                                                       \
	X(archive_read_new)                                                                        \
	X(archive_read_next_header)                                                                \
	X(archive_read_open_memory)                                                                \
	X(archive_read_set_format_option)                                                          \
	X(archive_read_support_format_zip_seekable)

/** Its functions, by their own names; NULL before archive_lib_load(). */
struct archive_lib {
#define ARCHIVE_FIELD(name) __typeof__(name) *(name);
	ARCHIVE_FUNCTIONS(ARCHIVE_FIELD)
#undef ARCHIVE_FIELD
};

extern struct archive_lib archive_lib;

/* Load it, once.  Returns 0, or -1 having said why not.  Not in a thread. */
int archive_lib_load(void) NODISCARD;

/*
 * Have a thread load it while this one waits for something else, and let it
 * finish; between the two nothing else may load it, and no exit come.
 */
void archive_lib_ahead(void);
void archive_lib_wait(void);

#endif
