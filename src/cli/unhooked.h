/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to type where the hook is not loaded. */
#ifndef AVENV_UNHOOKED_H
#define AVENV_UNHOOKED_H

#include "core/settings.h"

/*
 * The command after which a shell like this one has the hook: `avenv setup`, or
 * where the startup file loads it already, starting another.
 */
const char *unhooked_next(const struct settings *settings);

/* The same as a clause: "'COMMAND' …". */
const char *unhooked_advice(const struct settings *settings);

#endif
