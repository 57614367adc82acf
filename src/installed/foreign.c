/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/foreign.h"

#include <fcntl.h>
#include <sys/utsname.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/dist.h"
#include "installed/site.h"
#include "print/msg.h"
#include "python/guess.h"
#include "system/files.h"

/*
 * The modules of the wheel with TAG, "cp311-cp311-musllinux_1_2_x86_64", are for another C library
 * than LIBC.
 */
static bool is_of_other_libc(const char *tag, const char *libc)
{
	/* A program, with the ABI "none", may need no library. */
	if (strstr(tag, "-none-"))
		return false;
	return (streq(libc, "gnu") && strstr(tag, "-musllinux")) ||
	       (streq(libc, "musl") && strstr(tag, "-manylinux"));
}

/* PLATFORM, the last part of a wheel's tag, is surely not that of SYSTEM. */
static bool is_foreign(const char *platform, const struct utsname *system)
{
	bool is_linux = streq(system->sysname, "Linux"), is_mac = streq(system->sysname, "Darwin");

	if (starts_with(platform, "win"))
		return is_linux || is_mac;
	if (starts_with(platform, "macosx"))
		return is_linux;
	if (strstr(platform, "linux") && is_mac)
		return true;
	return is_linux && ((ends_with(platform, "_x86_64") && streq(system->machine, "aarch64")) ||
			    (ends_with(platform, "_aarch64") && streq(system->machine, "x86_64")));
}

/*
 * The platform of the wheel with the text WHEEL, if each of its tags is foreign to SYSTEM, or to a
 * Python with LIBC; else NULL.
 */
static const char *foreign_platform(char *wheel, const struct utsname *system, const char *libc)
{
	const char *platform = NULL;

	for (char *line; (line = strsep(&wheel, "\r\n"));) {
		const char *last = strrchr(line, '-');

		if (!starts_with(line, "Tag: ") || !last)
			continue;
		if (!is_foreign(last + 1, system) && !is_of_other_libc(line, libc))
			return NULL;
		platform = last + 1;
	}
	return platform;
}

/* foreign_platform() of the package whose metadata is the directory INFO. */
static const char *package_platform(const char *info, const struct utsname *system,
				    const char *libc)
{
	struct mem_mark mark = mem_mark();
	const char *platform = NULL;
	struct text text;

	if (!files_slurp_target(AT_FDCWD, path_join(info, "WHEEL"), FILE_MAX, &text))
		platform = foreign_platform(text.data, system, libc);
	return mem_keep_text(mark, platform);
}

const char *foreign_packages(const struct venv *venv, const char *python)
{
	const char *site, *first = NULL, *platform = NULL,
			  *libc = python ? python_libc(python) : "";
	struct strings names = { 0 };
	struct library library;
	struct utsname system;
	size_t count = 0;

	library_of(venv, &library);
	site = site_path(venv, &library, "lib");
	if (uname(&system) || files_names(site, &names))
		return NULL;
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(site, names.list[i]), *found;

		if (!ends_with(path, ".dist-info"))
			continue;
		found = package_platform(path, &system, libc);
		if (found && !count++) {
			platform = found;
			first = mem_dup(names.list[i], dist_entry_name_len(names.list[i]));
		}
	}
	return count ? formatted("%s built for %s, '%s' first",
				 counted(count, "package is", "packages are"), shown(platform),
				 shown(first)) :
		       NULL;
}
