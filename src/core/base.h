/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room core: memory, text, files, paths, environments and settings, for all other rooms. Core
 * prints nothing and opens no file for writing. A function that fails returns -1 or NULL with
 * errno.
 *
 * This header has the attributes and macros that every file uses.
 */
#ifndef AVENV_BASE_H
#define AVENV_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define NORETURN          __attribute__((noreturn))
#define NODISCARD         __attribute__((warn_unused_result))
#define MALLOC(n)         __attribute__((malloc, alloc_size(n), returns_nonnull))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

static inline bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static inline bool starts_with(const char *s, const char *start)
{
	return strncmp(s, start, strlen(start)) == 0;
}

static inline bool ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len >= n && streq(s + len - n, end);
}

/* S equals a string of LIST, which ends with NULL. */
static inline bool is_one_of(const char *s, const char *const *list)
{
	while (*list && !streq(s, *list))
		list++;
	return *list;
}

#define FNV_START UINT64_C(0xCBF29CE484222325)

/* HASH, which began as FNV_START, continued with the LEN bytes at DATA (FNV-1a). */
static inline uint64_t fnv(uint64_t hash, const void *data, size_t len)
{
	for (const unsigned char *at = data; len; len--)
		hash = (hash ^ *at++) * UINT64_C(0x100000001B3);
	return hash;
}

/* S is neither NULL nor empty: an unset variable and an empty one mean the same. */
static inline bool is_set(const char *s)
{
	return s && *s;
}

#endif
