/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dependency specifiers and environment markers (PEP 508), as the newest
 * `packaging` reads them.  They come out of metadata, which is hostile input:
 * what is too long or nested too deep is none.
 */
#ifndef AVENV_REQUIREMENT_H
#define AVENV_REQUIREMENT_H

#include "core/venv.h"

struct requirement {
	/** as written, and normalized by PEP 503 */
	const char *name, *key;
	/** as written, up to a NULL */
	const char *const *extras;
	/** ">=1,<2", or "" */
	const char *specifiers;
	/** behind "@", or NULL */
	const char *url;
	/** behind ";", or NULL */
	const char *marker;
};

/*
 * Take TEXT, one requirement, apart.  Returns 0, or -1 where it is none: an
 * unknown variable or an unbalanced parenthesis in its marker as well.
 */
int requirement_parse(const char *text, struct requirement *r) NODISCARD;

/* R as `packaging` writes it: "name[a,b]<2,>=1; os_name == \"posix\"". */
const char *requirement_text(const struct requirement *r);

/* NAME as PEP 503 normalizes it. */
const char *requirement_key(const char *name);

/* NAME is one by PEP 508. */
bool requirement_name_valid(const char *name);

/** What markers are compared with; values by the names of PEP 508. */
struct marker_env {
	const char *os_name, *sys_platform, *platform_machine;
	const char *platform_python_implementation, *implementation_name;
	const char *implementation_version;
	const char *platform_release, *platform_system, *platform_version;
	const char *python_version, *python_full_version;
};

/*
 * As the Python of VENV on this machine would have it; nothing is started.
 * Which patch release that is says pyvenv.cfg, else it is taken for the first;
 * the version of an implementation other than CPython is "".
 */
void marker_env_of(const struct venv *venv, struct marker_env *env);

/*
 * MARKER (NULL: none) holds in ENV, with `extra` being EXTRA or "".  What is no
 * marker does not hold.
 */
bool marker_holds(const char *marker, const struct marker_env *env, const char *extra);

/* MARKER as `packaging` writes it; NULL where it is none. */
const char *marker_text(const char *marker);

/* TEXT is a marker. */
bool marker_valid(const char *text);

#endif
