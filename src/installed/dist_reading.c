/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/dist_reading.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/utf8.h"
#include "formats/pep440.h"
#include "formats/requirement.h"
#include "system/file_at.h"

enum {
	/** bytes of METADATA that are read; headers take some KB */
	METADATA_MAX = 1024 * 1024,
	/** bytes of INSTALLER that are read; the first line is a word */
	INSTALLER_MAX = 256,
};

/* ---- problems ------------------------------------------------------------ */

void dist_problem(struct dist_reading *r, const char *path, const char *text, bool fatal)
{
	r->problems =
		mem_grow(r->problems, r->problem_count, &r->problem_room, sizeof(*r->problems));
	r->problems[r->problem_count++] = (struct dist_problem){ path, text, fatal };
}

void dist_unread(struct dist_reading *r, const char *path, bool fatal)
{
	dist_problem(r, path, dist_read_fault(path), fatal);
}

/* ---- files --------------------------------------------------------------- */

int dist_spend(struct dist_reading *r, size_t n)
{
	errno = EFBIG;
	if (n > *r->left)
		return -1;
	*r->left -= n;
	return 0;
}

/* Read at most MAX bytes of the file NAME in DIR into R->data. Returns 0, or -1 with errno. */
static int read_start(struct dist_reading *r, int dir, const char *name, size_t max)
{
	int fd = files_open_target(dir, name);
	struct stat st;
	ssize_t n;

	r->len = 0;
	if (fd < 0)
		return -1;
	if (!r->data)
		r->data = mem_alloc(METADATA_MAX + 1);
	errno = EINVAL;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		n = -1;
	else
		n = pread(fd, r->data, (size_t)st.st_size < max ? (size_t)st.st_size : max, 0);
	file_close(fd);
	if (n < 0)
		return -1;
	if (dist_spend(r, (size_t)n))
		return -1;
	r->len = (size_t)n;
	r->data[r->len] = '\0';
	r->cut = (size_t)st.st_size > r->len;
	return 0;
}

/* The length of the headers at the start of R->data, which an empty line ends. */
static size_t headers_len(const struct dist_reading *r)
{
	const char *s = r->data, *end = r->data + r->len;

	while ((s = memchr(s, '\n', (size_t)(end - s)))) {
		s++;
		if (*s == '\n' || (s[0] == '\r' && s[1] == '\n'))
			return (size_t)(s - r->data);
	}
	return r->len;
}

/* Those of the LEN bytes of headers at DATA that dist_header() is asked for. */
static const char *used_headers(const char *data, size_t len)
{
	static const char *const names[] = { "Name:", "Version:", "Requires-Dist:" };
	struct buf lines = BUF_INIT;

	for (const char *s = data, *next; s < data + len; s = next) {
		next = s + strcspn(s, "\n");
		next += *next == '\n';
		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
			if (!strncasecmp(s, names[i], strlen(names[i])))
				buf_put(&lines, s, (size_t)(next - s));
	}
	return lines.data;
}

/*
 * Read the metadata of DIST, the file NAME in DIR. NAME is "" if the entry itself is the file.
 * Returns false after adding a problem.
 */
static bool read_metadata(struct dist_reading *r, int dir, struct dist *dist, const char *name)
{
	const char *path = *name ? path_join(dist->path, name) : dist->path, *fault = NULL;
	size_t len;

	if (read_start(r, dir, *name ? name : dist->entry, METADATA_MAX)) {
		dist_unread(r, path, true);
		return false;
	}
	len = headers_len(r);
	if (r->cut && len == r->len)
		fault = "has more than 1 MiB of headers";
	else if (memchr(r->data, '\0', len))
		fault = "has a NUL byte in it";
	/* A file that is cut may end inside a character. */
	else if (!is_utf8(r->data, r->cut ? len : r->len))
		fault = "is not UTF-8";
	if (fault)
		dist_problem(r, path, fault, true);
	else
		dist->metadata = used_headers(r->data, len);
	return !fault;
}

/* Read direct_url.json in DIR. Returns false after adding a fatal problem. */
static bool read_origin(struct dist_reading *r, int dir, struct dist *dist)
{
	static const char name[] = "direct_url.json";
	const char *path = path_join(dist->path, name), *fault;

	if (read_start(r, dir, name, FILE_MAX)) {
		if (errno == ENOENT)
			return true;
		dist_unread(r, path, true);
		return false;
	}
	fault = r->cut ? "is larger than 64 KiB" : origin_parse(r->data, r->len, &dist->origin);
	/* pip ignores an invalid direct_url.json: the problem is not fatal. */
	if (fault)
		dist_problem(r, path, fault, false);
	if (dist->origin.editable)
		dist->editable = url_path(dist->origin.url);
	return true;
}

/* Read the files in DIR, the directory of DIST. Returns false after adding a fatal problem. */
static bool read_directory(struct dist_reading *r, int dir, struct dist *dist)
{
	if (!read_metadata(r, dir, dist, dist->form == DIST_INFO ? "METADATA" : "PKG-INFO"))
		return false;
	if (dist->form != DIST_INFO)
		return true;
	if (!read_start(r, dir, "INSTALLER", INSTALLER_MAX))
		dist->installer = mem_dup(r->data, strcspn(r->data, " \t\r\n"));
	return read_origin(r, dir, dist);
}

/* Read the entry of DIST in the directory FD. Returns false after adding a fatal problem. */
static bool read_dist_entry(struct dist_reading *r, int fd, struct dist *dist)
{
	int dir = openat(fd, dist->entry, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (dir < 0 && errno == ENOTDIR && dist->form != DIST_INFO)
		return read_metadata(r, fd, dist, "");
	if (dir < 0) {
		dist_unread(r, dist->path, true);
		return false;
	}
	ok = read_directory(r, dir, dist);
	close(dir);
	return ok;
}

/* ---- the name and version ------------------------------------------------ */

/* The value of the first header NAME. NULL: no such header. */
static const char *header(const struct dist *dist, const char *name)
{
	size_t at = 0;

	return dist_header(dist, name, &at);
}

/*
 * Set the version of DIST: from the name of a .dist-info, else from the metadata. Returns false if
 * DIST has no version.
 */
static bool set_version(struct dist *dist)
{
	const char *raw = header(dist, "Version");
	const char *version = dist->form == DIST_INFO ? dist_entry_version(dist->entry) : "";

	version = *version ? version : raw;
	dist->version = version ? pep440_normalize(version) : NULL;
	dist->legacy = !dist->version;
	if (dist->legacy)
		dist->version = raw;
	return dist->version;
}

/* Set the name, key and version of DIST. Returns NULL, or the problem. */
static const char *set_name(struct dist *dist)
{
	dist->name = header(dist, "Name");
	if (!dist->name || !*dist->name)
		return "has no name in its metadata";
	dist->key = requirement_key(dist->name);
	return set_version(dist) ? NULL : "has no version in its metadata";
}

void dist_read(struct dist_reading *r, const struct dist_site *site, int fd, const char *entry)
{
	struct dist dist = {
		.form = ends_with(entry, ".dist-info") ? DIST_INFO : DIST_EGG_INFO,
		.site = site,
		.local = site->local,
		.entry = entry,
		.path = path_join(site->path, entry),
		.installer = "",
	};
	const char *fault;

	/* An interrupted pip leaves "~equests-2.31.0.dist-info". */
	if (!requirement_name_valid(mem_dup(entry, dist_entry_name_len(entry)))) {
		dist_problem(r, dist.path, "has no valid name, pip passes over it", false);
		return;
	}
	if (!read_dist_entry(r, fd, &dist))
		return;
	fault = set_name(&dist);
	if (fault) {
		dist_problem(r, dist.path, fault, true);
		return;
	}
	LIST_ADD(r, dist);
}
