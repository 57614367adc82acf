/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in an environment, by names of files and directories. */
#include "core/mem.h"
#include "installed/site.h"

#include "core/banned.h"

enum {
	/** letters of one part of a version */
	PART_MAX = 8,
};

/* "3.11.2" of "3.11.2.final.0", as virtualenv writes it; NULL for what is no version. */
static const char *three_parts(const char *version)
{
	size_t len = 0;

	for (int parts = 0; parts < 3; parts++) {
		size_t n = strspn(version + len, "0123456789abcrt+");

		if (!n || n > PART_MAX)
			return NULL;
		len += n;
		if (version[len] != '.' || parts == 2)
			break;
		len++;
	}
	return mem_dup(version, len);
}

const char *site_version(const struct venv *venv)
{
	const char *version = venv->cfg.version ? three_parts(venv->cfg.version) : NULL;
	struct library library;

	if (version)
		return version;
	library_of(venv, &library);
	return *library.series ? library.series : NULL;
}

/* A name that begins with ~ is what pip has half removed. */
static bool count_distribution(void *arg, int fd, const char *name, int type)
{
	const char *end = strrchr(name, '.');
	size_t *count = arg;

	(void)fd;
	(void)type;
	if (end && *name != '~' && (streq(end, ".dist-info") || streq(end, ".egg-info")))
		++*count;
	return true;
}

size_t site_count(const struct venv *venv)
{
	uint64_t room[1024];
	size_t count = 0;
	const char *path;
	int fd = site_open(venv, "lib", &path);

	if (fd < 0)
		return 0;
	(void)!file_scan_fd(fd, room, sizeof(room), count_distribution, &count);
	file_close(fd);
	return count;
}
