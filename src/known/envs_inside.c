/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in an environment, by the names of its directories alone. */
#include <unistd.h>

#include "core/mem.h"
#include "installed/site.h"
#include "known/envs.h"
#include "known/unseen.h"

#include "core/banned.h"

enum {
	/** letters of one part of a version */
	PART_MAX = 8,
};

/*
 * "3.11.2" of "3.11.2.final.0", as virtualenv has it; NULL for what is no
 * version, as anybody may have written it.
 */
static const char *three_parts(const char *version)
{
	size_t len = 0;

	for (int parts = 0; parts < 3; parts++) {
		size_t n = strspn(version + len, "0123456789abcrt+");

		if (!n || n > PART_MAX)
			return NULL;
		len += n;
		if (version[len] != '.')
			break;
		len++;
	}
	while (version[len - 1] == '.')
		len--;
	return mem_dup(version, len);
}

const char *env_python(const struct venv *venv)
{
	const char *version = NULL;
	struct library library;

	if (venv->cfg.version)
		version = three_parts(venv->cfg.version);
	if (version)
		return version;
	library_of(venv, &library);
	return *library.series ? library.series : NULL;
}

/* A name that begins with ~ is pip's, of something half removed. */
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

size_t env_packages(const struct venv *venv)
{
	uint64_t room[1024];
	size_t count = 0;
	const char *path;
	int fd = site_open(venv, "lib", &path);

	if (fd < 0)
		return 0;
	if (file_scan_fd(fd, room, sizeof(room), count_distribution, &count))
		unseen(path);
	close(fd);
	return count;
}
