/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project of an environment in a tool's store, and whether that project is gone. */
#ifndef AVENV_STORE_PROJECT_H
#define AVENV_STORE_PROJECT_H

#include "trust/trust.h"

/*
 * The absolute path of the project of the environment at PATH, in the store of TOOL; NULL: unknown.
 * A record that points to PATH names it. Else virtualenvwrapper's file .project does; for other
 * tools .project or an editable package, if PATH has the hash of the path named there.
 *
 * *GONE: store_project_is_gone().
 */
const char *store_project(struct trust *trust, const char *path, const char *tool, bool *gone);

/*
 * PROJECT, of the environment at ENV, is certainly gone, by dir_is_gone(). A project that is not
 * seen, as on a disk that is not mounted, is not gone.
 */
bool store_project_is_gone(const char *project, const char *env);

#endif
