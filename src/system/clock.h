/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much time goes by. */
#ifndef AVENV_CLOCK_H
#define AVENV_CLOCK_H

/* Milliseconds since some moment; nobody sets this clock. */
long long clock_ms(void);

#endif
