/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/foreign.h"

#include "lookup/owned.h"
#include "system/files.h"
#include "system/replace.h"

/* tox put NAME in its environment DIR: a file of its own says that it is one. */
static bool is_of_tox(int dir, const char *name)
{
	static const char *const own[] = { "log", "tmp", "dist", "file.lock" };

	if (starts_with(name, ".tox-"))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if (streq(name, own[i]))
			return file_exists(dir, ".tox-info.json") > 0 ||
			       file_exists(dir, ".tox-config1") > 0;
	return false;
}

/* nox put NAME in its environment DIR, which is in a directory .nox. */
static bool is_of_nox(int dir, const char *name)
{
	struct file_info parent, nox;

	return streq(name, "tmp") && !file_lstatat(dir, "..", &parent) &&
	       !file_lstatat(dir, "../../.nox", &nox) && file_same(&parent, &nox);
}

/* venv, virtualenv, uv, pip, packages, tox, nox or avenv put NAME in DIR. */
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
	return is_of_tox(dir, name) || is_of_nox(dir, name) || temp_name_is_private(dir, name);
}

int foreign_names(int dir, const char *path, const char *also, struct strings *names)
{
	struct strings all = { 0 }, owned = { 0 };
	bool owned_is_read = false;

	if (dir_names(dir, &all))
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		const char *name = all.list[i];

		if (is_usual(dir, name) || (also && streq(name, also)))
			continue;
		/* Only a package with data files, a rare one, needs all RECORD files. */
		if (!owned_is_read)
			owned = owned_read(path);
		owned_is_read = true;
		if (!owned_has(&owned, name))
			strings_add(names, name);
	}
	return 0;
}
