/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots of a project, and trees: their records, and the reasons against recording them. */
#ifndef AVENV_SLOTS_H
#define AVENV_SLOTS_H

#include "plan/search.h"
#include "records/change.h"

/** The environments that a project may have, as the finders see them. */
struct candidates {
	struct real_path project;
	/** the user named the project: a link counts if it leads to an environment */
	bool follow_links;
	/** candidates, by name */
	struct candidate *list;
	size_t count, room;
};

/*
 * Find the candidates in DIR. FOLLOW_LINKS: the user named DIR, so links are followed. Returns 0,
 * or -1 with errno if DIR cannot be read.
 */
int candidates_in(struct trust *trust, struct real_path dir, bool follow_links,
		  struct candidates *slots) NODISCARD;

/*
 * Fill in C for NAME in PROJECT, as a finder does. Returns false if NAME cannot be one: it is
 * missing or has another type.
 */
bool candidate_named(const char *project, const char *name, struct candidate *c);

/*
 * Fill in C for the slot of R. The file of a tool leads to the environment that R allows, wherever
 * the tool's variables and settings lead now. Returns 0, or -1 with errno: that environment, or the
 * slot itself, is missing or cannot be looked at.
 */
int candidate_of_record(const struct record *r, struct candidate *c) NODISCARD;

/*
 * Look at C, which the user named, and call verdict_ask(). A pointer is followed. Returns the bars
 * that ACCEPTS leaves: 0 if slot_record() may be written.
 */
unsigned slot_look(struct trust *trust, const struct candidate *c, unsigned accepts,
		   struct verdict *v);

/*
 * V is a place that a tool's settings name, unallowed, and no environment is there yet. The
 * settings are followed, as `allow` does.
 */
bool slot_is_empty(struct trust *trust, const struct verdict *v);

/* The record of the slot of V, with the options that were accepted. */
struct record slot_record(const struct verdict *v);

/*
 * Add the record of C to CHANGE, if slot_look() leaves no bar. Returns 0, or -1 after printing the
 * reason against it.
 */
int slot_allow(struct trust *trust, const struct candidate *c, unsigned accepts,
	       struct change *change) NODISCARD;

/*
 * Fill in R, the record of DIR as a tree: a denial if DENY, else an allow, which a denial above DIR
 * refuses. Returns 0, or -1 with the reason added to WHY.
 */
int tree_record(struct trust *trust, struct real_path dir, bool deny, struct record *r,
		struct buf *why) NODISCARD;

/* Print a note that what is allowed in DIR is on nearly everywhere, if settings_is_home(). */
void warn_home(const struct settings *settings, const char *dir);

#endif
