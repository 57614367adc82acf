/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/msg.h"

#include "core/banned.h"

enum {
	FIRST_MS = 500,
	AGAIN_MS = 100,
};

/** when the next line is due, in ms; 0: the clock was not started */
static long long due;
static bool is_shown;

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static bool can_erase(void)
{
	const char *term = getenv("TERM");

	return !msg_quiet && isatty(STDERR_FILENO) && is_set(term) &&
	       !streq(term, "dumb");
}

void progress_show(void *arg, size_t dirs, size_t found)
{
	long long now = now_ms();

	(void)arg;
	if (!due)
		due = now + FIRST_MS;
	if (now < due || !can_erase())
		return;
	fprintf(stderr,
		"\r\033[Kavenv: %zu directories searched, %zu environments",
		dirs, found);
	is_shown = true;
	due = now + AGAIN_MS;
}

void progress_end(void)
{
	if (is_shown)
		fputs("\r\033[K", stderr);
	is_shown = false;
}
