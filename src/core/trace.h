/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was looked at on the way to a decision, for `avenv status`.  The
 * helper passes NULL: there is one implementation of finding and trusting.
 */
#ifndef AVENV_TRACE_H
#define AVENV_TRACE_H

#include "core/base.h"

enum trace_kind {
	/** a directory on the way up: `name` */
	TRACE_DIR,
	/** finder `name` looked; `ok`: it answered; `text`: with what */
	TRACE_LOOK,
	/** check `name` of the candidate; `ok`: passed; `text`: why */
	TRACE_CHECK,
	/** the walk ended; `text`: why */
	TRACE_STOP,
};

struct trace_event {
	enum trace_kind kind;
	const char *name;
	const char *text;
	bool ok;
};

struct trace {
	struct trace_event *events;
	size_t count, room;
};

/* Add an event; nothing where TRACE is NULL. */
void trace_add(struct trace *trace, enum trace_kind kind, const char *name, bool ok,
	       const char *text);

#endif
