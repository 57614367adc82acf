/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdm: its files. Its environments are .venv, which another finder looks for. */
#include "finders/declared_files.h"

/* Only pdm reads these settings; pip's users may have others of pdm. */
static bool counts_for_pdm(const char *dir, const struct toml *root)
{
	static const char *const keys[] = {
		"dev-dependencies", "source",  "distribution", "resolution",
		"options",          "scripts", "workspace",    NULL,
	};

	return declares_one(toml_at(root, "tool.pdm"), keys);
}

const struct declared_file file_pdm_lock = { .name = "pdm.lock",
					     .is_compared = true,
					     .project = "pyproject.toml",
					     .adds = "pdm add",
					     .removes = "pdm remove" };
const struct declared_file file_pdm = { .name = "pyproject.toml",
					.counts = counts_for_pdm,
					.is_compared = true,
					.adds = "pdm add",
					.removes = "pdm remove" };
