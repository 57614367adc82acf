/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/extra_files.h"

#include "lookup/owned.h"
#include "system/files.h"
#include "system/replace.h"

/* venv, virtualenv, uv, pip, packages or avenv make an entry NAME in an environment, open as DIR. */
static bool is_usual(int dir, const char *name)
{
	static const char *const usual[] = {
		"bin",   "include",      "lib",        "lib64",    "share",    "etc",
		"man",   "pyvenv.cfg",   ".gitignore", "Scripts",  "Lib",      "Include",
		".lock", "CACHEDIR.TAG", "local",      ".project", "pip.conf", "pip-selfcheck.json",
	};

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		if (streq(name, usual[i]))
			return true;
	return temp_name_is_private(dir, name);
}

int extra_files(int dir, const char *path, const char *also, struct strings *names)
{
	struct strings all = { 0 }, owned = { 0 };
	bool owned_is_read = false;

	if (dir_names(dir, &all))
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		const char *name = all.list[i];

		if (is_usual(dir, name) || (also && streq(name, also)))
			continue;
		/* RECORD files are read only for a name that is not usual, as of a package's data files. */
		if (!owned_is_read)
			owned = owned_read(path);
		owned_is_read = true;
		if (!owned_has(&owned, name))
			strings_add(names, name);
	}
	return 0;
}
