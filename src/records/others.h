/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reason why avenv neither reads nor writes a file of the user's own: another user can change
 * it, or lead its path elsewhere. The helper asks the same of the records (trust/owners.h).
 */
#ifndef AVENV_OTHERS_H
#define AVENV_OTHERS_H

#include "core/base.h"
#include "print/reason.h"

/*
 * The reason against PATH, by owners_along() with ABOVE: another user who can change it, and the
 * command after which nobody can; "": none is sure to help. All NULL: only the user and root can.
 */
struct reason others_along(const char *path, bool above);

/*
 * others_along() of PATH in avenv's own data directory, beside the records. Where chmod does not
 * help, the reason says how to have that directory elsewhere.
 */
struct reason others_in_data(const char *path);

#endif
