/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the requirements of a project's files. A function for each kind of file adds requirements
 * to the list `wanted`, or to a queue. graph.c takes them from the queue, and adds their own
 * requirements, from the lock file or from the installed distributions.
 */
#ifndef AVENV_READING_H
#define AVENV_READING_H

#include "declared/declared.h"
#include "declared/set.h"
#include "formats/project.h"
#include "formats/toml.h"
#include "installed/needs.h"

enum {
	/** most work of a comparison, in bytes of text that are looked at: about a second */
	WORK_MAX = 40 * 1000 * 1000,
	/** the work for a requirement, and for a line of a requirements file, with its memory */
	REQUIREMENT_WORK = 200,
	LINE_WORK = 400,
	/** the work for a name */
	NAME_WORK = 50,
	/** the work to compare two versions */
	VERSION_WORK = 50,
};

#define TOOLS_DISAGREE   "pip, uv and poetry disagree if this version satisfies it"
#define SETTINGS_REPLACE "settings of the tool replace its requirements"

/** Extras or groups that the user chose, and all that the files have; both normalized. */
struct chosen {
	struct strings names;
	struct set known;
};

/** A package with requirements of its own: of the lock file, or installed. */
struct node {
	/** name, normalized, and version; "": unknown */
	const char *key, *version;
	/** the package in the lock file, or the installed distribution; the other is NULL */
	const struct toml *package;
	const struct dist *dist;
	/** extras whose requirements are in the queue; "": those without an extra */
	struct set followed;
};

/** The queues */
enum certainty {
	CERTAIN,
	/** requirements with a reason in `unsure`, and those that they have in turn */
	UNSURE,
};

struct reading {
	struct comparison *c;
	struct marker_env env;
	/** work for a marker, beside its text: to look for a name in a set of pylock.toml */
	size_t marker_work;
	struct chosen *extras, *groups;
	/** the file that is read: its path, and its content */
	const char *path;
	const struct document *document;
	/** the project's file, beside a lock file or the same, and its table; NULL: none */
	const struct document *project;
	const struct toml *project_root;
	/** the table of the file with which the tool was started: not that of a member that is read */
	const struct toml *started_root;
	/** uv.lock of a workspace without a project: the files of its members, which are all installed */
	struct documents {
		const struct document **list;
		size_t count, room;
	} members;
	/** the lock file, while the project's file beside it is read; else NULL */
	const struct document *lock;
	/** uv.lock: another local version of a locked one is another version */
	bool is_exact;
	/** pdm.lock: the groups that are locked; NULL: unknown */
	const struct toml *locked_groups;
	/** why packages, groups, and packages of this machine may be left out; NULL: no reason */
	const char *unsure, *groups_unsure, *local_unsure;
	/** keys of packages that the tool's settings replace: their requirements are unsure */
	struct set replaced;
	/** keys of locked packages that the project's newer file asks for otherwise, or not */
	struct set stale;
	/** a lock file: one match of several entries of a name is enough */
	bool is_lock;
	/** key of the project "p" while its requirements are read: "p[x]" is not queued; or NULL */
	const char *own;
	/** requirements files that were read: "r" or, for constraints, "c", and the path */
	struct set files_read;

	struct declared_list wanted;
	/** requirements to follow, and how many of each queue were followed */
	struct declared_list queue[UNSURE + 1];
	size_t done[UNSURE + 1];
	/** a lock file: the requirements that were followed, each as text: see follow() */
	struct set seen;
	/** sorted by key and version */
	struct node *nodes;
	size_t node_count, node_room;
};

/* GROUP, of a file, is to be installed. */
typedef bool group_filter(const struct reading *r, const char *group);

/* ---- reading.c -------------------------------------------------------------------- */

/* Set the fault of C, unless there is one. */
void declared_fault(struct comparison *c, const char *format, ...) PRINTF(2, 3);

/*
 * Add to the WORK of the comparison. Returns false if there is a fault, as when the files are too
 * large to be compared: the caller reads no further.
 */
bool reading_goes_on(const struct reading *r, size_t work);

/* Make PROJECT, which may be NULL, the project's file of R. */
void reading_set_project(struct reading *r, const struct document *project);

/* Read the file PATH, and parse it with TOML. Returns NULL with the fault set. */
const struct document *reading_open(struct reading *r, const char *path, bool toml);

/* VERSION, of the file's format, begins with a number in FROM to TO; else set the fault. */
bool reading_knows(struct reading *r, const char *version, long from, long to);

/* The first pair of the table VALUE, for a loop by `next`; NULL: VALUE is empty, or no table. */
const struct toml *table_first(const struct toml *value);

/* NAMES, of extras or groups in any spelling, as chosen by the user */
struct chosen chosen_names(const struct strings *names);

/* Set C->unknown if no file has one of the names in CHOSEN. WORD: "extra" or "group". */
void check_chosen(struct comparison *c, const struct chosen *chosen, const char *word);

/* The user chose NAME, in any spelling. */
bool is_chosen(const struct chosen *chosen, const char *name);

/* A file has the group NAME: add to R->groups, unless pdm has locked others. */
void note_group(const struct reading *r, const char *name);

/* A file has NAME, or the keys of TABLE, in any spelling: add to CHOSEN->known. */
void note_name(const struct reading *r, struct chosen *chosen, const char *name);
void note_names(const struct reading *r, struct chosen *chosen, const struct toml *table);

/* The member of TABLE whose key is NAME when both are normalized; NULL: none. */
const struct toml *member_named(const struct reading *r, const struct toml *table,
				const char *name);

/* A string in the array LIST is NAME, in any spelling, or a requirement of NAME. */
bool array_has(const struct reading *r, const struct toml *list, const char *name);

/* Add the names in LIST, a table or an array, to R->replaced. */
void add_replaced(struct reading *r, const struct toml *list);

/* The one of DISTS that was installed from the directory DIR; NULL: none was. */
const struct dist *installed_from(const struct dists *dists, const char *dir);

/*
 * A requirement of NAME, "" if NULL, at VALUE of the file that is read; without a line if VALUE is
 * NULL.
 */
struct declared declared_at(const struct reading *r, const struct toml *value, const char *name);

/* Add a copy of REQ to LIST. */
void declared_add(const struct reading *r, struct declared_list *list, const struct declared *req);

/* Make REQ, which is unsure, one that no installed version satisfies: with a URL that is not local. */
void suit_nothing(struct declared *req);

/* Set the versions of REQ by specifiers_for() of VERSION; REQ is unsure if that is none. */
void set_versions(struct declared *req, const char *version, bool locked);

/*
 * The marker of REQ holds with EXTRA, or "". A marker that cannot be read, that depends on the patch
 * release of Python, or on which the tools disagree, makes REQ unsure and counts as one that holds.
 */
bool declared_applies(const struct reading *r, struct declared *req, const char *extra);

/* Add REQ to LIST if its marker holds with one of EXTRAS; NULL: without an extra. */
void declare_in(const struct reading *r, struct declared_list *list, struct declared req,
		const struct strings *extras);

/* Add REQ to the queue if its marker holds without an extra. */
void declare_queued(struct reading *r, struct declared req);

/* Add REQ to the queue as a requirement that cannot be compared, for the reason WHY. */
void declare_unsure(struct reading *r, struct declared req, const char *why);

/* ---- pyproject.c ------------------------------------------------------------------- */

/* Add the extras of the table VALUE, as uv and poetry write them, to REQUIREMENT. */
void read_extras(const struct toml *value, struct requirement *requirement);

/*
 * Add members of LIST to the queue: requirements as text, or values as uv and poetry write them.
 * ONLY, if not NULL, is an array of an extra: only the members that it names are added; else all
 * that are not optional. UNSURE, if not NULL, is the reason why they cannot be compared.
 */
void queue_members(struct reading *r, const struct toml *list, const struct toml *only,
		   const char *unsure);

/* For a manifest of format LINES: read R->path as pip does, and what it includes. */
void read_requirements(struct reading *r);

/* Add the dependencies of [project] in R->document, with the extras NAMES, to the queue. */
void queue_project(struct reading *r, const struct strings *names);

/*
 * Add to the queue the groups of TABLE for which IS_WANTED returns true, and those that they
 * include.
 */
void queue_groups(struct reading *r, const struct toml *table, group_filter *is_wanted);

/* Add to NAMES the groups that GROUP of [dependency-groups] includes: { include-group = "lint" } */
void add_included(const struct toml *group, struct set *names);

/* ---- graph.c ----------------------------------------------------------------------- */

/* Make the packages in the array PACKAGES of a lock file, or the installed ones, the nodes of R. */
void nodes_of_packages(struct reading *r, const struct toml *packages);
void nodes_of_dists(struct reading *r);

/* PACKAGE of a lock file as a requirement of its version. */
struct declared pinned(const struct reading *r, const struct toml *package);

/* A node satisfies REQ, as far as known. */
bool nodes_satisfy(const struct reading *r, const struct declared *req);

/*
 * The reason why it is unknown if what EXTRA requires was installed: before 23.3 pip compared the
 * names of extras letter by letter. MARKER is that of a requirement, or NULL. NULL: there is no
 * such reason, as where another tool than pip installs.
 */
const char *extra_doubt(const struct reading *r, const char *extra, const char *marker);

/*
 * Add the requirements in the queue to R->wanted, and all that these require in turn by R->nodes.
 */
void queue_follow(struct reading *r);

/* ---- locks.c ------------------------------------------------------------------------ */

/*
 * Add the nodes to R->wanted that have no groups, or a group for which IS_WANTED returns true, and
 * whose marker holds. IS_WANTED may be NULL: groups do not count.
 */
void want_nodes(struct reading *r, group_filter *is_wanted);

/* QUEUE the requirements of the project's file, if there is one, in place of the lock file's. */
void queue_locked_project(struct reading *r, void (*queue)(struct reading *r));

/* ---- project_file.c ------------------------------------------------------------------ */

/*
 * Add to the differences the requirements of R->project that are neither installed nor in the lock
 * file R->document of MANIFEST. All that is queued was followed.
 */
void compare_unlocked(struct reading *r, const struct manifest *manifest);

/* Compare the environment's Python with R->project and, for uv, with .python-version. */
void compare_python(struct reading *r, const struct tool *tool);

/* Look if the project itself is installed. */
void compare_own(struct reading *r, const struct manifest *manifest);

#endif
