/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requirements (Requires-Dist) of installed distributions, and the values of PEP 508 markers. */
#ifndef AVENV_NEEDS_H
#define AVENV_NEEDS_H

#include "formats/requirement.h"
#include "installed/dists.h"

/*
 * An array parallel to DISTS->list, the distributions in VENV: the names of the other ones that
 * require that distribution without an extra.
 */
struct strings *needs_required_by(const struct venv *venv, const struct dists *dists);

/*
 * Set ENV to the values of markers (PEP 508) on this machine for the Python of VENV, which LIBRARY
 * describes. No interpreter is started: the patch release comes from pyvenv.cfg, or is 0, and
 * implementation_version is "" for other implementations than CPython.
 */
void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env);

/*
 * marker_judge() for each patch release of ENV's Python: -1 if these differ. An upgrade of the base
 * Python leaves the old patch release in pyvenv.cfg.
 */
int marker_judge_series(const char *marker, const struct marker_env *env, const char *extra);

#endif
