/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program on a pseudo-terminal of its own, which we are the screen of. */
#ifndef AVENV_PTY_H
#define AVENV_PTY_H

#include <sys/types.h>

#include "core/buf.h"

struct pty {
	pid_t pid;
	/** what it prints, and what is typed; does not block */
	int fd;
	/** all that it printed since that was last cut */
	struct buf text;
};

/** What to start. */
struct pty_program {
	const char *path;
	/** both ended by NULL */
	char *const *argv, *const *envp;
	/** the directory it starts in */
	const char *dir;
	/** open there as PTY_EXTRA */
	int extra;
};

enum {
	/** a descriptor beyond those that people write into startup files */
	PTY_EXTRA = 60,
	/** of what is printed as much is kept, in bytes */
	PTY_TEXT_MAX = 4096,
};

/*
 * Start PROGRAM on a terminal of 24 lines and 80 columns that is as a new one
 * is.  Returns 0, or -1 with errno; where only the exec fails, it is a program
 * that ends at once.
 */
int pty_start(struct pty *pty, const struct pty_program *program) NODISCARD;

/*
 * Read what was printed, and answer what programs ask a terminal.  Returns 0,
 * or -1 once nobody has that terminal any more.
 */
int pty_read(struct pty *pty) NODISCARD;

/* Type KEYS.  What a program that hangs has no room for is lost. */
void pty_type(const struct pty *pty, const char *keys);

/* The last line with something in it, without what a terminal acts on. */
const char *pty_last_line(const struct pty *pty);

/*
 * Close the window: what runs there gets a SIGHUP, as ever, and what does not
 * heed it in WAIT_MS a SIGKILL.
 */
void pty_end(struct pty *pty, int wait_ms);

#endif
