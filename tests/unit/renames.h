/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Renames between which another program works, and file systems that know no flags of them. */
#ifndef AVENV_TESTS_UNIT_RENAMES_H
#define AVENV_TESTS_UNIT_RENAMES_H

#include <dlfcn.h>
#include <glob.h>
#include <sys/syscall.h>

#include "test.h"

/* Another program's work right before a rename: once. */
static void (*before_rename)(void);
/** the errno of a file system without flags of rename; 0: it has them */
static int no_flags;

/* In the place of the C library's */
long syscall(long number, ...)
{
	void (*act)(void) = number == SYS_renameat2 ? before_rename : NULL;
	static long (*real)(long, ...);
	void *found = real ? NULL : dlsym(RTLD_NEXT, "syscall");
	va_list args;
	long a[6];

	va_start(args, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(args, long);
	va_end(args);
	if (found)
		memcpy(&real, &found, sizeof(real));
	if (act) {
		before_rename = NULL;
		act();
	}
	if (number == SYS_renameat2 && (unsigned)a[4] && no_flags) {
		errno = no_flags;
		return -1;
	}
	return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* Some name fits PATTERN, or none. */
static inline void fits(const char *pattern, bool some)
{
	glob_t found;

	row_int(pattern, glob(at(pattern), 0, NULL, &found), some ? 0 : GLOB_NOMATCH);
	globfree(&found);
}

/* No private name of avenv is left in directory NAME. */
static inline void no_leftovers(const char *name)
{
	fits(path_join(name, ".avenv-*"), false);
}

#endif
