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
	/**
	 * the commands of its tool that add a package to the project, and that take one out;
	 * NULL: it has no tool
	 */
	const char *adds, *removes;
};

/*
 * All kinds, in the order in which they count: KIND is file_KIND, in the file of its tool or in
 * declared_files.c, and in `avenv` manifest_KIND, too (declared/manifest.h).
 */
#define DECLARED_FILES(KIND)                                                                       \
	KIND(uv_lock)                                                                              \
	KIND(poetry_lock)                                                                          \
	KIND(pdm_lock)                                                                             \
	KIND(pipfile_lock)                                                                         \
	KIND(pipfile)                                                                              \
	KIND(pylock)                                                                               \
	KIND(uv)                                                                                   \
	KIND(requirements)                                                                         \
	KIND(poetry)                                                                               \
	KIND(pdm)                                                                                  \
	KIND(hatch)                                                                                \
	KIND(project)                                                                              \
	KIND(conda)                                                                                \
	KIND(conda_yaml)                                                                           \
	KIND(pixi)                                                                                 \
	KIND(build)                                                                                \
	KIND(setup)

#define DECLARED_FILE(kind) extern const struct declared_file file_##kind;
DECLARED_FILES(DECLARED_FILE)
#undef DECLARED_FILE

/* All of them, ended by NULL. */
extern const struct declared_file *const declared_files[];

/* The first declared file in the directory DIR; NULL: none. */
const struct declared_file *declared_in(const char *dir);

/* TABLE has one of KEYS, a list that NULL ends. */
bool declares_one(const struct toml *table, const char *const *keys);

#endif
