/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/archive_lib.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "print/msg.h"

#include "core/banned.h"

/* The name that stands for its interface, the same since 2013. */
#ifdef __APPLE__
#define LIBRARY "libarchive.13.dylib"
#else
#define LIBRARY "libarchive.so.13"
#endif

struct archive_lib archive_lib;

/** The thread that loads it ahead, while there is one. */
static struct {
	pthread_t thread;
	bool is_there;
} ahead;

/* POSIX has dlsym() return functions as void *, which ISO C cannot convert. */
static int find(void *library, const char *name, void *field)
{
	void *symbol = dlsym(library, name);

	if (!symbol)
		return -1;
	memcpy(field, &symbol, sizeof(symbol));
	return 0;
}

/* To the first that is missing: another search would clear what dlerror() says. */
static int find_all(void *library, struct archive_lib *lib)
{
#define FIND(name)                                                                                 \
	if (find(library, #name, &lib->name))                                                      \
		return -1;
	ARCHIVE_FUNCTIONS(FIND)
#undef FIND
	return 0;
}

/* Whoever needs it loads it again, which then is nothing, or says why not. */
static void *load_ahead(void *arg)
{
	dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	return arg;
}

void archive_lib_ahead(void)
{
	ahead.is_there = !pthread_create(&ahead.thread, NULL, load_ahead, NULL);
}

void archive_lib_wait(void)
{
	if (ahead.is_there)
		pthread_join(ahead.thread, NULL);
	ahead.is_there = false;
}

int archive_lib_load(void)
{
	void *library;

	if (archive_lib.archive_read_new)
		return 0;
	library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (library && !find_all(library, &archive_lib))
		return 0;
	archive_lib = (struct archive_lib){ 0 };
	return error("cannot read wheels without libarchive: %s", shown(dlerror()));
}
