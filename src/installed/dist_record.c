/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/dist_record.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* sha2.h needs sys/types.h before it */
#include <sha2.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/hash.h"
#include "print/msg.h"
#include "system/files.h"

/* Larger files are not compared: no package has one, and a hash would take minutes. */
#define HASHED_MAX (8LL * 1024 * 1024 * 1024)

/* ---- the rows ----------------------------------------------------------- */

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
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++)
		if (*rows->list[i].path)
			rows->list[count++] = rows->list[i];
	rows->count = count;
}

void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record)
{
	struct text text;

	*record = (struct dist_record){
		.path = path_join(dist->path, "RECORD"),
		.env = venv->path,
		.base = path_parent(dist->path),
	};
	if (files_slurp_follow(record->path, DIST_RECORD_MAX, &text)) {
		record->missing = file_is_missing(errno);
		if (!record->missing)
			record->problem = dist_read_fault(record->path);
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

/* HASH is a sha256. pdm writes "sha256=" alone for a link. */
static bool is_sha256(const char *hash)
{
	return starts_with(hash, "sha256=") && hash[strlen("sha256=")];
}

/* Returns 1 if the content of FD has HASH, 0 if not, or -1 with errno. */
static int has_hash(int fd, const char *hash)
{
	uint8_t sum[SHA256_DIGEST_LENGTH];
	char text[SHA256_DIGEST_LENGTH * 4 / 3 + 4];

	if (hash_file(fd, sum))
		return -1;
	base64_url(sum, sizeof(sum), text);
	hash += strlen("sha256=");
	/* Some tools write the padding that PEP 376 leaves out. */
	return starts_with(hash, text) && !hash[strlen(text) + strspn(hash + strlen(text), "=")];
}

/* ---- comparing ---------------------------------------------------------- */

/*
 * FILE is bytecode, which pip compiles and lists without a hash, or the directory of bytecode,
 * which virtualenv lists.
 */
static bool is_bytecode(const struct dist_file *file)
{
	return !*file->hash &&
	       (ends_with(file->path, ".pyc") || ends_with(file->path, "/__pycache__"));
}

/* FILE is RECORD itself or a signature of RECORD: both are listed without a hash. */
static bool is_record(const struct dist_file *file)
{
	return fnmatch("*.dist-info/RECORD*", file->path, 0) == 0;
}

/* Why the content of FILE differs from its row, printed behind the path; NULL: no difference. */
static const char *compare_content(int root, const struct dist_file *file)
{
	int fd = files_open_target(root, file->below), same = -1;

	if (fd >= 0) {
		same = has_hash(fd, file->hash);
		file_close(fd);
	}
	if (same < 0)
		return strerror(errno);
	return same ? NULL : "has other content";
}

/* The state of FILE after a failed stat(), by errno. Sets *WHY for DIST_FILE_CHANGED. */
static enum dist_file_state state_by_errno(const struct dist_file *file, const char **why)
{
	if (file_is_missing(errno))
		return is_bytecode(file) ? DIST_FILE_SAME : DIST_FILE_MISSING;
	*why = errno == ELOOP ? "is a link that leads to itself" : strerror(errno);
	return DIST_FILE_CHANGED;
}

enum dist_file_state dist_file_compare(int root, const struct dist_file *file, const char **why)
{
	struct stat st;

	*why = NULL;
	if (!file->below)
		return is_bytecode(file) ? DIST_FILE_SAME : DIST_FILE_OUTSIDE;
	if (fstatat(root, file->below, &st, 0))
		return state_by_errno(file, why);
	if (is_bytecode(file) && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
		return DIST_FILE_SAME;
	/* pdm links a package and lists its directory. */
	if (S_ISDIR(st.st_mode) && !*file->hash)
		return DIST_FILE_UNCOMPARED;
	if (!S_ISREG(st.st_mode))
		*why = "is not a regular file";
	else if (!is_sha256(file->hash) || st.st_size > HASHED_MAX)
		return is_record(file) ? DIST_FILE_SAME : DIST_FILE_UNCOMPARED;
	else
		*why = compare_content(root, file);
	return *why ? DIST_FILE_CHANGED : DIST_FILE_SAME;
}

/* ---- files that are missing --------------------------------------------- */

/* dist_record_fault(), and all rows in memory. */
static const char *look_for_fault(const struct venv *venv, const struct dist *dist)
{
	const char *first = NULL, *why;
	struct dist_record record;
	size_t missing = 0;
	int root;

	dist_record_read(venv, dist, &record);
	if (record.missing || record.problem)
		return formatted("the RECORD of %s %s, so pip cannot remove it", shown(dist->name),
				 record.missing ? "is missing" : record.problem);
	root = files_open_dir(AT_FDCWD, venv->path);
	for (size_t i = 0; i < record.rows.count; i++) {
		struct mem_mark mark = mem_mark();
		struct dist_file file = dist_record_file(&record, i);

		file.hash = "";
		if (dist_file_compare(root, &file, &why) == DIST_FILE_MISSING && !missing++)
			first = file.path;
		else
			mem_release(mark);
	}
	file_close(root);
	return missing ? formatted("%s lacks %s, '%s' first", shown(dist->name),
				   counted(missing, "file", "files"), shown(first)) :
			 "";
}

const char *dist_record_fault(const struct venv *venv, const struct dist *dist)
{
	struct mem_mark mark = mem_mark();
	const char *fault = look_for_fault(venv, dist);

	return mem_keep_text(mark, fault);
}
