/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzz target without a fuzzer: each input in the directories that are named
 * is given to it once, in the order of their names.  A name that is not there is
 * passed over, as not every target has crashers; but not all of them.  Each
 * TAKEN() of the target must have been come by in the end.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

static unsigned count;

/* All that TAKEN() made: the linker names both ends of such a section. */
extern struct taken *__start_fuzz_taken[], *__stop_fuzz_taken[];

/* In memory of just that size, so that a read behind it is seen. */
static void replay(int fd, size_t size)
{
	uint8_t *data = malloc(size ? size : 1);

	CHECK(data && read(fd, data, size) == (ssize_t)size);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	count++;
}

static void replay_file(const char *dir, const char *name)
{
	char path[4096];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	/* The one that fails is the last that was named. */
	printf("# %s\n", path);
	fflush(stdout);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0 && !fstat(fd, &st));
	if (S_ISREG(st.st_mode))
		replay(fd, (size_t)st.st_size);
	close(fd);
}

static void replay_dir(const char *dir)
{
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort);

	if (n < 0) {
		CHECK(errno == ENOENT);
		return;
	}
	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.')
			replay_file(dir, names[i]->d_name);
		free(names[i]);
	}
	free(names);
}

/* How many places no input came by. */
static unsigned count_missed(void)
{
	unsigned missed = 0;

	for (struct taken **t = __start_fuzz_taken; t < __stop_fuzz_taken; t++) {
		if ((*t)->times)
			continue;
		printf("# %s:%d: no input comes here\n", (*t)->file, (*t)->line);
		missed++;
	}
	return missed;
}

int main(int argc, char **argv)
{
	unsigned missed;

	LLVMFuzzerInitialize(&argc, &argv);
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++)
		replay_dir(argv[i]);
	CHECK(argc < 2 || count);
	missed = argc < 2 ? 0 : count_missed();
	printf("%sok 1 - %u inputs\n1..1\n", missed ? "not " : "", count + 1);
	return missed != 0;
}
