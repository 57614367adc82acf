/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"

static char scratch[PATH_MAX];
static pid_t scratch_owner;

void fuzz_fail(const char *what, const char *file, int line)
{
	dprintf(STDERR_FILENO, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

void fuzz_same(const char *a, const char *b, const char *file, int line)
{
	if (a && b ? streq(a, b) : a == b)
		return;
	dprintf(STDERR_FILENO, "%s:%d: '%s' is not '%s'\n", file, line, a ? a : "(null)",
		b ? b : "(null)");
	abort();
}

unsigned input_byte(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

char *input_text(struct input *in)
{
	size_t left = (size_t)(in->end - in->at);
	const uint8_t *nul = left ? memchr(in->at, 0, left) : NULL;
	size_t len = nul ? (size_t)(nul - in->at) : left;
	char *text = mem_dup((const char *)in->at, len);

	in->at += len + (nul != NULL);
	return text;
}

bool is_shown(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\n') || c == 0x7F)
			return false;
		/* C1 as UTF-8, and what turns or hides text. */
		if (c == 0xC2 && i + 1 < len && (unsigned char)text[i + 1] < 0xA0)
			return false;
		if (c == 0xE2 && i + 2 < len && text[i + 1] == '\x80' &&
		    (unsigned char)text[i + 2] >= 0xAA && (unsigned char)text[i + 2] <= 0xAE)
			return false;
	}
	return true;
}

/* Where messages go. */
static ssize_t take_message(void *cookie, const char *text, size_t len)
{
	(void)cookie;
	CHECK(is_shown(text, len));
	return (ssize_t)len;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const kept[] = { "PATH", "LC_ALL", "TMPDIR", "SRCDIR" };
	const char *values[ARRAY_SIZE(kept)];

	(void)argc;
	(void)argv;
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		values[i] = getenv(kept[i]);
	clearenv();
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		if (values[i])
			setenv(kept[i], values[i], 1);
	umask(022);
	/* libFuzzer has taken its own before. */
	stderr = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = take_message });
	CHECK(stderr);
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void fuzz_remove(const char *path)
{
	if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS))
		CHECK(errno == ENOENT);
}

/* A child that did not get as far as exec() leaves it alone. */
static void remove_scratch(void)
{
	if (getpid() == scratch_owner)
		fuzz_remove(scratch);
}

const char *fuzz_scratch(void)
{
	const char *tmp = getenv("TMPDIR");
	char name[PATH_MAX];

	if (scratch[0])
		return scratch;
	snprintf(name, sizeof(name), "%s/avenv-fuzz-XXXXXX",
		 tmp                      ? tmp :
		 access("/dev/shm", W_OK) ? "/tmp" :
					    "/dev/shm");
	CHECK(mkdtemp(name) && realpath(name, scratch));
	CHECK(!chmod(scratch, 0755));
	scratch_owner = getpid();
	atexit(remove_scratch);
	return scratch;
}

const char *scratch_at(const char *name)
{
	return path_join(fuzz_scratch(), name);
}

void scratch_dir(const char *name)
{
	CHECK(!mkdir(scratch_at(name), 0755) || errno == EEXIST);
}

void scratch_file(const char *name, const void *data, size_t len)
{
	int fd = open(scratch_at(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	CHECK(fd >= 0);
	CHECK(!len || write(fd, data, len) == (ssize_t)len);
	CHECK(!close(fd));
}

void scratch_env(const char *name)
{
	const char *python = path_join(name, "bin/python");

	scratch_dir(name);
	scratch_dir(path_join(name, "bin"));
	scratch_file(path_join(name, "pyvenv.cfg"), "home = /usr/bin\n", 16);
	scratch_file(python, "#!/bin/sh\n", 10);
	CHECK(!chmod(scratch_at(python), 0755));
}
