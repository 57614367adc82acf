/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 31 */
/* Any text as the state of a shell: refused whole, or it comes back as it was. */
#include "lib/fuzz.h"

#include "core/path.h"
#include "core/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = mem_dup((const char *)data, size), *again;
	struct state state;

	if (!state_read(&state, text)) {
		CHECK_SAME(state_text(&state), "4 0:0:0:0:0:0:0:0:0:0:0:0:0:.");
		CHECK(!state.mutes.count);
		mem_reset();
		return 0;
	}
	TAKEN();
	for (size_t i = 0; i < state.mutes.count; i++)
		CHECK(path_is_clean(state.mutes.list[i].project) &&
		      path_is_clean(state.mutes.list[i].env));
	again = state_text(&state);
	CHECK(state_read(&state, again));
	CHECK_SAME(state_text(&state), again);
	mem_reset();
	return 0;
}
