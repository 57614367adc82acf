/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A zip archive, as wheels are: mapped into memory, its directory read once, every offset
 * checked. Threads can then unpack members in any order. zip64, encryption, links and names
 * that are not plain ASCII paths are faults: no wheel of pip or setuptools has them.
 */
#ifndef AVENV_ZIP_H
#define AVENV_ZIP_H

#include <stdint.h>

#include "core/file.h"

struct zip_member {
	/** relative and clean; a directory's without the final slash */
	const char *name;
	const uint8_t *data;
	/** bytes in the archive, and unpacked */
	size_t packed, size;
	uint32_t crc;
	bool deflated, dir, executable;
};

struct zip {
	const uint8_t *bytes;
	size_t len;
	/** by name: a directory before the files in it, and no name twice */
	struct zip_member *members;
	size_t count;
	/** of the largest member */
	size_t size_max;
};

/* Read the archive at PATH, which may be a link. Returns NULL, or the fault. */
const char *zip_read(const char *path, struct zip *zip) NODISCARD;

/* The file NAME; or NULL. */
const struct zip_member *zip_find(const struct zip *zip, const char *name);

/** The means of one thread to unpack. */
struct unzip {
	struct libdeflate_decompressor *inflate;
	uint8_t *room;
};

/* For members of up to MAX bytes. Returns 0, or -1 when memory runs out; unzip_end() follows either. */
int unzip_begin(struct unzip *u, size_t max) NODISCARD;
void unzip_end(struct unzip *u);

/* The bytes of M, good until the next call; NULL: size or CRC differ. Touches no mem.h. */
const uint8_t *unzip(struct unzip *u, const struct zip_member *m);

#endif
