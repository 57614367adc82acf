/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What differs between pips in what they see and print: data, a row for the
 * first version of each change, and by which module that pip looks (its
 * "backend").
 */
#ifndef AVENV_PIP_RULES_H
#define AVENV_PIP_RULES_H

#include "core/base.h"

/** What one pip does.  Fields are added as rules are found to differ. */
struct pip_rules {
	/** its version; NULL: there is none, and the newest rules hold */
	const char *version;
	/** importlib.metadata, not pkg_resources */
	bool importlib;
};

/* The rules of pip VERSION (NULL: the newest) on Python MAJOR.MINOR. */
struct pip_rules pip_rules(const char *version, int major, int minor);

#endif
