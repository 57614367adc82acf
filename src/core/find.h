/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a project's environment: from a directory upwards, the first in
 * which a finder answers is the project.  See finders/finders.c for the
 * order within a directory.
 */
#ifndef AVENV_FIND_H
#define AVENV_FIND_H

#include "core/search.h"

/*
 * Search from START, absolute, by text; then, where that finds nothing, from
 * PHYSICAL, unless NULL or the same.
 */
void find_env(struct search *search, const char *start, const char *physical, struct found *found);

/* What answers in the directory DIR, a real path, by TRUST. */
void find_in(struct trust *trust, const char *dir, struct found *found);

/* Judge C, which a finder could have answered with, as the records have it. */
void find_slot(struct trust *trust, const struct candidate *c, struct found *found);

/*
 * Judge a named environment at PATH: owner, mode and health, with no record
 * needed.
 */
void find_named(struct trust *trust, const char *path, struct found *found);

/*
 * Judge the environment at PATH as the records have it, as where a finder has
 * answered with it in its parent directory.
 */
void find_recorded(struct trust *trust, const char *path, struct found *found);

#endif
