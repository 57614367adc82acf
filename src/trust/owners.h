/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults by which other users can change a path: files and directories on it that belong to another
 * user, or that others can write to. The helper stops at the first fault; a command collects all.
 */
#ifndef AVENV_OWNERS_H
#define AVENV_OWNERS_H

#include "core/real_path.h"
#include "core/venv.h"
#include "trust/groups.h"

/** Why a file or directory was refused. */
enum refusal {
	REFUSED_NOT,
	REFUSED_OWNER,
	REFUSED_WRITABLE,
};

/** A file or directory that others own or may write to, or that cannot be looked at */
struct owner_fault {
	const char *path;
	struct file_info info;
	enum refusal refusal;
	/** the first who is not accepted, as a record has it: "gid:50," */
	const char *who;
	/** errno, if the path cannot be looked at; then the three above are empty */
	int error;
	/** the fault with the names of users and groups; NULL, in the helper: not looked up */
	const char *text;
};

/** The faults that were found, and how to look for them */
struct owners {
	/** an owner to accept beside the user and root: that of an AVENV_TRUST tree; 0: nobody */
	uid_t also_accepted;
	/** the others whom a record accepts: its `shared`; NULL: nobody */
	const char *accepted;
	/** collect all faults; else stop at the first */
	bool all;
	/** a chain that was read for the same question; NULL: none */
	const struct chain *read;
	/** of owners_along(): a directory that was checked, as all above it were; no link is on it */
	const char *checked;
	/** for groups_private() */
	const struct groups *groups;
	/** the faults, each path once */
	struct owner_fault *list;
	size_t count, room;
	/** all who may change it, accepted or not, as `shared` of a record; NULL: nobody */
	const char *who;
};

/* Each of the others WHO is one of ACCEPTED, as a record has both; NULL: nobody. */
bool owners_accepted(const char *accepted, const char *who);

/* Check each directory of CHAIN, from the root on. */
void owners_of_chain(struct owners *o, const struct chain *chain);

/*
 * Check PATH, with the attributes INFO; NULL, or a mode of 0: not read yet. A missing file is no
 * fault.
 */
void owners_of_file(struct owners *o, const char *path, const struct file_info *info);

/* Check the environment VENV: the directories to it, on CHAIN, its pyvenv.cfg and bin. */
void owners_of_env(struct owners *o, const struct chain *chain, const struct venv *venv);

/*
 * Check PATH, absolute and as it is written, with each directory up to the root and each link on
 * it: the owner of one, or a user who may rename entries in it, can lead PATH elsewhere. While this
 * finds no fault, only the user and root can. ABOVE: as in path_others(), of PATH itself. If PATH
 * is missing, the directories that exist are checked. Those on o->read are not read again.
 */
void owners_along(struct owners *o, const char *path, bool above);

/* The text behind the path of FAULT: "can be written to by others". */
const char *owner_fault_text(const struct owner_fault *fault);

/* The path of FAULT and that text: "'/srv' can be written to by others". */
const char *owner_fault_words(const struct owner_fault *fault);

#endif
