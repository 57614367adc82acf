/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/finders.h"

#include "core/banned.h"

const struct finder *const finders[] = {
	&find_self, &find_dotvenv, &find_names, &find_scan, &find_uv, &find_stores, NULL,
};
