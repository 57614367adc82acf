/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an environment was last used, by the times that the kernel keeps of its files. */
#ifndef AVENV_LAST_USED_H
#define AVENV_LAST_USED_H

#include "core/venv.h"

/** result of days_unused(): the file system does not keep the times that tell */
#define DAYS_UNKNOWN (-1)

/*
 * The full days since the last use of VENV that its files tell, or DAYS_UNKNOWN. A use at most a
 * day later may leave no trace: VENV was certainly not used in the last DAYS days if the result is
 * greater than DAYS.
 *
 * A use is a start of its Python or of another program in its bin, sourcing its `activate`, a `cd`
 * that turns it on, an installation, and a copy or move of the files.
 */
int days_unused(const struct venv *venv);

/* DAYS, a result of days_unused(), for people: "12 days ago" or "unknown". */
const char *days_unused_text(int days);

#endif
