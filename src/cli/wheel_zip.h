/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A zip archive in memory, read member by member in the order in which they
 * lie there.  Each thread opens one of its own; errors are texts to be shown
 * behind the archive's name.
 */
#ifndef AVENV_WHEEL_ZIP_H
#define AVENV_WHEEL_ZIP_H

#include <locale.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"

struct archive;

/** An archive that is open. */
struct wheel_zip {
	struct archive *archive;
	/** the locale of the thread before */
	locale_t locale;
	/** what went wrong last; stays when it is closed */
	char error[128];
};

/** What the archive says of a member. */
struct wheel_entry {
	/** borrowed until the next one; NULL where it has no valid UTF-8 name */
	const char *name;
	/** S_IFREG, S_IFDIR, S_IFLNK …, and permissions */
	mode_t mode;
	/** bytes unpacked; -1 where it does not say */
	int64_t size;
	bool encrypted;
};

/*
 * Threads that read archives are between these two: they keep libarchive from
 * looking for the time zone at each member, and let names be UTF-8 whatever
 * the locale is.  Not in a thread.  The first returns 0, or -1 having said why
 * no archive can be read; the second is then not due.
 */
int wheel_zip_begin(void) NODISCARD;
void wheel_zip_end(void);

/*
 * Open the LEN bytes at DATA, which must stay.  CHECKED compares CRCs: not
 * needed where better sums are compared.  Returns 0, or -1 with zip->error.
 */
int wheel_zip_open(struct wheel_zip *zip, const void *data, size_t len, bool checked) NODISCARD;

/* The next member: 1, 0 at the end, or -1 with zip->error. */
int wheel_zip_next(struct wheel_zip *zip, struct wheel_entry *entry) NODISCARD;

/*
 * The next bytes of the member: sets *DATA and *LEN, borrowed until the next
 * call.  Returns 1, 0 at its end, or -1 with zip->error.
 */
int wheel_zip_read(struct wheel_zip *zip, const void **data, size_t *len) NODISCARD;

void wheel_zip_close(struct wheel_zip *zip);

#endif
