/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calls that POSIX does not have, by Linux's, with GNU's C library or musl. For macOS
 * build/macos/linux.h stands in for them, here and in core.
 */
#ifndef AVENV_PLATFORM_H
#define AVENV_PLATFORM_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"

/*
 * Exchange FROM in FROM_DIR and TO in TO_DIR in one step.  Returns 0, or -1 with
 * errno: ENOTSUP where the system or this file system cannot.
 */
int platform_exchange(int from_dir, const char *from, int to_dir, const char *to) NODISCARD;

/*
 * Rename FROM in FROM_DIR to TO in TO_DIR.  Returns 0, or -1 with errno: EEXIST where
 * anything is called TO.  Where the system cannot do both in one step, it looks first.
 */
int platform_rename_new(int from_dir, const char *from, int to_dir, const char *to) NODISCARD;

/* Open directory PATH only to reach what is in it: no right to read it is needed. */
int platform_open_path(const char *path) NODISCARD;

/*
 * The kernel says that NAME in DIR, or with "" DIR itself, is a mount point.  Where it
 * should know but does not answer: true.  Before Linux 5.8 it never knows.
 */
bool platform_is_mount(int dir, const char *name);

/* The path of the program that PROCESS runs; NULL with errno. */
const char *platform_program_of(pid_t process);

/* Milliseconds since some moment. Setting the time of day does not change this clock. */
long long platform_clock_ms(void);

/* For names that nobody has yet: it cannot fail, and is no secret. */
uint32_t platform_random(void);

#endif
