/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of one distribution, by descriptor and name. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/dist.h"
#include "cli/unseen.h"
#include "cli/url.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** of INSTALLER: its first line is a word */
	INSTALLER_MAX = 256,
	/** of direct_url.json */
	URL_MAX = 64 * 1024,
};

static int open_at(const struct dist_reading *r, int dir, const char *name, int flags)
{
	return openat(dir, name,
		      O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags |
			      (r->follow ? 0 : O_NOFOLLOW));
}

static int read_fd(struct dist_reading *r, int fd, size_t max)
{
	struct stat st;
	size_t room;
	ssize_t n;

	if (fstat(fd, &st))
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return -1;
	}
	room = (size_t)st.st_size < max ? (size_t)st.st_size : max;
	if (!r->data)
		r->data = mem_alloc(DIST_HEADERS_MAX + 1);
	n = files_read_at(fd, r->data, room, 0);
	if (n < 0)
		return -1;
	r->len = (size_t)n;
	r->bytes += r->len;
	r->data[r->len] = '\0';
	r->cut = (size_t)st.st_size > max;
	return 0;
}

int dist_slurp(struct dist_reading *r, int dir, const char *name, size_t max)
{
	int fd = open_at(r, dir, name, 0), ret;

	r->len = 0;
	if (fd < 0)
		return -1;
	ret = read_fd(r, fd, max);
	file_close(fd);
	return ret;
}

const char *dist_reason(void)
{
	struct buf b = BUF_INIT;

	switch (errno) {
	case ELOOP:
		return "is a link, which is not followed";
	case EINVAL:
	case ENXIO:
		return "is no regular file";
	default:
		buf_putl(&b, "cannot be read: ", strerror(errno));
		return b.data;
	}
}

/* The first thing that is wrong with FOUND, in its file NAME; "": itself. */
static void problem(struct dist_found *found, const char *name, const char *text, bool fatal)
{
	const char *path = found->dist.path;

	if (found->problem.text)
		return;
	found->problem.path = *name ? path_join(path, name) : path;
	found->problem.text = text;
	found->problem.fatal = fatal;
	found->left_out |= fatal;
}

/*
 * errno says why NAME in FOUND cannot be read.  What is wrong with it is its own;
 * that nothing can be read is said once.
 */
static void unread(struct dist_found *found, const char *name, bool fatal)
{
	const char *path = found->dist.path;

	if (errno == EACCES || unseen_is_answer(errno)) {
		problem(found, name, dist_reason(), fatal);
		return;
	}
	unseen(*name ? path_join(path, name) : path);
	found->left_out |= fatal;
}

/* Take what was read for the metadata, which NAME holds. */
static void take_metadata(struct dist_reading *r, struct dist_found *found, const char *name)
{
	size_t len = dist_headers_len(r->data, r->len);

	if (len > r->len && r->cut) {
		problem(found, name, "has more than 1 MiB of headers", true);
		return;
	}
	if (len > r->len)
		len = r->len;
	if (memchr(r->data, '\0', len))
		problem(found, name, "has a NUL in it", true);
	/* Of what was cut, the last character may be as well. */
	else if (!r->dists->pip.name_of_entry && !path_utf8_valid(r->data, r->cut ? len : r->len))
		problem(found, name, "is not UTF-8", true);
	found->dist.metadata = mem_dup(r->data, len);
	r->kept += len;
}

/* Returns whether NAME in DIR is there and holds something. */
static bool read_metadata(struct dist_reading *r, int dir, struct dist_found *found,
			  const char *name)
{
	if (dist_slurp(r, dir, name, DIST_HEADERS_MAX)) {
		if (errno != ENOENT)
			unread(found, name, errno != EACCES);
		return errno != ENOENT;
	}
	take_metadata(r, found, name);
	return r->len > 0;
}

static const char *take_installer(const struct dist_reading *r)
{
	size_t len = strcspn(r->data, "\r\n");

	while (len && (r->data[len - 1] == ' ' || r->data[len - 1] == '\t'))
		len--;
	return mem_dup(r->data, len);
}

static void read_origin(struct dist_reading *r, int dir, struct dist_found *found)
{
	static const char name[] = "direct_url.json";
	struct dist *dist = &found->dist;
	const char *why;
	bool fatal;

	if (!r->dists->pip.direct_url)
		return;
	if (dist_slurp(r, dir, name, URL_MAX)) {
		if (errno != ENOENT)
			unread(found, name, true);
		return;
	}
	if (r->cut) {
		problem(found, name, "is larger than 64 KiB", true);
		return;
	}
	r->kept += r->len;
	why = origin_parse(r->data, r->len, &r->dists->pip, &dist->origin, &fatal);
	if (why)
		problem(found, name, why, fatal);
	if (dist->origin.editable)
		dist->editable = url_path(dist->origin.url);
}

/*
 * pkg_resources reads what the suffix says, importlib.metadata both.  Returns
 * whether it is anything to that.
 */
static bool read_directory(struct dist_reading *r, int dir, struct dist_found *found)
{
	const char *name = found->dist.form == DIST_INFO ? "METADATA" : "PKG-INFO";
	int requested;

	/* What has none is no egg. */
	if (found->dist.form == DIST_EGG && !file_exists(dir, name))
		return false;
	if (r->dists->pip.importlib)
		(void)(read_metadata(r, dir, found, "METADATA") ||
		       read_metadata(r, dir, found, "PKG-INFO"));
	else if (!read_metadata(r, dir, found, name) && files_is_empty(dir) > 0)
		return false;
	if (!dist_slurp(r, dir, "INSTALLER", INSTALLER_MAX))
		found->dist.installer = take_installer(r);
	else if (!unseen_is_answer(errno))
		unread(found, "INSTALLER", false);
	requested = file_exists(dir, "REQUESTED");
	if (requested < 0)
		unread(found, "REQUESTED", false);
	found->dist.requested = requested > 0;
	read_origin(r, dir, found);
	return true;
}

/* ENTRY is no directory: a file that distutils wrote, or something else. */
static void read_entry(struct dist_reading *r, int fd, struct dist_found *found)
{
	if (found->dist.form == DIST_EGG_INFO)
		found->dist.form = DIST_EGG_INFO_FILE;
	if (dist_slurp(r, fd, found->dist.entry, DIST_HEADERS_MAX))
		unread(found, "", true);
	else
		take_metadata(r, found, "");
}

/* FOUND, as an entry of directory FD.  Returns whether it is anything. */
static bool read_found(struct dist_reading *r, int fd, struct dist_found *found)
{
	int dir = open_at(r, fd, found->dist.entry, O_DIRECTORY);
	bool is_one;

	if (dir >= 0) {
		is_one = read_directory(r, dir, found);
		close(dir);
		return is_one;
	}
	if (errno == ENOENT)
		return false;
	if (errno == ENOTDIR || errno == ELOOP)
		read_entry(r, fd, found);
	else
		unread(found, "", true);
	return true;
}

struct dist_found *dist_read(struct dist_reading *r, int fd, const char *path, const char *entry,
			     enum dist_form form, size_t site)
{
	struct dist_found *found;
	bool blind;

	r->list = mem_grow(r->list, r->count, &r->room, sizeof(*r->list));
	found = &r->list[r->count];
	*found = (struct dist_found){
		.dist = { .form = form,
			  .entry = entry,
			  .path = path_join(path, entry),
			  .metadata = "",
			  .installer = "" },
		.site = site,
	};
	found->problem.path = found->dist.path;
	if (!read_found(r, fd, found))
		return NULL;
	r->count++;
	/* Of what could not be read, no more is said. */
	blind = found->left_out && !found->problem.text;
	dist_name(&r->dists->pip, found);
	if (blind)
		found->problem.text = NULL;
	return found;
}
