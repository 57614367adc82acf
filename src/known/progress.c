/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/progress.h"

#include "print/msg.h"
#include "system/platform.h"

#include "core/banned.h"

/** go to the start of the line and empty it */
#define ERASE "\r\033[K"

enum {
	FIRST_MS = 500,
	AGAIN_MS = 100,
};

/** when the next line is due, in ms of platform_clock_ms(); 0: the search has not begun */
static long long due;
static bool is_shown;

static bool is_due(void)
{
	long long now = platform_clock_ms();

	if (!due)
		due = now + FIRST_MS;
	if (now < due)
		return false;
	due = now + AGAIN_MS;
	is_shown = !msg_quiet && is_terminal(stderr);
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
