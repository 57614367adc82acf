/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of libbsd: macOS has it in its C library. */
#include <stdlib.h>
