/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file is, beside what RECORD says of it. */
#include <bsd/stdlib.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/record_csv.h"
#include "cli/digest.h"
#include "cli/dist.h"
#include "cli/dist_record.h"
#include "core/base64.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** bytes read at a time */
	CHUNK = 64 * 1024,
	/** characters of a digest in base64 */
	BASE64_MAX = DIGEST_MAX * 4 / 3 + 2,
};

static uint8_t chunk[CHUNK];

static ssize_t read_chunk(int fd)
{
	ssize_t n;

	do
		n = read(fd, chunk, sizeof(chunk));
	while (n < 0 && errno == EINTR);
	return n;
}

/* What is left to be read of FD.  Returns 0, or -1 with errno. */
static int digest_rest(int fd, struct digest *digest)
{
	ssize_t n;

	while ((n = read_chunk(fd)) > 0)
		digest_put(digest, chunk, (size_t)n);
	return n < 0 ? -1 : 0;
}

/* HASH as RECORD has it, "sha256=…". */
static const struct digest_kind *kind_of(const char *hash)
{
	size_t len = strcspn(hash, "=");

	return hash[len] ? digest_named(hash, len) : NULL;
}

/* virtualenv lists the directories that bytecode may come to be in. */
static bool is_cache(const struct dist_file *file)
{
	return !*file->hash && streq(path_base(file->path), "__pycache__");
}

bool dist_file_is_bytecode(const struct dist_file *file)
{
	return is_cache(file) || (!*file->hash && ends_with(file->path, ".pyc"));
}

void dist_look_start(struct dist_look *look, int root)
{
	*look = (struct dist_look){ .root = root, .dir = -1 };
}

void dist_look_end(struct dist_look *look)
{
	if (look->dir >= 0)
		close(look->dir);
	look->dir = -1;
	look->at = NULL;
}

static enum dist_file_state because(struct dist_look *look, const char *why,
				    enum dist_file_state state)
{
	look->why = why;
	return state;
}

/* The state of a file at which ERRNO came of looking. */
static enum dist_file_state failed(struct dist_look *look, const struct dist_file *file)
{
	switch (errno) {
	case ENOENT:
		if (dist_file_is_bytecode(file))
			return because(look, "is not there", DIST_FILE_UNKNOWN);
		return because(look, "is missing", DIST_FILE_MISSING);
	case ENOTDIR:
	case ELOOP:
		return because(look, "is not to be reached without a link", DIST_FILE_CHANGED);
	default:
		return because(look, dist_reason(), DIST_FILE_UNREADABLE);
	}
}

/* Go to the directory of BELOW, unless we are there. */
static int go_to(struct dist_look *look, const char *below)
{
	const char *slash = strrchr(below, '/');
	const char *at = mem_dup(below, slash ? (size_t)(slash - below) : 0);

	if (look->at && streq(look->at, at))
		return 0;
	dist_look_end(look);
	look->dir = files_open_parent(look->root, below);
	if (look->dir < 0)
		return -1;
	look->at = at;
	return 0;
}

static const char *other_type(mode_t mode)
{
	if (S_ISLNK(mode))
		return "is a link";
	return S_ISDIR(mode) ? "is a directory" : "is not a regular file";
}

static bool has_size(const struct dist_file *file, uint64_t size)
{
	const char *fault = NULL;
	long long listed = strtonum(file->size, 0, LLONG_MAX, &fault);

	return !fault && (uint64_t)listed == size;
}

/* The file FD, of which only the hash is not known. */
static enum dist_file_state compare_hash(struct dist_look *look, int fd,
					 const struct dist_file *file,
					 const struct digest_kind *kind)
{
	const char *listed = strchr(file->hash, '=') + 1;
	struct digest digest;
	uint8_t sum[DIGEST_MAX];
	char text[BASE64_MAX];
	size_t len;

	digest_start(&digest, kind);
	if (digest_rest(fd, &digest))
		return failed(look, file);
	len = digest_end(&digest, sum);
	len = (size_t)(base64_url(sum, len, text) - text);
	/* Some wrote the padding that PEP 376 leaves out. */
	if (strncmp(listed, text, len) != 0 || listed[len + strspn(listed + len, "=")])
		return because(look, "is not what was installed", DIST_FILE_CHANGED);
	if (kind->weak)
		return because(look, "has a hash that is too weak to tell", DIST_FILE_WEAK);
	return because(look, "is as installed", DIST_FILE_SAME);
}

static enum dist_file_state read_file(struct dist_look *look, const struct dist_file *file,
				      const struct digest_kind *kind)
{
	int fd = files_open(look->dir, path_base(file->below));
	enum dist_file_state state;
	struct stat st;

	if (fd < 0)
		return failed(look, file);
	if (fstat(fd, &st))
		state = failed(look, file);
	else if (!S_ISREG(st.st_mode))
		state = because(look, other_type(st.st_mode), DIST_FILE_CHANGED);
	else
		state = compare_hash(look, fd, file, kind);
	close(fd);
	return state;
}

enum dist_file_state dist_file_look(struct dist_look *look, const struct dist_file *file)
{
	const struct digest_kind *kind = kind_of(file->hash);
	struct file_info info;

	if (!file->below)
		return because(look, "is outside of the environment",
			       dist_file_is_bytecode(file) ? DIST_FILE_UNKNOWN : DIST_FILE_OUTSIDE);
	if (go_to(look, file->below) || file_lstatat(look->dir, path_base(file->below), &info))
		return failed(look, file);
	if (S_ISDIR(info.mode) && is_cache(file))
		return because(look, "has no hash", DIST_FILE_UNKNOWN);
	/* Nothing but a regular file is opened: a device may act on that. */
	if (!S_ISREG(info.mode))
		return because(look, other_type(info.mode), DIST_FILE_CHANGED);
	if (*file->size && !has_size(file, info.size))
		return because(look, "is not as large as what was installed", DIST_FILE_CHANGED);
	if (!*file->hash)
		return because(look, "has no hash", DIST_FILE_UNKNOWN);
	if (!kind)
		return because(look, "has a hash of an unknown kind", DIST_FILE_UNKNOWN);
	return read_file(look, file, kind);
}
