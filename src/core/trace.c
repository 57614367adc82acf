/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/trace.h"

#include "core/mem.h"

#include "core/banned.h"

void trace_add(struct trace *trace, enum trace_kind kind, const char *name,
	       bool ok, const char *text)
{
	if (!trace)
		return;
	if (trace->count == trace->room) {
		size_t room = trace->room ? trace->room * 2 : 64;
		struct trace_event *more = mem_array(room, sizeof(*more));

		if (trace->count)
			memcpy(more, trace->events,
			       trace->count * sizeof(*more));
		trace->events = more;
		trace->room = room;
	}
	trace->events[trace->count++] = (struct trace_event){
		.kind = kind, .name = name, .text = text, .ok = ok
	};
}
