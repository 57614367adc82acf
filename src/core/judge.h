/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that has to hold before an environment reaches PATH. */
#ifndef AVENV_JUDGE_H
#define AVENV_JUDGE_H

#include "core/search.h"

/*
 * Judge FOUND->candidate: follow its pointer where that may be done, ask the
 * records, look at owners, modes and health.  NAMED: the user named it on the
 * command line, so no record is needed, but what one accepts holds.  Fills in
 * the rest of FOUND and returns its outcome.
 */
enum outcome judge(struct search *search, struct found *found, bool named);

/*
 * A record of the directory that the environment ENV, a real path, lies right in speaks
 * of ENV too: by its name, unless it is a clone, a project of its own whose author chose
 * the name.
 */
bool judge_covered(const struct settings *settings, const char *env);

/* What the records say of the environment that CHAIN leads to, where it lies. */
struct judgement judge_recorded(struct trust *trust, const struct chain *chain);

#endif
