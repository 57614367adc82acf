/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hatch: a project that is kept out of its environment by `skip-install`. pip installs any other as
 * hatch does.
 */
#include "declared/install.h"
#include "print/msg.h"

/* It takes environments of its own alone. */
static struct reason hatch_elsewhere(const struct install *in)
{
	const char *tool = in->found->candidate.tool;

	if (!in->venv || (tool && streq(tool, "hatch")))
		return (struct reason){ 0 };
	return (struct reason){
		formatted("'skip-install' keeps the project out of its environment, which is "
			  "hatch's, not %s",
			  install_place(in)),
		"hatch env create",
		"makes that",
	};
}

static const char *const reads[] = { "hatch.toml", NULL };

static const struct tool tool_hatch = {
	.name = "hatch",
	.reads = reads,
	.elsewhere = hatch_elsewhere,
};

const struct manifest manifest_hatch = {
	.file = &file_hatch,
	.tool = &tool_hatch,
	.command = "hatch env create",
};
