/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import path of an environment's Python, as Lib/site.py builds it, with the .pth files. */
#ifndef AVENV_IMPORT_PATH_H
#define AVENV_IMPORT_PATH_H

#include "installed/dist_reading.h"

/* List the directories on the import path of R->venv in R->sites, and read their distributions. */
void import_path_read(struct dist_reading *r);

#endif
