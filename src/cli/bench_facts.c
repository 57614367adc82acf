/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else a figure depends on.  No names, no paths: it is for a bug report. */
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/bench.h"
#include "cli/dirs.h"
#include "cli/elf.h"
#include "cli/msg.h"
#include "cli/outer.h"
#include "cli/own.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** of a helper, in bytes; ours has less than 100 KiB */
	HELPER_MAX = 8 * 1024 * 1024,
};

static void add(struct names *facts, const char *key, const char *text)
{
	names_add(facts, key);
	names_add(facts, text);
}

/* How it is linked, and how large it is. */
static const char *helper_text(void)
{
	static const char glibc[] = "GLIBC_";
	const char *path = own_helper(), *library = NULL, *runpath;
	struct elf *elf = elf_open(path);
	struct buf b = BUF_INIT;
	struct text text;
	bool musl;

	if (!elf)
		return "not an ELF file";
	elf_needs(elf, "libc.", &library, &runpath);
	elf_close(elf);
	if (file_slurp(path, HELPER_MAX, &text))
		return "not to be read";
	/* A static glibc still reads GLIBC_TUNABLES. */
	musl = !memmem(text.data, text.len, glibc, strlen(glibc));
	buf_putl(&b, library ? "dynamic, " : "static, ",
		 musl ? "musl, " : "glibc, ");
	buf_putu(&b, text.len);
	buf_puts(&b, " bytes");
	return b.data;
}

/* "Debian GNU/Linux 12 (bookworm)" of the line PRETTY_NAME="...".  No link. */
static const char *distribution(void)
{
	static const char key[] = "PRETTY_NAME=\"";
	const char *line = NULL;
	struct text text;

	if (!file_slurp("/usr/lib/os-release", FILE_MAX, &text) ||
	    !file_slurp("/etc/os-release", FILE_MAX, &text))
		line = strstr(text.data, key);
	if (!line)
		return "unknown distribution";
	line += strlen(key);
	return mem_dup(line, strcspn(line, "\"\n"));
}

static const char *system_text(void)
{
	struct buf b = BUF_INIT;
	struct utsname name;
	char text[32] = "";
	double load;

	if (!uname(&name))
		buf_putl(&b, name.sysname, " ", name.release, " ", name.machine,
			 ", ");
	buf_putl(&b, distribution(), ", ",
		 counted((size_t)sysconf(_SC_NPROCESSORS_ONLN), "processor",
			 "processors"));
	if (getloadavg(&load, 1) == 1)
		snprintf(text, sizeof(text), ", load %.1f", load);
	buf_puts(&b, text);
	return b.data;
}

/* The type of the file system that PATH, NULL or a real path, is on. */
static const char *file_system(const char *path)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const char *type = "unknown";
	const struct mntent *m;
	size_t longest = 0;

	/* Of two at one place the later one is seen. */
	while (path && mounts && (m = getmntent(mounts)))
		if (path_under(path, m->mnt_dir) &&
		    strlen(m->mnt_dir) >= longest) {
			longest = strlen(m->mnt_dir);
			type = mem_dups(m->mnt_type);
		}
	if (mounts)
		endmntent(mounts);
	return type;
}

static const char *file_systems(const struct bench_place *place)
{
	const char *home = place->ctx->settings.home;
	char real[PATH_MAX];
	struct buf b = BUF_INIT;

	buf_putl(&b, file_system(home ? realpath(home, real) : NULL),
		 " (home), ", file_system(place->ctx->physical), " (here), ",
		 file_system(place->dir), " (measured on)");
	return b.data;
}

static const char *path_text(void)
{
	const char *path = outer_path(), *list = path;
	struct buf b = BUF_INIT;
	size_t count = 0;

	while (settings_element(&list))
		count++;
	buf_putl(&b, counted(count, "entry", "entries"), ", ",
		 counted(strlen(path), "byte", "bytes"));
	return b.data;
}

/* Not what they are set to, which may be paths. */
static const char *settings_text(void)
{
	struct buf b = BUF_INIT;

	for (char **entry = environ; *entry; entry++)
		if (starts_with(*entry, "AVENV_") &&
		    !starts_with(*entry, "AVENV_ENV=") &&
		    !starts_with(*entry, "AVENV_PYTHONHOME=") &&
		    !starts_with(*entry, "AVENV_HOOK"))
			buf_putl(&b, b.len ? ", " : "",
				 mem_dup(*entry, strcspn(*entry, "=")));
	return b.len ? b.data : "none";
}

void bench_facts(const struct bench_place *place, struct names *facts)
{
	struct trust *trust = &place->ctx->trust;

	trust_load(trust);
	add(facts, "avenv", dirs_version());
	add(facts, "helper", helper_text());
	add(facts, "system", system_text());
	add(facts, "file systems", file_systems(place));
	add(facts, "records", counted(trust->count, "record", "records"));
	add(facts, "PATH", path_text());
	add(facts, "settings", settings_text());
}
