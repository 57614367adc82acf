/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directories on the import path: the distributions in each, and the .pth files. */
#ifndef AVENV_IMPORT_PATH_H
#define AVENV_IMPORT_PATH_H

#include "installed/dist_reading.h"

/* Read all directories on the import path of R->venv into R. */
void import_path_read(struct dist_reading *r);

#endif
