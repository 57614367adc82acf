/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of the line in a startup file; LINE is NULL where it is taken out. */
#ifndef AVENV_STARTUP_TELL_H
#define AVENV_STARTUP_TELL_H

#include "cli/startup_edit.h"
#include "cli/startup_file.h"

/* "'/home/you/.bashrc'", and where that really is. */
const char *startup_named(const struct startup_file *f);

/* To standard output, what would be done. */
void startup_print(const struct startup_file *f, const struct startup_edit *e, const char *line);

/* What was done. */
void startup_tell(const struct startup_file *f, const struct startup_edit *e, const char *line);

/* That LINE can be put there by hand. */
void startup_tell_by_hand(const char *line);

#endif
