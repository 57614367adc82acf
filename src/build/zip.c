/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <libdeflate.h>

#include "core/file.h"
#include "core/mem.h"

enum {
	/**
	 * bytes of the fixed parts of records (APPNOTE.TXT): local header, entry, end of directory
	 */
	LOCAL_LEN = 30,
	ENTRY_LEN = 46,
	END_LEN = 22,

	/** largest archive, and largest sum of unpacked members, in bytes */
	BYTES_MAX = 256 * 1024 * 1024,
	/** longest name of a member, in bytes */
	NAME_BYTES_MAX = 1024,
};

#define LOCAL "PK\3\4"
#define ENTRY "PK\1\2"
#define END   "PK\5\6"

#define DAMAGED "its directory is damaged"

static size_t get16(const uint8_t *at)
{
	return at[0] | (size_t)at[1] << 8;
}

static size_t get32(const uint8_t *at)
{
	return get16(at) | get16(at + 2) << 16;
}

/*
 * The record of LEN bytes at offset AT; NULL if it exceeds the archive or does not begin with SIGN.
 */
static const uint8_t *record_at(const struct zip *zip, size_t at, size_t len, const char *sign)
{
	if (at > zip->len || zip->len - at < len || memcmp(zip->bytes + at, sign, 4) != 0)
		return NULL;
	return zip->bytes + at;
}

/* The fault of a name of LEN bytes; NULL: a relative path inside the target directory. */
static const char *name_fault(const char *name, size_t len)
{
	if (len > NAME_BYTES_MAX)
		return "a name in it is too long";
	for (size_t i = 0; i < len; i++)
		if (name[i] < ' ' || name[i] > '~' || name[i] == '\\' || name[i] == ':')
			return "a name in it has a character that no name may have";
	for (;; name += len + 1) {
		len = strcspn(name, "/");
		if (!len || len > NAME_MAX || !strncmp(name, ".", len) || !strncmp(name, "..", len))
			return "a name in it is not a plain path";
		if (!name[len])
			return NULL;
	}
}

/* Set M->data by the local header at LOCAL, which must repeat NAME. Returns the fault, or NULL. */
static const char *read_local(const struct zip *zip, const uint8_t *local, const char *name,
			      struct zip_member *m)
{
	size_t len = strlen(name), at = (size_t)(local - zip->bytes) + LOCAL_LEN;

	if (zip->len - at < len || get16(local + 26) != len ||
	    memcmp(zip->bytes + at, name, len) != 0)
		return DAMAGED;
	at += len + get16(local + 28);
	if (at > zip->len || zip->len - at < m->packed || (!m->deflated && m->packed != m->size))
		return DAMAGED;
	m->data = zip->bytes + at;
	return NULL;
}

/*
 * Fill in M from the entry at P, which is in the archive with its name. Returns the fault, or NULL.
 */
static const char *read_zip_entry(const struct zip *zip, const uint8_t *p, struct zip_member *m)
{
	size_t len = get16(p + 28), mode = get32(p + 38) >> 16, method = get16(p + 10);
	const uint8_t *local = record_at(zip, get32(p + 42), LOCAL_LEN, LOCAL);
	char *name = mem_dup((const char *)p + ENTRY_LEN, len);
	bool dir = len && name[len - 1] == '/';
	const char *fault;

	if (!local)
		return DAMAGED;
	if (get16(p + 8) & 1 || (method != 0 && method != 8))
		return "it is packed in a way that no wheel is";
	if ((mode & S_IFMT) && !(dir ? S_ISDIR(mode) : S_ISREG(mode)))
		return "there is a link or a device in it";
	*m = (struct zip_member){ .name = name,
				  .packed = get32(p + 20),
				  .size = get32(p + 24),
				  .crc = (uint32_t)get32(p + 16),
				  .deflated = method == 8,
				  .dir = dir,
				  .executable = S_ISREG(mode) && (mode & 0111) };
	fault = read_local(zip, local, name, m);
	if (dir)
		name[len - 1] = '\0';
	return fault ? fault : name_fault(name, len - dir);
}

/*
 * Read the directory: COUNT entries from offset AT to the end record. Returns the fault, or NULL.
 */
static const char *read_entries(struct zip *zip, size_t count, size_t at)
{
	size_t left = BYTES_MAX;

	for (; zip->count < count; zip->count++) {
		struct zip_member *m = &zip->members[zip->count];
		const uint8_t *p = record_at(zip, at, ENTRY_LEN, ENTRY);
		const char *fault;

		if (!p || zip->len - at - ENTRY_LEN < get16(p + 28))
			return DAMAGED;
		fault = read_zip_entry(zip, p, m);
		if (fault || m->size > left)
			return fault ? fault : "it is too large";
		left -= m->size;
		if (m->size > zip->size_max)
			zip->size_max = m->size;
		at += ENTRY_LEN + get16(p + 28) + get16(p + 30) + get16(p + 32);
	}
	return at == zip->len - END_LEN ? NULL : DAMAGED;
}

/* '/' sorts before every other character, so that a directory's files follow it. */
static int compare_entry_names(const void *one, const void *other)
{
	const char *a = ((const struct zip_member *)one)->name;
	const char *b = ((const struct zip_member *)other)->name;

	for (; *a && *a == *b; a++)
		b++;
	return (*a == '/' ? 1 : *a) - (*b == '/' ? 1 : *b);
}

static const char *sort_members(struct zip *zip)
{
	struct zip_member *m = zip->members;

	qsort(m, zip->count, sizeof(*m), compare_entry_names);
	for (size_t i = 1; i < zip->count; i++) {
		size_t len = strlen(m[i - 1].name);

		if (strncmp(m[i].name, m[i - 1].name, len) != 0)
			continue;
		if (!m[i].name[len] || (m[i].name[len] == '/' && !m[i - 1].dir))
			return "a name in it is there twice";
	}
	return NULL;
}

/* Map the regular file PATH. An empty one has no mapping. Returns 0, or -1 with errno. */
static int map_file(const char *path, struct zip *zip)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	void *at = MAP_FAILED;

	if (fd < 0)
		return -1;
	errno = EINVAL;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size <= BYTES_MAX) {
		zip->len = (size_t)st.st_size;
		if (!zip->len)
			at = NULL;
		else
			at = mmap(NULL, zip->len, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	}
	file_close(fd);
	zip->bytes = at;
	return at == MAP_FAILED ? -1 : 0;
}

const char *zip_read(const char *path, struct zip *zip)
{
	const char *fault;
	const uint8_t *end;

	if (map_file(path, zip))
		return strerror(errno);
	/* The end record is the last one: wheels have no archive comment. */
	end = record_at(zip, zip->len - END_LEN, END_LEN, END);
	if (!end)
		return "it is no zip archive, or cut short";
	zip->members = mem_array(get16(end + 10), sizeof(*zip->members));
	fault = read_entries(zip, get16(end + 10), get32(end + 16));
	return fault ? fault : sort_members(zip);
}

const struct zip_member *zip_find(const struct zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->count; i++)
		if (!zip->members[i].dir && streq(zip->members[i].name, name))
			return &zip->members[i];
	return NULL;
}

int unzip_begin(struct unzip *u, size_t max)
{
	u->inflate = libdeflate_alloc_decompressor();
	u->room = malloc(max + 1);
	return u->inflate && u->room ? 0 : -1;
}

void unzip_end(struct unzip *u)
{
	libdeflate_free_decompressor(u->inflate);
	free(u->room);
}

const uint8_t *unzip(struct unzip *u, const struct zip_member *m)
{
	const uint8_t *data = m->deflated ? u->room : m->data;

	if (m->deflated &&
	    libdeflate_deflate_decompress(u->inflate, m->data, m->packed, u->room, m->size, NULL))
		return NULL;
	return libdeflate_crc32(0, data, m->size) == m->crc ? data : NULL;
}
