/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from one path to another. */
#ifndef AVENV_RELATIVE_H
#define AVENV_RELATIVE_H

/* PATH as seen from the directory START, as text; both are clean. */
const char *relative(const char *path, const char *start);

#endif
