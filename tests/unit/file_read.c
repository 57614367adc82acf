/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 */
/* Reading files where read() returns less than was asked for, or is interrupted. */
#include "core/file.h"
#include "test.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In place of the C library's: each second call is interrupted, the others read 3 bytes. */
ssize_t read(int fd, void *data, size_t len)
{
	static bool interrupt;

	interrupt = !interrupt;
	if (interrupt) {
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_read, fd, data, len < 3 ? len : 3);
}

TEST(short_reads)
{
	struct text text;

	put_file("file", "one line\nand another\n");
	assert_int_equal(file_slurp(at("file"), FILE_MAX, &text), 0);
	assert_string_equal(text.data, "one line\nand another\n");
}

static void count_line(void *arg, const char *line, size_t len)
{
	(void)line;
	*(size_t *)arg += len;
}

TEST(short_reads_of_lines)
{
	struct file_info info;
	size_t len = 0;

	put_file("file", "one line\nand another\n");
	assert_int_equal(file_lines(at("file"), FILE_MAX, count_line, &len, &info), 0);
	assert_int_equal(len, 21);
}

MAIN(NULL)
