/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where other tools keep environments, apart from any project. */
#include <stdlib.h>

#include "core/chain.h"
#include "core/path.h"
#include "known/envs_seek.h"

#include "core/banned.h"

// clang-format off
static const struct {
	const char *store;
	/** the directory is below what this variable names */
	const char *variable, *below;
	/** how many levels further down the environments may be */
	unsigned depth;
} stores[] = {
	{ "virtualenvs", "WORKON_HOME",             "", 0 },
	{ "virtualenvs", "HOME",                    ".virtualenvs", 0 },
	{ "poetry",      "POETRY_VIRTUALENVS_PATH", "", 0 },
	{ "poetry",      "POETRY_CACHE_DIR",        "virtualenvs", 0 },
	{ "poetry",      "XDG_CACHE_HOME",          "pypoetry/virtualenvs", 0 },
	{ "poetry",      "HOME",                    ".cache/pypoetry/virtualenvs", 0 },
	{ "pipenv",      "XDG_DATA_HOME",           "virtualenvs", 0 },
	{ "pipenv",      "HOME",                    ".local/share/virtualenvs", 0 },
	/* versions/NAME, and versions/VERSION/envs/NAME */
	{ "pyenv",       "PYENV_ROOT",              "versions", 2 },
	{ "pyenv",       "HOME",                    ".pyenv/versions", 2 },
	{ "pdm",         "XDG_DATA_HOME",           "pdm/venvs", 0 },
	{ "pdm",         "HOME",                    ".local/share/pdm/venvs", 0 },
	/* virtual/PROJECT/HASH/NAME */
	{ "hatch",       "HATCH_DATA_DIR",          "env/virtual", 2 },
	{ "hatch",       "XDG_DATA_HOME",           "hatch/env/virtual", 2 },
	{ "hatch",       "HOME",                    ".local/share/hatch/env/virtual", 2 },
};
// clang-format on

void seek_stores(struct seek *seek)
{
	for (size_t i = 0; i < ARRAY_SIZE(stores); i++) {
		const char *base = getenv(stores[i].variable);
		struct chain chain;

		if (!base || base[0] != '/' ||
		    chain_of(path_clean(path_join(base, stores[i].below)), &chain))
			continue;
		seek->store = stores[i].store;
		seek_below(seek, chain.path, stores[i].depth);
	}
	seek->store = NULL;
}
