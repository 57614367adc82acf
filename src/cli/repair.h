/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be mended in an environment where it lies: one way to find it, for
 * `avenv doctor`, `repair --dry-run` and `repair`.
 */
#ifndef AVENV_REPAIR_H
#define AVENV_REPAIR_H

#include <sys/stat.h>

#include "cli/command.h"
#include "cli/elf.h"
#include "cli/finding.h"
#include "cli/interpreters.h"
#include "cli/relocate.h"
#include "cli/rewrite.h"
#include "core/strings.h"
#include "core/venv.h"
#include "records/guard.h"

struct repair {
	/** the environment, open */
	int dir;
	struct venv venv;
	/** what repair_apply() mends */
	struct findings mendable;
	/** what cannot be mended in place: `recreate` is their `mend`, or NULL */
	struct findings beyond;
	/** what only who knows it can judge: files that name the old place,
	 * sources that are gone */
	struct findings reported;
	/** places that one of those stands for, beside its own */
	size_t reported_more;
	/** how `mendable` is mended */
	struct rewrites plan;
	/** what could not be looked at, ready to be shown: then nothing of all
	 * that is certain; NULL: all was seen */
	const char *unseen;
};

/*
 * Look VENV over; nothing is written and nothing of it is run.  Only a base
 * interpreter that is to replace its own may be asked for its version.  Returns
 * 0, or -1 having said why it cannot be looked at.
 */
int repair_look(struct context *ctx, const struct venv *venv, struct repair *repair) NODISCARD;

/*
 * VENV may not be written to: it belongs to somebody else, or others could
 * change it meanwhile; -1, having said so.
 */
int repair_refused(struct context *ctx, const struct venv *venv) NODISCARD;

/*
 * Mend all that is mendable, where all was seen: each file by rename, RECORD rows kept right where
 * they were right before, pyvenv.cfg last.  The environment is locked, see
 * stage_lock_seen().  Returns 0, or -1 having said what stays; each file is then
 * old or new, and a second run goes on.
 */
int repair_apply(struct repair *repair) NODISCARD;

/* ---- between the repair files ------------------------------------------- */

/** What Python the packages of an environment are for; NULL: nothing says. */
struct repair_python {
	/** "cpython" */
	const char *implementation;
	/** "3.11" */
	const char *series;
	bool free_threaded;
};

/** The interpreter that an environment is to start. */
struct repair_base {
	/** by which name it is to be started; NULL: there is none */
	const char *path;
	struct interpreter interpreter;
	/** what the environment led to before; NULL: nothing says */
	const char *old;
	/** that is gone, or is another Python by now */
	bool changed;
};

/** Modules in machine code; what they are is repair_compiled.c's matter. */
struct repair_modules {
	struct repair_module *list;
	size_t count, room;
	/** those of which was asked what C library they need */
	size_t asked;
	/** what ends the names of those that are for the base: its
	 * "cpython-311-x86_64-linux-gnu"; NULL: unknown */
	const char *tag;
	/** the base's machine, if it is known; and its C library, or NULL */
	bool has_kind;
	struct elf_kind kind;
	const char *libc;
};

/** One look. */
struct repair_look {
	struct context *ctx;
	struct repair *repair;
	/** the environment as it is named in commands */
	const char *word;
	/** neither virtualenv nor uv made it */
	bool by_venv;
	struct repair_python python;
	struct repair_base base;
	/** "recreate -p 3.11", where that needs it; NULL: it does not */
	const char *renewal;
	/** the first that would do, but for who can lead its name elsewhere, and
	 * where; NULL: none */
	const char *refused;
	struct opening opening;
	struct relocation relocation;
	struct starts starts;
	/** what RECORDs have in bin, "bin/x", sorted; once that was asked */
	struct strings recorded;
	bool has_recorded;
	struct repair_modules modules;
	/** files that lead to sources */
	struct strings leads;
};

/* A finding; TEXT is ready to be shown.  Where `recreate` mends it, BEYOND. */
void repair_mendable(struct repair_look *l, const char *id, const char *subject, const char *text);
void repair_beyond(struct repair_look *l, const char *id, const char *subject, const char *text);
void repair_reported(struct repair_look *l, const char *id, const char *subject, const char *text);

/* The path of FILE, which lies in the environment. */
const char *repair_path(const struct repair_look *l, const char *file);

/* FILE of the environment as rewrites_read() and fstatat() have it; what cannot
 * be looked at is unseen(). */
int repair_read(const struct repair_look *l, const char *file, size_t max,
		struct text *text) NODISCARD;
int repair_stat(const struct repair_look *l, const char *file, int flags,
		struct stat *st) NODISCARD;

/* repair_base.c: which Python it is of, and which there is. */
void repair_find_base(struct repair_look *l);

/* It is of Python 2, by virtualenv: that finds its prefix beside the interpreter, where
 * links have led to, and so needs a copy; and links in lib to the base's. */
bool repair_is_2(const struct repair_look *l);

/*
 * Of Python 2, lib has links to the base's, which are nobody's to lead elsewhere: the
 * one that leads to nothing, or to another than what was found in its place; or NULL.
 */
const char *repair_lib_elsewhere(const struct repair_look *l);

/* The interpreter at PATH is such a one. */
bool repair_fits(const struct repair_look *l, const char *path, struct interpreter *interpreter);

/* repair_paths.c: where it was; and all that names that place still.  Returns 0,
 * or -1, said. */
void repair_find_old(struct repair_look *l);
int repair_paths(struct repair_look *l) NODISCARD;

/* repair_modes.c: programs that cannot be executed. */
void repair_modes(struct repair_look *l);

/* repair_python.c: as far as files tell, I would start here: it is for the machine that
 * this program is for, and has a library; it is not started to see, as nobody may know it. */
bool repair_base_is_whole(const struct interpreter *i);

/* FILE, which goes by Python's name in bin and is no link, is the
 * interpreter; as a script, which is its user's and stays, may start one: else, and
 * where nobody else can tell, it is said; and FILE, by whatever name, is one of both. */
bool repair_copy_works(const struct repair_look *l, const char *file);
bool repair_script(struct repair_look *l, const char *file);
bool repair_is_python(struct repair_look *l, const char *file);

/* Who starts PATH comes, by way of scripts, to FILE, or goes round in circles; with
 * NULL, only the latter. */
bool repair_comes_to(const struct repair_look *l, const char *path, const char *file);

/* repair_bin.c: links to the interpreter, and copies of it. */
void repair_bin(struct repair_look *l);

/* repair_layout.c: lib64 and activation scripts.  Returns 0, or -1, said. */
int repair_layout(struct repair_look *l) NODISCARD;

/* repair_cfg.c: what pyvenv.cfg says of the base. */
void repair_cfg(struct repair_look *l);

/* repair_compiled.c: once the base is known; a file was seen; and what is to be
 * said of them all. */
void repair_begin_modules(struct repair_look *l);
void repair_see_module(struct repair_look *l, int dir, const char *file);
void repair_modules(struct repair_look *l);

/* repair_sources.c: the same for what leads to sources elsewhere. */
void repair_see_source(struct repair_look *l, const char *file);
void repair_sources(struct repair_look *l);

#endif
