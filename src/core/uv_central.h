/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uv's central environments (`--preview-features centralized-project-envs`): a project's `.venv` is a
 * link to NAME-PYTHON-DIGEST in `environments-v2` of uv's cache.
 */
#ifndef AVENV_UV_CENTRAL_H
#define AVENV_UV_CENTRAL_H

/* NAME of the central environment that PATH would be, by its text; NULL: it is none. */
const char *uv_central_name(const char *path);

/* As uv_central_name(), of the target of the link at PATH, which is read and not followed. */
const char *uv_central_link(const char *path);

#endif
