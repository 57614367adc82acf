/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading declared requirements. A function for each kind of file adds them to the list of wanted
 * ones; or to a queue, to be followed to what they require in turn, in the lock file or through the
 * installed distributions.
 */
#ifndef AVENV_READING_H
#define AVENV_READING_H

#include "declared/declared.h"
#include "formats/toml.h"
#include "installed/needs.h"

/** Names that the user chose, and those of them that a file has; both normalized. */
struct chosen {
	struct strings names, found;
};

/** A package whose requirements are followed: of the lock file, or installed. */
struct node {
	/** name, normalized, and version; "": unknown */
	const char *key, *version;
	const struct toml *package;
	const struct dist *dist;
	/** extras that were followed, "" for none of them */
	struct strings followed;
};

struct reading {
	struct comparison *c;
	struct marker_env env;
	struct chosen *extras, *groups;
	const char *path;
	/** the file that is read, and the pyproject.toml beside a lock file, or NULL */
	const struct document *document, *project;
	/** a lock file: one match of several entries of a name is enough */
	bool is_lock;
	/** the project whose own requirements are read: its name is none of them; or NULL */
	const char *own;
	/** paths that were read, behind a letter for how */
	struct strings seen;

	struct declared_list wanted;
	/** requirements to be followed: the certain ones first, then the others */
	struct declared_list queue[2];
	size_t done[2];
	/** sorted by key */
	struct node *nodes;
	size_t node_count;
};

/* GROUP is installed. */
typedef bool group_filter(struct reading *r, const char *group);

/* ---- reading.c -------------------------------------------------------------------- */

/* Set the fault of C, unless there is one. */
void declared_fault(struct comparison *c, const char *format, ...) PRINTF(2, 3);

/* Read PATH, and parse it if TOML. Returns NULL after a fault. */
const struct document *reading_open(struct reading *r, const char *path, bool toml);

/* The number at the start of VERSION, the format's, is in FROM to TO; else there is a fault. */
bool reading_knows(struct reading *r, const char *version, long from, long to);

/* NAME, in any spelling, was chosen; it is noted as found. */
bool is_chosen(struct chosen *chosen, const char *name);

/* is_chosen() of the key of each member of TABLE. */
void note_names(struct chosen *chosen, const struct toml *table);

/* The member of TABLE whose key is NAME when both are normalized; NULL: none. */
const struct toml *member_named(const struct toml *table, const char *name);

/* A string in the array LIST is NAME, in any spelling, or a requirement of NAME. */
bool array_has(const struct toml *list, const char *name);

/* A requirement of the file that is read, at VALUE of it, which may be NULL. */
struct declared declared_at(const struct reading *r, const struct toml *value, const char *name);

void declared_add(struct declared_list *list, const struct declared *is);

/* Add IS to what is wanted if its marker holds with one of EXTRAS; NULL: without any. */
void declare_wanted(struct reading *r, struct declared is, const struct strings *extras);

/* Add IS to the queue if its marker holds. */
void declare_queued(struct reading *r, struct declared is);

/* Make IS a requirement that cannot be compared, for the reason WHY, and add it to the queue. */
void declare_unsure(struct reading *r, struct declared is, const char *why);

/* ---- the graph: graph.c ----------------------------------------------------------- */

/*
 * Add the members of LIST to the queue, which are requirements as text, or tables as uv and poetry
 * write them: those that are not optional, or those that the array ONLY names, unless NULL. UNSURE, unless
 * NULL, is the reason why none of them can be compared.
 */
void queue_members(struct reading *r, const struct toml *list, const struct toml *only,
		   const char *unsure);

/* Set R->nodes to the packages in the array PACKAGES. */
void nodes_read(struct reading *r, const struct toml *packages);

/* Follow the queue through R->nodes; without a lock file they are the installed distributions. */
void queue_follow(struct reading *r);

/* Add each node that has no groups, or one that IS_WANTED, to what is wanted if its marker holds. */
void nodes_want(struct reading *r, group_filter *is_wanted);

/* ---- kinds of files: a file each -------------------------------------------------- */

void read_uv_lock(struct reading *r);
void read_poetry_lock(struct reading *r);
void read_pdm_lock(struct reading *r);
void read_pipfile_lock(struct reading *r);
void read_pylock(struct reading *r);
void read_project_file(struct reading *r);
void read_requirements(struct reading *r);

/* Add the dependencies of [project] in R->document, with the extras NAMES, to the queue. */
void queue_project(struct reading *r, const struct strings *names);

/* Add to the queue the groups of TABLE (PEP 735) that are IS_WANTED, and those that they include. */
void queue_groups(struct reading *r, const struct toml *table, group_filter *is_wanted);

#endif
