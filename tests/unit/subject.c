/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is open is an environment still, or it is let be. */
#include "cli/subject.h"

#include <sys/syscall.h>

#include "scratch.h"

/* What the disk says of what is read, or 0.  In place of the C library's. */
static int read_error;

ssize_t read(int fd, void *buf, size_t len)
{
	if (!read_error)
		return syscall(SYS_read, fd, buf, len);
	errno = read_error;
	return -1;
}

/** A pyvenv.cfg, NULL: none; and what is said of it, "" where it is one. */
struct row {
	const char *cfg;
	const char *says;
};

static const struct row rows[] = {
	{ "home = /usr/bin\n", "" },
	{ "version = 3.11\n", "/e' is not an environment any more, and" },
	{ "home =\n", "/e' is not an environment any more, and" },
	{ "", "/e' is not an environment any more, and" },
	{ NULL, "/e' is not an environment any more, and" },
};

static int changed(const char *says)
{
	int fd = open(at("e"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int kept = hide(), ret;
	const char *said;

	assert_true(fd >= 0);
	ret = subject_changed(fd, at("e"));
	read_error = 0;
	said = show(kept);
	close(fd);
	if (!strstr(said, says))
		fail_msg("wanted %s, got %s", says, said);
	return ret;
}

static void test_changed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		scratch_clear();
		put_dir("e");
		if (rows[i].cfg)
			put_file("e/pyvenv.cfg", rows[i].cfg);
		row_int(rows[i].cfg ? rows[i].cfg : "none",
			changed(rows[i].says), *rows[i].says ? -1 : 0);
	}
}

/* What cannot be read is not called anything. */
static void test_changed_unseen(void **state)
{
	(void)state;
	scratch_clear();
	put_dir("e");
	put_file("e/pyvenv.cfg", rows[0].cfg);
	read_error = EIO;
	row_int("unread", changed("/e/pyvenv.cfg': Input/output error"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_changed_unseen),
	};

	return RUN_IN_SCRATCH(tests);
}
