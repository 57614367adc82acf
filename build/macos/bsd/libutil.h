/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of libbsd that avenv calls, by macOS's libutil and a flag of open(2). */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>

#define HN_DECIMAL   0x01
#define HN_NOSPACE   0x02
#define HN_B         0x04
#define HN_AUTOSCALE 0x20

int humanize_number(char *text, size_t size, int64_t number, const char *suffix, int scale,
		    int flags);

#define flopenat(dir, name, flags, mode) openat(dir, name, (flags) | O_EXLOCK, mode)
