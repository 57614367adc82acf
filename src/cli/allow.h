/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of `avenv allow`. */
#ifndef AVENV_ALLOW_H
#define AVENV_ALLOW_H

#include "cli/command.h"
#include "cli/record.h"
#include "cli/target.h"
#include "core/search.h"

/** How the user said it. */
struct allow_how {
	/** the directory and all below */
	bool tree;
	/** whatever stands at that path */
	bool by_path;
	/** others may write to it, which the user is shown */
	bool shared;
	/** git tracks it: no matter */
	bool tracked;
	/** nothing is to be done: why not is said without what would do it all the same */
	bool asked;
};

/** One place to be allowed, and what follows from that. */
struct allowance {
	const struct target *target;
	struct allow_how how;
	/** the records: of it, and of the environment it gives */
	struct change change;
	/** what would be turned on there; FIND_NONE: nothing yet */
	struct found found;
	/** a record that denied it goes, or one that denied all below */
	bool lifts, lifts_tree;
	/** of a project that was not allowed before */
	bool news;
};

/*
 * Work out how TARGET is to be allowed: everything is looked at, nothing is
 * written.  Returns 0, or -1 with the reason against it added to WHY.
 */
int allow_plan(struct context *ctx, const struct target *target, const struct allow_how *how,
	       struct allowance *a, struct buf *why) NODISCARD;

/* `avenv allow PATH` would be refused, as HOW says it: the reason is added to WHY. */
bool allow_refuses(struct context *ctx, const char *path, const struct allow_how *how,
		   struct buf *why);

/* The same for a project by itself, whatever it may lead to. */
int allow_project(struct context *ctx, const struct target *target, struct allowance *a,
		  struct buf *why) NODISCARD;

/*
 * What the record of PROJECT, a real path, turns on by TRUST once FOUND, which answers
 * there, is gone: environments right in it, or what lacks no more than a pyvenv.cfg.
 * Adds their paths to B, quoted, with commas.  Returns how many there are.
 */
size_t allow_beside(struct trust *trust, const char *project, const struct found *found,
		    struct buf *b);

/*
 * ENV, the real path of an environment that is meant, is allowed by the record of
 * its project: so that it still is when it is made anew.  Not where that would cover
 * more, of which nobody spoke: another environment that lies there, whatever
 * AVENV_NAMES may be another day.  Then the record is of ENV alone.
 */
bool allow_by_project(const struct settings *settings, const char *env);

/*
 * What ARG names is meant, not its project, where it is an environment that needs a
 * record of its own: TARGET, of the project, is then of that.
 */
void allow_narrow(struct context *ctx, const char *arg, struct target *target);

/*
 * Does git track what is in ENV, a real path, or give no clear answer?  Returns
 * 0, or -1 with the reason added to WHY, and REMEDY, what makes it all the same;
 * NULL: that is not said.
 */
int allow_tracked(const char *env, const char *remedy, struct buf *why) NODISCARD;

/*
 * The environment that turns on in PROJECT, a real path, and does not lie right in it:
 * what leads there had it recorded with the project.  NULL: there is none.
 */
const char *allow_led_to(struct context *ctx, const char *project);

/*
 * The command that allows ENV, the real path of an environment, and no other; in
 * quotes, to be printed as paste_word().
 */
const char *allow_line(struct context *ctx, const char *env);

/*
 * "COMMAND DOES", where COMMAND is the `avenv allow` for the environment at PATH, a
 * real path, and DOES "turns it on"; but what is wrong with the store, where that is
 * not read: then nothing is recorded in it, either.
 */
const char *allow_remedy(struct context *ctx, const char *path, const char *does);

/*
 * What allows ENV, a real path, which BY denies: "COMMAND takes that back", or that it
 * does so all the same.
 */
const char *allow_lifts(struct context *ctx, const char *env, const struct record *by);

/*
 * Say what was done and, for --shared, who else may write there; not what else in a
 * project that is of.
 */
void allow_tell(struct context *ctx, const struct allowance *a);

/* Say that PATH is denied still, which what was done might be thought to end. */
void allow_tell_denied(const char *path);

/* The first that TRIAL allows by itself below PROJECT, a real path; or NULL. */
const char *allow_left(struct trust *trial, const char *project);

/*
 * PROJECT, a real path, was forgotten by TRIAL: say which environment in it, of no other
 * project, is still allowed, or what it LED to; NULL: nothing.
 */
void allow_tell_left(struct trust *trial, const char *project, const char *led);

/* PROJECT was allowed, where FOUND answers: name what else that is of. */
void allow_tell_beside(struct context *ctx, const char *project, const struct found *found);

/* Say that ENV is on in PROJECT where that was not the user's own word. */
void allow_tell_from_now(const char *env, const char *project);

/** What `avenv allow --found DIR` would come by. */
struct found_count {
	/** projects that it would allow, and that are allowed */
	size_t open, allowed;
	/** directories that were looked at, over several calls; it ends at the
	 * bound, with CUT_SHORT */
	size_t dirs, dirs_max;
	bool cut_short;
};

/* Count below DIR, a real path; nothing is recorded. */
void allow_count(struct context *ctx, const char *dir, struct found_count *n);

/* The ways of `avenv allow` that do something else; each an exit status. */
int allow_list(struct context *ctx, bool json);
int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv);
int allow_learn(struct context *ctx, const char *env);

#endif
