/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One look at a shell: from what the shell says of itself to what should be
 * done.  The helper and `avenv status` both go through here.
 */
#ifndef AVENV_SESSION_H
#define AVENV_SESSION_H

#include "core/base.h"
#include "core/decide.h"
#include "core/search.h"
#include "core/watch.h"

/** What a shell says of itself; strings may be NULL where unset. */
struct session {
	/** $PWD, as the shell has it */
	const char *pwd;
	/** VIRTUAL_ENV and AVENV_ENV */
	const char *active, *marked;
	/** PATH; NULL: unset */
	const char *path;
	/** VIRTUAL_ENV as it was after the last look */
	const char *last;
	/** the PATH entry that we made last, until nothing is active */
	const char *entry;
	/** the real path of the project of what avenv turned on */
	const char *project;
	/** VIRTUAL_ENV as the shell inherited it, until it changes */
	const char *inherited;
	/** muted projects and environments, see mutes_parse() */
	const char *mutes;
	/** hashes of what was told already */
	const char *told;
	/** a stock activate script is at work: _OLD_VIRTUAL_PATH is set */
	bool stock;
	/** `avenv off`, or AVENV_DISABLE */
	bool off;
	/** first look of this shell, or the hook was loaded again */
	bool fresh;
	/** at a prompt, not in the middle of a command line */
	bool prompt;
	/** PWD is another one than at the last look, which was at `was` */
	bool moved;
	const char *was;
	/** the user asked for what is here: `avenv activate` */
	bool unmute;
	/** or said yes to what was where the last look was */
	bool yes;
	/** what is on may have another name now */
	bool renamed;
	/** AVENV_QUIET is set in the shell, exported or not */
	bool quiet;
	/** the last message has not been shown: it goes, and was not told */
	bool unsaid;
};

/** What follows. */
struct plan {
	struct situation situation;
	enum action action;
	struct found found;
	/** what is active is the user's, by `avenv activate ENV` in this shell */
	bool named;
	/** what is active is ours, and its pyvenv.cfg is no longer there */
	bool gone;
	/** the directory that the search began in; NULL: there is none */
	const char *start;
	/** PATH as it should be; NULL: unset */
	const char *path;
	/** the new values of the session's fields of the same names */
	const char *entry, *project, *inherited, *mutes, *told;
	/** to be shown at the next prompt, without a newline; or NULL */
	const char *message;
	/** an environment whose code the user has just run by hand; or NULL */
	const char *learn;
	/** what the idle test looks up until the next look */
	struct watch watch;
};

/*
 * Look and decide.  TRACE may be NULL.  Never fails: where something cannot be
 * found out, nothing is turned on.
 */
void session_plan(const struct session *session, struct trust *trust, struct trace *trace,
		  struct plan *plan);

/*
 * Take what happened, as the hooks say it: letters, then ":AVENV_DISABLE" and
 * ":AVENV_QUIET", which a shell may have without exporting them.
 *
 *	p  at a prompt			s  not yet past the first prompt
 *	o  _OLD_VIRTUAL_PATH is set	x  `avenv off`
 *	a  `avenv activate`		e  what `avenv` prints is evaluated
 *	m  its exit status may say that what was made is to be on
 *	y  the same of what was allowed
 *	w  the user said yes to what was there at the last look
 *	n  what is on was made anew, and may have another name
 *	P  PATH is set			u  the last message was not shown yet
 *	r  something readonly would have to change, and that was said
 */
void session_events(struct session *session, const char *events);

/*
 * Take what the hook saw after the last look: "PWD//VIRTUAL_ENV//…", maybe
 * behind question marks and colons, which only make it differ.  Fills in last, moved and was,
 * so call it after pwd is set.
 */
void session_seen(struct session *session, const char *seen);

/* getcwd(), or NULL with its errno: a deleted directory has no path. */
const char *session_physical(void);

/*
 * Where a search begins: PWD where that is true, else PHYSICAL.  In a deleted
 * directory PWD is all there is.
 */
const char *session_pwd(const char *pwd, const char *physical);

#endif
