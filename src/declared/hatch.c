/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hatch: a project that is kept out of its environment by `skip-install`. pip installs any other as
 * hatch does.
 */
#include "declared/install.h"
#include "print/msg.h"

/* It takes environments of its own alone. */
static void hatch_place(const struct install *in, struct tool_place *place)
{
	const char *tool = place->found->candidate.tool;

	if (!in->venv || (tool && streq(tool, "hatch")))
		return;
	place->elsewhere = (struct reason){
		formatted("'skip-install' keeps the project out of its environment, which is "
			  "hatch's, not %s",
			  place->shown),
		"hatch env create",
		"makes that",
	};
}

const struct tool tool_hatch = {
	.name = "hatch",
	.find_place = hatch_place,
};

const struct manifest manifest_hatch = {
	.file = &file_hatch,
	.tool = &tool_hatch,
	.command = "hatch env create",
};
