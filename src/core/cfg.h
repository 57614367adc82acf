/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pyvenv.cfg, read as CPython reads it (PEP 405, Modules/getpath.py,
 * Lib/site.py): "key = value" lines, keys without regard to case, values
 * stripped; no comments, quotes or sections.
 */
#ifndef AVENV_CFG_H
#define AVENV_CFG_H

#include "core/base.h"

/** What a pyvenv.cfg says; NULL for what it does not. */
struct cfg {
	/** the directory of the base interpreter: the first such line */
	const char *home;
	/** X.Y.Z, from `version` (venv) or `version_info` (virtualenv, uv) */
	const char *version;
	/** as written by its creator, Python's quotes taken off */
	const char *prompt;
	/** "uv" or "virtualenv", which say that they made it; NULL: nothing says */
	const char *maker;
	/** include-system-site-packages is "true" */
	bool system_site;
};

/*
 * Read LEN bytes of DATA into CFG.  Returns false where there is no `home`:
 * such a file makes no environment.  A byte order mark is passed over; a line
 * with a NUL is ignored, as no path and no name holds one.
 */
bool cfg_parse(const char *data, size_t len, struct cfg *cfg);

/*
 * "3.11" of VERSION, "3.11.2", of a Python; "" where that is NULL or has no
 * minor one.
 */
const char *cfg_series(const char *version);

#endif
