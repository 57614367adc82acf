/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finders, a file each; the tools that find_stores asks have a file each as well. */
#ifndef AVENV_FINDERS_H
#define AVENV_FINDERS_H

#include "core/search.h"

extern const struct finder find_self, find_dotvenv, find_names, find_scan, find_uv, find_stores;

#endif
