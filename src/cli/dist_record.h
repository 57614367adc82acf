/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files what is installed consists of, as its RECORD says (an older
 * distribution's installed-files.txt): whether they are as they were installed,
 * and what in an environment is nobody's.  RECORD is hostile input: only what
 * lies below the environment is ever opened, and through no link.
 */
#ifndef AVENV_DIST_RECORD_H
#define AVENV_DIST_RECORD_H

#include "cli/dist.h"

/** A file of a distribution. */
struct dist_file {
	const struct dist *of;
	/** absolute */
	const char *path;
	/** the same below the environment; NULL: it is outside, hands off */
	const char *below;
	/** "sha256=..." and bytes in decimal; "" where that is not said */
	const char *hash, *size;
};

/** All of a distribution's. */
struct dist_record {
	/** what lists them, absolute; NULL: nothing does */
	const char *path;
	/** it is of the sources, of which not all need be installed */
	bool sources;
	/** why it cannot be used, in words that follow PATH; NULL: it can */
	const char *problem;
	/** in the order in which they are listed */
	struct dist_file *files;
	size_t count, room;
};

/* Read what DIST, which is installed in VENV, says of its files. */
void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record);

enum {
	/** bytes of the lists of all distributions of an environment */
	DIST_RECORDS_MAX = 64 * 1024 * 1024,
};

/*
 * The bytes that DIST's files take by its RECORD, whose rows for bytecode have
 * no size; -1: it says nothing, is unseen(), or takes more than *LEFT, from which its
 * own are taken away.  No file but RECORD is looked at.
 */
long long dist_record_size(const struct dist *dist, size_t *left);

enum dist_file_state {
	/** as RECORD says */
	DIST_FILE_SAME,
	/** RECORD says nothing to compare it with */
	DIST_FILE_UNKNOWN,
	/** the hash is of a kind that can be forged; else as RECORD says */
	DIST_FILE_WEAK,
	DIST_FILE_CHANGED,
	/** bytecode without a hash may be missing: that is DIST_FILE_UNKNOWN */
	DIST_FILE_MISSING,
	/** not below the environment: it was not looked at; of such bytecode
	 * that is DIST_FILE_UNKNOWN */
	DIST_FILE_OUTSIDE,
	/** it could not be read */
	DIST_FILE_UNREADABLE,
};

/* pip compiled it when it installed the rest, wherever PYTHONPYCACHEPREFIX said. */
bool dist_file_is_bytecode(const struct dist_file *file);

/** A look at several files, cheapest in the order of their paths. */
struct dist_look {
	/** the environment, open */
	int root;
	/** the directory of the last file: below ROOT, and open, or -1 */
	const char *at;
	int dir;
	/** why the last file was as it was, in words that follow its path */
	const char *why;
};

/* Begin, at the open directory ROOT; and end. */
void dist_look_start(struct dist_look *look, int root);
void dist_look_end(struct dist_look *look);

/* How FILE is; look->why says more of it. */
enum dist_file_state dist_file_look(struct dist_look *look, const struct dist_file *file);

/** Whose the files of an environment are. */
struct dist_owners {
	/** of each of `dists`, in the same order */
	struct dist_record *records;
	/** those below the environment, in the order of `below` */
	const struct dist_file **list;
	size_t count, room;
};

/* Read the RECORDs of all of DISTS. */
void dist_owners_read(const struct venv *venv, const struct dists *dists,
		      struct dist_owners *owners);

/* The first that has BELOW, a path below the environment; NULL: nobody. */
const struct dist_file *dist_owner(const struct dist_owners *owners, const char *below);

/* Somebody has a file below DIR, a directory below the environment. */
bool dist_owns_below(const struct dist_owners *owners, const char *dir);

enum {
	/** files that are listed; more are only counted */
	DIST_UNOWNED_MAX = 10000,
};

/** What is nobody's. */
struct dist_unowned {
	/** below the environment, sorted; all of a directory is "DIR/" */
	struct strings files;
	/** how many are not in the list */
	size_t more;
};

/*
 * Find what in site-packages, bin and beside them belongs to none of DISTS, but for
 * what removal_foreign() has in an environment of none: neither bytecode whose source
 * is there or theirs, nor what `venv`, `virtualenv`, uv and setuptools make themselves,
 * but a script in place of Python; what cannot be looked at is unseen().  Returns 0, or
 * -1 with errno where VENV cannot be opened.
 */
int dist_unowned_find(const struct venv *venv, const struct dists *dists,
		      const struct dist_owners *owners, struct dist_unowned *unowned) NODISCARD;

#endif
