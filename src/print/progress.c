/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "print/msg.h"
#include "system/clock.h"

#include "core/banned.h"

/** back to the start of the line, and that empty */
#define ERASE "\r\033[K"

enum {
	FIRST_MS = 500,
	AGAIN_MS = 100,
};

/** when the next line is due, in ms; 0: the clock was not started */
static long long due;
static bool is_shown;

static bool can_erase(void)
{
	const char *term = getenv("TERM");

	return !msg_quiet && isatty(STDERR_FILENO) && is_set(term) && !streq(term, "dumb");
}

static bool is_due(void)
{
	long long now = clock_ms();

	if (!due)
		due = now + FIRST_MS;
	if (now < due)
		return false;
	/* Where it cannot be shown that is asked no more often than it would. */
	due = now + AGAIN_MS;
	is_shown |= can_erase();
	return is_shown;
}

void progress_show(size_t dirs, size_t found)
{
	if (is_due())
		fprintf(stderr, ERASE "avenv: %s, %s", counted(dirs, "directory", "directories"),
			counted(found, "environment", "environments"));
}

void progress_step(size_t done, size_t all)
{
	if (is_due())
		fprintf(stderr, ERASE "avenv: %zu of %s", done,
			counted(all, "environment", "environments"));
}

void progress_end(void)
{
	if (is_shown)
		fputs(ERASE, stderr);
	is_shown = false;
}
