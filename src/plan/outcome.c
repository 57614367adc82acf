/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/outcome.h"

static const struct outcome_words words[] = {
	[FIND_NONE] = { .state = "none" },
	[FIND_ENV] = { .state = "ok" },
	[FIND_UNTRUSTED] = { "not allowed", "not-allowed", "is not allowed", "avenv allow",
			     "turns it on from now on", .harmless = true },
	[FIND_CHANGED] = { "changed", "changed", NULL, "avenv allow", .does = "turns it on again" },
	[FIND_DENIED] = { "denied", "denied", "is not turned on: you denied", "avenv forget",
			  "takes that back", .harmless = true },
	[FIND_REFUSED] = { "refused", "refused", NULL, "avenv status", .does = "says more" },
	[FIND_FOREIGN] = { "refused", "refused", "belongs to another user", "avenv allow --shared",
			   .does = "accepts that" },
	[FIND_BROKEN] = { "broken", "pointer", "cannot be used", "avenv status",
			  .does = "says more" },
	[FIND_AMBIGUOUS] = { "several", "several", NULL, "avenv use",
			     .does = "chooses one of them" },
};

static const struct outcome_words no_python = {
	.state = "broken",
	.id = "pointer",
	.why = "cannot be used",
	.next = "avenv repair",
	.does = "mends it",
};

static const struct outcome_words upgraded = {
	.state = "upgraded",
	.next = "avenv recreate -p",
	.does = "rebuilds it",
};

const struct outcome_words *outcome_words(const struct found *found)
{
	if (found->outcome == FIND_ENV && found->venv.health == PYTHON_UPGRADED)
		return &upgraded;
	if (found->outcome == FIND_BROKEN && found->venv.health == NO_PYTHON)
		return &no_python;
	return &words[found->outcome];
}
