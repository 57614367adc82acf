/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 28 29 31 32 */
/*
 * The files of a project that choose an environment in a store.  An input is a byte, which
 * chooses the file, and what is in it.
 */
#include <stdlib.h>
#include <unistd.h>

#include "lib/fuzz.h"

#include "core/find.h"
#include "core/path.h"

static const char *const files[] = { "p/pyproject.toml", "p/poetry.toml", "p/.python-version",
				     "p/.pdm-python" };

static void make_world(void)
{
	if (!access(scratch_at("p"), F_OK))
		return;
	scratch_dir("p");
	scratch_dir(".cache");
	scratch_dir(".cache/pypoetry");
	scratch_dir(".local");
	scratch_dir(".local/share");
	scratch_dir(".local/share/pdm");
	scratch_dir(".local/share/pdm/venvs");
	scratch_dir(".pyenv");
	scratch_dir(".pyenv/versions");
	scratch_env(".pyenv/versions/env");
	scratch_env("out");
}

static void look(struct found *found)
{
	struct settings settings = { .home = scratch_at("."),
				     .names = settings_names("venv:env:.env:virtualenv") };
	struct user user = user_of_process();
	struct trust trust;

	settings.home = path_clean(settings.home);
	trust_init(&trust, &settings, &user);
	find_in(&trust, scratch_at("p"), found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *file = files[size ? data[0] % ARRAY_SIZE(files) : 0];
	struct found found;

	setenv("HOME", scratch_at("."), 1);
	make_world();
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		unlink(scratch_at(files[i]));
	scratch_file(files[0], "[project]\nname = 'p'\n", 21);
	if (size)
		scratch_file(file, data + 1, size - 1);
	look(&found);
	/* No record: nothing of it is on, and nothing is tied by what a project says. */
	CHECK(found.outcome != FIND_ENV && found.outcome != FIND_REFUSED);
	CHECK(!found.candidate.tied && !found.venv.path);
	if (found.outcome == FIND_UNTRUSTED)
		TAKEN();
	if (found.candidate.target)
		CHECK(path_is_clean(found.candidate.target));
	mem_reset();
	return 0;
}
