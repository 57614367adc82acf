/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the idle test of a hook looks up until the next look at its shell. */
#ifndef AVENV_WATCH_H
#define AVENV_WATCH_H

#include "core/session.h"

/*
 * Fill in what PLAN has of that: present, here, misses, blind; once all else in
 * it is there.  PHYSICAL is the working directory, or NULL.
 */
void watch_plan(const struct session *session, const struct search *search, const char *physical,
		struct plan *plan);

#endif
