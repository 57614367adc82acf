/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"

void fuzz_fail(const char *what, const char *file, int line)
{
	dprintf(STDERR_FILENO, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

void fuzz_same(const char *a, const char *b, const char *file, int line)
{
	if (a && b ? !streq(a, b) : a != b)
		fuzz_fail(formatted("'%s' is '%s'", a ? a : "(null)", b ? b : "(null)"), file,
			  line);
}

unsigned input_byte(struct input *in)
{
	if (!in->len)
		return 0;
	in->len--;
	return (unsigned char)*in->at++;
}

char *input_text(struct input *in)
{
	size_t len = strnlen(in->at, in->len), used = len + (len < in->len);
	char *text = mem_dup(in->at, len);

	in->at += used;
	in->len -= used;
	return text;
}

bool is_shown(const char *text)
{
	/* C0 but newlines, DEL, C1 as UTF-8, and what turns or hides text. */
	static const char bad[] = "[\x01-\x09\x0B-\x1F\x7F]|\xC2[\x80-\x9F]|\xE2\x80[\xAA-\xAE]";
	static regex_t regex;
	static bool ready;

	if (!ready)
		ready = !regcomp(&regex, bad, REG_EXTENDED | REG_NOSUB);
	CHECK(ready);
	return regexec(&regex, text, 0, NULL, 0) == REG_NOMATCH;
}

static ssize_t take_message(void *cookie, const char *text, size_t len)
{
	const char *message = mem_dup(text, len);

	(void)cookie;
	CHECK(strlen(message) == len && is_shown(message));
	return (ssize_t)len;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	umask(022);
	/* libFuzzer has opened its own before. */
	stderr = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = take_message });
	CHECK(stderr);
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz((struct input){ (const char *)data, size });
	mem_reset();
	return 0;
}

/* ---- the scratch directory --------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void scratch_remove(const char *name)
{
	if (nftw(scratch_at(name), remove_one, 16, FTW_DEPTH | FTW_PHYS))
		CHECK(errno == ENOENT);
}

const char *scratch_at(const char *name)
{
	static char top[PATH_MAX];

	if (!top[0]) {
		const char *tmp = getenv("TMPDIR");
		char made[PATH_MAX];

		snprintf(made, sizeof(made), "%s/avenv-fuzz-XXXXXX", tmp ? tmp : "/tmp");
		CHECK(mkdtemp(made) && !chmod(made, 0755) && realpath(made, top));
	}
	return path_join(top, name);
}

static void make_dir(const char *path)
{
	if (mkdir(path, 0755) && errno == ENOENT) {
		make_dir(path_parent(path));
		CHECK(!mkdir(path, 0755));
	}
}

void scratch_dir(const char *name)
{
	make_dir(scratch_at(name));
}

void scratch_file(const char *name, const void *data, size_t len)
{
	const char *path = scratch_at(name);
	int fd;

	make_dir(path_parent(path));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	CHECK(fd >= 0 && write(fd, data, len) == (ssize_t)len && !close(fd));
}

void scratch_text(const char *name, const char *text)
{
	scratch_file(name, text, strlen(text));
}

void scratch_env(const char *name)
{
	const char *python = path_join(name, "bin/python");

	scratch_text(path_join(name, "pyvenv.cfg"), "home = /usr/bin\n");
	scratch_text(python, "#!/bin/sh\n");
	CHECK(!chmod(scratch_at(python), 0755));
}

int scratch_open(const char *name)
{
	int fd = open(scratch_at(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	CHECK(fd >= 0);
	return fd;
}
