/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files in which a project declares packages, in the order in which they count: a project is
 * installed from, and compared with, the first of its files. One table for the helper and the
 * command.
 */
#ifndef AVENV_DECLARED_FILES_H
#define AVENV_DECLARED_FILES_H

#include "core/base.h"

enum declared_kind {
	DECLARED_UV_LOCK,
	DECLARED_POETRY_LOCK,
	DECLARED_PDM_LOCK,
	DECLARED_PIPFILE_LOCK,
	DECLARED_PIPFILE,
	DECLARED_PYLOCK,
	DECLARED_UV,
	DECLARED_REQUIREMENTS,
	DECLARED_POETRY,
	DECLARED_PDM,
	DECLARED_HATCH,
	DECLARED_PROJECT,
	DECLARED_CONDA,
	DECLARED_CONDA_YAML,
	DECLARED_PIXI,
	DECLARED_BUILD,
	DECLARED_SETUP,
	DECLARED_COUNT,
};

/** A kind of declared file. */
struct declared_file {
	const char *name;
	/** the file, which is TOML, counts only with one of these in it; none: always */
	const char *keys[12];
	/** `avenv check` compares the file with what is installed */
	bool is_compared;
	/**
	 * name of the file beside it from which a tool makes it, a lock file; NULL: no lock file of
	 * a tool
	 */
	const char *project;
	/** the environments that are made from it are none of avenv's */
	bool refused;
};

extern const struct declared_file declared_files[DECLARED_COUNT];

/* The first declared file in the directory DIR; NULL: none. */
const struct declared_file *declared_in(const char *dir);

#endif
