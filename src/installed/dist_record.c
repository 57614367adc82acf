/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/dist_record.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* sha2.h needs sys/types.h before it */
#include <sha2.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/hash.h"
#include "system/files.h"

/* ---- lists of files ----------------------------------------------------- */

/* Read the RECORD of DIST, unless it is a link. Returns 0, or -1 with errno. */
static int read_record_file(const struct dist *dist, struct text *text)
{
	int dir = files_open_dir(AT_FDCWD, dist->path), ret;

	if (dir < 0)
		return -1;
	ret = file_slurp_at(dir, "RECORD", DIST_RECORD_MAX, text);
	file_close(dir);
	return ret;
}

struct dist_file dist_record_file(const struct dist_record *record, size_t i)
{
	const struct dist_row *row = &record->rows.list[i];
	const char *below = dist_row_below(record->env, record->base, row->path);

	return (struct dist_file){
		.path = below ? path_join(record->env, below) :
				path_clean(path_join(record->base, row->path)),
		.below = below,
		.hash = row->hash,
	};
}

/* Remove rows without a path. */
static void drop_nameless(struct dist_rows *rows)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->count; i++)
		if (*rows->list[i].path)
			rows->list[kept++] = rows->list[i];
	rows->count = kept;
}

void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record)
{
	struct text text;

	*record = (struct dist_record){
		.path = path_join(dist->path, "RECORD"),
		.env = venv->path,
		.base = path_parent(dist->path),
	};
	if (read_record_file(dist, &text)) {
		record->missing = file_is_missing(errno);
		if (!record->missing)
			record->problem = errno == ELOOP ? "is a link" : strerror(errno);
		return;
	}
	if (dist_rows_take(text.data, text.len, &record->rows)) {
		record->problem = "is malformed";
		record->rows.count = 0;
	}
	drop_nameless(&record->rows);
}

/* ---- hashes ------------------------------------------------------------- */

/* The sha256 of all bytes of FD. Returns 0, or -1 with errno. */
static int hash_file(int fd, uint8_t sum[SHA256_DIGEST_LENGTH])
{
	static uint8_t chunk[64 * 1024];
	SHA2_CTX hash;
	ssize_t n;

	SHA256Init(&hash);
	for (off_t at = 0; (n = pread(fd, chunk, sizeof(chunk), at)) > 0; at += n)
		SHA256Update(&hash, chunk, (size_t)n);
	SHA256Final(sum, &hash);
	return n < 0 ? -1 : 0;
}

/*
 * Returns 1 if the file FD has HASH, 0 if not, or -1 with errno. A hash other than sha256, which no
 * tool writes, is not compared: 1.
 */
static int has_hash(int fd, const char *hash)
{
	uint8_t sum[SHA256_DIGEST_LENGTH];
	char text[SHA256_DIGEST_LENGTH * 4 / 3 + 4];

	if (!starts_with(hash, "sha256="))
		return 1;
	if (hash_file(fd, sum))
		return -1;
	base64_url(sum, sizeof(sum), text);
	hash += strlen("sha256=");
	/* Some tools write the padding that PEP 376 leaves out. */
	return starts_with(hash, text) && !hash[strlen(text) + strspn(hash + strlen(text), "=")];
}

/* ---- comparing ---------------------------------------------------------- */

/*
 * FILE is bytecode, which pip compiles at installation, or its directory, which virtualenv lists:
 * without a hash in RECORD.
 */
static bool is_bytecode(const struct dist_file *file)
{
	return !*file->hash &&
	       (ends_with(file->path, ".pyc") || ends_with(file->path, "/__pycache__"));
}

/* The reason for errno after opening a file, in words. */
static const char *change_in_words(void)
{
	return errno == ELOOP || errno == ENOTDIR ? "is a link, or behind one" : strerror(errno);
}

/* Compare the file open as FD with FILE. Returns the difference in words, or NULL. */
static const char *compare_reasons(int fd, const struct dist_file *file)
{
	struct stat st;
	int same;

	if (fstat(fd, &st))
		return strerror(errno);
	if (S_ISDIR(st.st_mode) && is_bytecode(file))
		return NULL;
	if (!S_ISREG(st.st_mode))
		return "is not a regular file";
	same = has_hash(fd, file->hash);
	if (same < 0)
		return strerror(errno);
	return same ? NULL : "has other content";
}

enum dist_file_state dist_file_compare(int root, const struct dist_file *file, const char **why)
{
	int dir, fd = -1;

	*why = NULL;
	if (!file->below)
		return is_bytecode(file) ? DIST_FILE_SAME : DIST_FILE_OUTSIDE;
	dir = files_open_parent(root, file->below);
	if (dir >= 0) {
		fd = files_open(dir, path_base(file->below));
		file_close(dir);
	}
	if (fd < 0 && errno == ENOENT)
		return is_bytecode(file) ? DIST_FILE_SAME : DIST_FILE_MISSING;
	*why = fd < 0 ? change_in_words() : compare_reasons(fd, file);
	if (fd >= 0)
		close(fd);
	return *why ? DIST_FILE_CHANGED : DIST_FILE_SAME;
}
