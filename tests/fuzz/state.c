/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 31 */
/* Any text as the state of a shell: refused whole, or it comes back as it was. */
#include "plan/state.h"
#include "lib/fuzz.h"

void fuzz(struct input in)
{
	struct state state;
	bool whole = state_read(&state, mem_dup(in.at, in.len));
	const char *again = state_text(&state);

	for (size_t i = 0; i < STATE_FIELDS && !whole; i++)
		CHECK_SAME(state.fields[i], "");
	CHECK(state_read(&state, again));
	CHECK_SAME(state_text(&state), again);
	if (whole)
		REACHED();
}
