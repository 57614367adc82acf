/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hatch: DATA/env/virtual/NAME/HASH/NAME; HASH is hash_id() of the project's real path. */
#include "core/path.h"
#include "finders/store.h"
#include "formats/hash.h"

static bool look_for_hatch(struct search *search, struct candidate *c, const char *dir)
{
	return store_use_tool_env(search, c, store_newest(dir, "", hash_id(store_real(search))));
}

const struct store store_hatch = {
	.tool = "hatch",
	.file = STORE_PYPROJECT,
	.variable = "HATCH_DATA_DIR",
	.place = ".local/share/hatch",
	.below = "env/virtual",
	.look = look_for_hatch,
};
