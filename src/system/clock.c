/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/clock.h"

#include <time.h>

#include "core/banned.h"

long long clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}
