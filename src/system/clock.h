/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef AVENV_CLOCK_H
#define AVENV_CLOCK_H

#include <time.h>

/* Milliseconds since some moment. Setting the time of day does not change this clock. */
static inline long long clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

#endif
