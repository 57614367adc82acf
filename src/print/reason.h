/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A reason: what is wrong, and what to type. The functions that make one are called a way or a
 * reason, and stand with their facts: lookup/way_install.h, lookup/way_up.h, lookup/way_python.h,
 * lookup/why_off.h, lookup/damaged.h, records/refusal.h, declared/install.h.
 */
#ifndef AVENV_REASON_H
#define AVENV_REASON_H

/** A sentence, and what changes its reason. All NULL: there is no reason. */
struct reason {
	/** escaped for printing; "" or NULL: the caller has the sentence */
	const char *why;
	/** command to type in the shell's directory, and its effect: "makes one"; "": none helps */
	const char *next, *does;
};

#endif
