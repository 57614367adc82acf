/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requirements and environment markers (PEP 508), as the newest `packaging` reads them. They
 * come out of metadata, which is hostile input: too long or nested too deep is no requirement.
 */
#ifndef AVENV_REQUIREMENT_H
#define AVENV_REQUIREMENT_H

#include "core/base.h"

struct requirement {
	/** as written, and normalized (PEP 503) */
	const char *name, *key;
	/** all of it as written, but for the marker: for pip */
	const char *plain;
	/** ">=1,<2", or "" */
	const char *specifiers;
	/** behind "@", or NULL */
	const char *url;
	/** behind ";", or NULL */
	const char *marker;
};

/*
 * Parse TEXT, one requirement. Returns 0, or -1 where it is none: also for an unknown variable
 * or an unbalanced parenthesis in its marker.
 */
int requirement_parse(const char *text, struct requirement *r) NODISCARD;

/* NAME as PEP 503 normalizes it. */
const char *requirement_key(const char *name);

/* NAME is a valid name (PEP 508). */
bool requirement_name_valid(const char *name);

/** The values of the variables in markers, by the names of PEP 508. */
struct marker_env {
	const char *os_name, *sys_platform, *platform_machine;
	const char *platform_python_implementation, *implementation_name;
	const char *implementation_version;
	const char *platform_release, *platform_system, *platform_version;
	const char *python_version, *python_full_version;
};

/*
 * MARKER (NULL: none) holds in ENV, with `extra` being EXTRA or "". Text that is no marker does
 * not hold.
 */
bool marker_holds(const char *marker, const struct marker_env *env, const char *extra);

/* TEXT is a marker. */
bool marker_valid(const char *text);

#endif
