/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that has to hold before an environment reaches PATH. */
#ifndef AVENV_JUDGE_H
#define AVENV_JUDGE_H

#include "core/search.h"

/*
 * Judge FOUND->candidate: follow its pointer where that may be done, ask the
 * records, look at owners, modes and health.  NAMED: the user named it on the
 * command line, so no record is needed, but what a record accepts holds.  Fills in
 * the rest of FOUND and returns its outcome.
 */
enum outcome judge(struct search *search, struct found *found, bool named);

#endif
