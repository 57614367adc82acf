/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files in which a project declares packages, in the order in which they count: a project is
 * installed from, and compared with, the first of its files. A tool's own are in the tool's file;
 * declared/manifest.h has the commands that install them.
 */
#ifndef AVENV_DECLARED_FILES_H
#define AVENV_DECLARED_FILES_H

#include "formats/toml_tree.h"

/** A kind of declared file. */
struct declared_file {
	const char *name;
	/**
	 * for a pyproject.toml: whether one with the table ROOT, in the directory DIR, is of this
	 * kind; NULL: each file of the name is
	 */
	bool (*counts)(const char *dir, const struct toml *root);
	/** `avenv check` compares the file with what is installed: its manifest has `read` */
	bool is_compared;
	/**
	 * name of the file beside it from which a tool makes it, a lock file; NULL: no lock file of
	 * a tool
	 */
	const char *project;
	/** the environments that are made from it are none of avenv's */
	bool refused;
};

/* In the order in which they count, ended by NULL. */
extern const struct declared_file *const declared_files[];

/* Tools: see their files. */
extern const struct declared_file file_uv_lock, file_uv, file_poetry_lock, file_poetry,
	file_pdm_lock, file_pdm, file_pipfile_lock, file_pipfile, file_hatch;

/* pylock.toml, requirements.txt, [project], [build-system] of pyproject.toml, and setup.py */
extern const struct declared_file file_pylock, file_requirements, file_project, file_build,
	file_setup;

/* conda and pixi */
extern const struct declared_file file_conda, file_conda_yaml, file_pixi;

/* The first declared file in the directory DIR; NULL: none. */
const struct declared_file *declared_in(const char *dir);

/* TABLE has one of KEYS, a list that NULL ends. */
bool declares_one(const struct toml *table, const char *const *keys);

#endif
