/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * System calls that POSIX lacks, as Linux has them, for glibc and musl. On macOS
 * build/macos/linux.h replaces these calls, here and in core.
 */
#ifndef AVENV_PLATFORM_H
#define AVENV_PLATFORM_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"

/*
 * Exchange FROM in FROM_DIR and TO in TO_DIR in one step (RENAME_EXCHANGE). Returns 0, or -1 with
 * errno: ENOTSUP if the system or file system cannot.
 */
int platform_exchange(int from_dir, const char *from, int to_dir, const char *to) NODISCARD;

/*
 * Rename FROM in FROM_DIR to TO in TO_DIR if TO does not exist (RENAME_NOREPLACE). Returns 0, or -1
 * with errno: EEXIST if TO exists. If the system cannot do both in one step, a file is linked and
 * then unlinked, and a directory can replace an empty one; only where the file system has no hard
 * links either, the check is a separate call before the rename.
 */
int platform_rename_new(int from_dir, const char *from, int to_dir, const char *to) NODISCARD;

/*
 * Another process has the regular file NAME in DIR open for writing (F_SETLEASE). False where the
 * file system does not know.
 */
bool platform_is_written(int dir, const char *name);

/*
 * Until FD is closed, another process that opens this file waits (F_SETLEASE), 45 seconds at most.
 * Does nothing if another one has it open already, or the file system has no leases.
 */
void platform_hold(int fd);

/*
 * Open the directory PATH as a base for *at() calls (O_PATH): read permission is not needed.
 * Returns a descriptor, or -1 with errno.
 */
int platform_open_path(const char *path) NODISCARD;

/*
 * Returns 1 if NAME in DIR, or DIR itself for "", is a mount point (STATX_ATTR_MOUNT_ROOT), 0 if
 * not, or -1 with errno if the kernel should know. Always 0 before Linux 5.8.
 */
int platform_is_mount(int dir, const char *name);

/* The path of the open file FD, as /proc has it; NULL with errno. It may have changed since. */
const char *platform_path_of(int fd);

/* The path of the program that PROCESS runs (/proc/PID/exe); NULL with errno. */
const char *platform_program_of(pid_t process);

/* The path of this program; NULL with errno. Without /proc only if started by an absolute path. */
const char *platform_own_program(void);

/* Milliseconds on the monotonic clock, which setting the time of day does not change. */
long long platform_clock_ms(void);

/* A random number for new names. It is not secret; without entropy it is the clock. */
uint32_t platform_random(void);

#endif
