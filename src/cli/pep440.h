/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions and version specifiers as PEP 440 has them. */
#ifndef AVENV_PEP440_H
#define AVENV_PEP440_H

#include "core/base.h"

/* TEXT is a version. */
bool pep440_valid(const char *text);

/*
 * The one way to write TEXT: "1.0rc1" for "v1.0-RC.01".  NULL: it is no version.
 */
const char *pep440_normalize(const char *text);

/*
 * Compare: below, at or above 0, for two spellings of one version as well.  What is
 * no version is before all that are; two such compare by their bytes.
 */
int pep440_compare(const char *a, const char *b);

/* TEXT is one specifier, such as ">=3.8", "==3.*" or "===anything". */
bool pep440_is_specifier(const char *text);

/*
 * VERSION matches all of the comma-separated SPECIFIERS, such as
 * ">=3.8,!=3.9.*,<4", pre-releases like all others.  False for what is not one,
 * and what is no version matches only "===".
 */
bool pep440_matches(const char *version, const char *specifiers);

#endif
