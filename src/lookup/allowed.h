/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the user's word about an environment itself? A tree and a main checkout only cover what was
 * made in its place, and a command that writes into it would make it look so.
 */
#ifndef AVENV_ALLOWED_H
#define AVENV_ALLOWED_H

#include "trust/trust.h"

/*
 * A record of its own allows the environment at PATH: of its slot, of the slot in its project
 * before that was moved, or of a link to it. AVENV_TRUST and the store of a tool count as one.
 */
bool env_is_allowed(struct trust *trust, struct real_path path);

#endif
