/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of libbsd that is in macOS's C library. */
#include <stdlib.h>
