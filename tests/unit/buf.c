/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no memory is enough for: the process ends, and at once. */
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "test.h"

enum {
	EXHAUSTED = 7,
	/** seconds; what never ends is ended by SIGALRM */
	LONG_ENOUGH = 10,
};

static void say_exhausted(void)
{
	_exit(EXHAUSTED);
}

static void too_much(void **state)
{
	static const struct {
		const char *what;
		size_t has, more;
	} rows[] = {
		{ "a negative length", 0, (size_t)-1 },
		{ "the same of what has something", 100, (size_t)-5 },
		{ "more than any power of two", 0, SIZE_MAX / 2 + 2 },
		{ "half of all", 1, SIZE_MAX / 2 },
		{ "more than mem_alloc() gives", 1, SIZE_MAX / 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b = BUF_INIT;
		int status = 0;
		pid_t pid;

		for (size_t n = 0; n < rows[i].has; n++)
			buf_putc(&b, 'x');
		pid = fork();
		if (!pid) {
			mem_exhausted = say_exhausted;
			alarm(LONG_ENOUGH);
			buf_reserve(&b, rows[i].more);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		row_int(rows[i].what, WIFEXITED(status), true);
		row_int(rows[i].what, WEXITSTATUS(status), EXHAUSTED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_much),
	};

	return RUN(tests);
}
