/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/foreign.h"

#include <sys/utsname.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/dist.h"
#include "installed/site.h"
#include "print/msg.h"
#include "python/guess.h"
#include "system/files.h"

/** This system, and the C library of the environment's Python */
struct host {
	struct utsname system;
	/** "gnu", "musl"; "": unknown */
	const char *libc;
};

/* PLATFORM, "manylinux_2_17_x86_64" or "win_amd64", is certainly not that of HOST. */
static bool is_other_platform(const char *platform, const struct host *host)
{
	const char *machine = host->system.machine;
	bool on_linux = streq(host->system.sysname, "Linux");
	bool on_mac = streq(host->system.sysname, "Darwin");

	if (starts_with(platform, "win"))
		return on_linux || on_mac;
	if (starts_with(platform, "macosx"))
		return on_linux;
	if (strstr(platform, "linux") && on_mac)
		return true;
	if (!on_linux)
		return false;
	return (ends_with(platform, "_x86_64") && streq(machine, "aarch64")) ||
	       (ends_with(platform, "_aarch64") && streq(machine, "x86_64"));
}

/* The modules of a wheel with TAG, "cp311-cp311-musllinux_1_2_x86_64", need another C library. */
static bool is_other_libc(const char *tag, const struct host *host)
{
	/* A program, with the ABI "none", may need no library. */
	if (strstr(tag, "-none-"))
		return false;
	return (streq(host->libc, "gnu") && strstr(tag, "-musllinux")) ||
	       (streq(host->libc, "musl") && strstr(tag, "-manylinux"));
}

/*
 * The platform in the last tag of WHEEL, the text of a WHEEL file, if no tag fits HOST. NULL: one
 * fits, or there is none.
 */
static const char *platform_in(char *wheel, const struct host *host)
{
	const char *platform = NULL;

	for (char *line; (line = strsep(&wheel, "\r\n"));) {
		const char *last = strrchr(line, '-');

		if (!starts_with(line, "Tag: ") || !last)
			continue;
		platform = last + 1;
		if (!is_other_platform(platform, host) && !is_other_libc(line, host))
			return NULL;
	}
	return platform;
}

/* platform_in() the WHEEL file of the package whose metadata is the directory INFO. */
static const char *package_platform(const char *info, const struct host *host)
{
	struct mem_mark mark = mem_mark();
	const char *platform = NULL;
	struct text text;

	if (!files_slurp_follow(path_join(info, "WHEEL"), FILE_MAX, &text))
		platform = platform_in(text.data, host);
	return mem_keep_text(mark, platform);
}

const char *foreign_packages(const struct venv *venv, const char *python)
{
	const char *site, *first_name = "", *first_platform = "";
	struct host host = { .libc = python ? python_libc(python) : "" };
	struct strings names = { 0 };
	struct library library;
	size_t count = 0;

	library_of(venv, &library);
	site = site_path(venv, &library, "lib");
	if (uname(&host.system) || files_names(site, &names))
		return NULL;
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		const char *entry = names.list[i], *platform;

		if (!ends_with(entry, ".dist-info"))
			continue;
		platform = package_platform(path_join(site, entry), &host);
		if (platform && !count++) {
			first_platform = platform;
			first_name = mem_dup(entry, dist_entry_name_len(entry));
		}
	}
	if (!count)
		return NULL;
	return formatted("%s built for %s, '%s' first",
			 counted(count, "package is", "packages are"), shown(first_platform),
			 shown(first_name));
}
