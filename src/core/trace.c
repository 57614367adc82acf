/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/trace.h"

#include "core/mem.h"

#include "core/banned.h"

void trace_add(struct trace *trace, enum trace_kind kind, const char *name, bool ok,
	       const char *text)
{
	if (!trace)
		return;
	trace->events = mem_grow(trace->events, trace->count, &trace->room, sizeof(*trace->events));
	trace->events[trace->count++] =
		(struct trace_event){ .kind = kind, .name = name, .text = text, .ok = ok };
}
