/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A zip archive (APPNOTE.TXT), the format of wheels. The archive is mapped into memory, its
 * directory is read once, and every offset is checked. Threads can then unpack members in any
 * order. zip64, encryption, links and names that are not plain ASCII paths are faults: no wheel of
 * pip or setuptools has them.
 */
#ifndef AVENV_ZIP_H
#define AVENV_ZIP_H

#include <stdint.h>

#include "core/file.h"

struct zip_member {
	/** relative, clean path; of a directory without the final slash */
	const char *name;
	const uint8_t *data;
	/** sizes in bytes: in the archive, and unpacked */
	size_t packed, size;
	uint32_t crc;
	bool deflated, dir, executable;
};

struct zip {
	const uint8_t *bytes;
	size_t len;
	/** sorted by name, a directory before its files; no name occurs twice */
	struct zip_member *members;
	size_t count;
	/** size of the largest member, unpacked, in bytes */
	size_t size_max;
};

/*
 * Map the archive at PATH, which may be a link, and read its directory. Returns NULL, or the fault
 * in words.
 */
const char *zip_read(const char *path, struct zip *zip) NODISCARD;

/* The member NAME, not a directory; or NULL. */
const struct zip_member *zip_find(const struct zip *zip, const char *name);

/** The decompressor and the buffer of one thread. */
struct unzip {
	struct libdeflate_decompressor *inflate;
	uint8_t *room;
};

/*
 * Prepare U for members of up to MAX bytes unpacked. Returns 0, or -1 if memory runs out. The
 * caller calls unzip_end() in both cases.
 */
int unzip_begin(struct unzip *u, size_t max) NODISCARD;
void unzip_end(struct unzip *u);

/*
 * Unpack M. Returns its bytes, valid until the next call, or NULL if the size or the CRC differs.
 * Does not use mem.h: threads may call this.
 */
const uint8_t *unzip(struct unzip *u, const struct zip_member *m);

#endif
