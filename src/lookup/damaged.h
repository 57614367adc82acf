/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A directory is no environment, or Python cannot use its pyvenv.cfg: which command makes an
 * environment there? 'avenv recreate' if the other parts remain, 'avenv create' if it is empty or
 * missing, `mv` if it has files of the user's own, `chmod` if this user may not read it. And a
 * .venv that is no directory: is it a link or a redirect, or a file of the user's own?
 */
#ifndef AVENV_DAMAGED_H
#define AVENV_DAMAGED_H

#include "core/venv.h"
#include "print/reason.h"
#include "trust/trust.h"

/*
 * True if VENV, whose pyvenv.cfg may be missing, has the other parts of an environment:
 * bin/activate, and site-packages in lib.
 */
bool env_has_parts(const struct venv *venv);

/*
 * The first part of VENV that this user may not read: the directory itself, bin, lib, or
 * bin/activate, by which `repair` finds the old place. NULL: none.
 */
const char *env_unreadable(const struct venv *venv);

/*
 * The command after which this user, who owns VENV, may read and enter all of it; "" if VENV, or a
 * part that cannot be read, belongs to another user.
 */
struct reason env_readable_way(const struct venv *venv);

/* A killed `create` had begun to fill the directory PATH: the next `create` completes it. */
bool fill_was_killed(const char *path);

/* The name of pyvenv.cfg in a stage whose content is being moved out */
#define CFG_MOVED_LAST "pyvenv.cfg-last"

/*
 * The stage of a killed `create` is in the directory PATH: it fills PATH itself; or it would have
 * become a new directory there.
 */
bool stage_fills(const char *path);
bool stage_makes_dir(const char *path);

/** The effect of a `create` that continues */
#define COMPLETES "completes the 'create' that was interrupted"

/*
 * Git tracks PLACE, where nothing is, so that `create` refuses it: why, and the command that makes an
 * environment of another usual name beside it. `why` is NULL: `create` does not refuse PLACE for
 * that, or no other name is free.
 */
struct reason way_past_tracked(struct trust *trust, const char *place);

/*
 * The way on from VENV, which is missing, no environment, or has a pyvenv.cfg that cannot be used:
 * why, and the next command, "" if none is sure to help.
 */
struct reason damaged_way(struct trust *trust, const struct venv *venv);

/* Print that VENV is no environment, and damaged_way(). Returns -1. */
int damaged_error(struct trust *trust, const struct venv *venv);

/*
 * Returns 1 if 'avenv use --clear' removes .venv in PROJECT: it is a link, an empty file, or a
 * redirect that leads to an environment or is on record, and has the attributes SEEN; 0 if it is
 * missing; or -1 after printing that another file or directory has that name, or why it cannot be
 * read.
 */
int project_link_present(struct trust *trust, struct real_path project,
			 struct file_info *seen) NODISCARD;

#endif
