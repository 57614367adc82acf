/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requirements and environment markers (PEP 508), as the newest `packaging` reads them. Metadata is
 * hostile input: text that is too long or nested too deeply is no requirement.
 */
#ifndef AVENV_REQUIREMENT_H
#define AVENV_REQUIREMENT_H

#include "core/buf.h"

struct requirement {
	/** as written, and normalized (PEP 503) */
	const char *name, *key;
	/** normalized as names are */
	struct strings extras;
	/** ">=1,<2", or "" */
	const char *specifiers;
	/** URL after "@"; NULL: none */
	const char *url;
	/** text after ";"; NULL: none */
	const char *marker;
};

/*
 * Parse TEXT, one requirement. Returns 0, or -1 if TEXT is no requirement, also for an unknown
 * variable or an unbalanced parenthesis in the marker.
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
	/** in a lock file (PEP 751): the names that are installed, as ",a,b,"; else NULL */
	const char *extras, *dependency_groups;
};

/*
 * 1 if MARKER holds in ENV, with `extra` set to EXTRA, which may be "", else 0; -1 for text that is
 * no marker, and where pip, uv and poetry disagree. No marker (NULL) holds.
 */
int marker_judge(const char *marker, const struct marker_env *env, const char *extra);

/* TEXT is a marker. */
bool marker_valid(const char *text);

#endif
