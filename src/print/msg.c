/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/msg.h"

#include <bsd/libutil.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/mem.h"
#include "shell/shell.h"
#include "system/tree.h"

bool msg_quiet;

/* OUT is a terminal that understands control sequences. */
static bool msg_is_terminal(FILE *out)
{
	const char *term = getenv("TERM");

	return is_set(term) && !streq(term, "dumb") && isatty(fileno(out));
}

const char *coloured(FILE *out, enum colour colour, const char *text)
{
	/* in the order of enum colour */
	static const char *const codes[] = { "", "1", "2", "31", "32" };
	struct buf b = BUF_INIT;

	if (!colour || is_set(getenv("NO_COLOR")) || !msg_is_terminal(out))
		return text;
	buf_putl(&b, "\033[", codes[colour], "m", text, "\033[0m");
	return b.data;
}

const char *formatted_args(const char *fmt, va_list args)
{
	char *made = NULL;
	const char *text;

	if (vasprintf(&made, fmt, args) < 0)
		return fmt;
	text = mem_dups(made);
	free(made);
	return text;
}

const char *formatted(const char *fmt, ...)
{
	const char *text;
	va_list args;

	va_start(args, fmt);
	text = formatted_args(fmt, args);
	va_end(args);
	return text;
}

/* ---- work that takes long --------------------------------------------------- */

static const char *progress_line;
static size_t progress_len;
static volatile sig_atomic_t is_shown;

/* Called by the signal: write(2) is one of the few calls that it may make. */
static void show(int signal_number)
{
	int error_before = errno;

	if (write(STDERR_FILENO, progress_line, progress_len) > 0)
		is_shown = true;
	errno = error_before;
}

void progress_begin(const char *what)
{
	const struct sigaction action = { .sa_handler = show, .sa_flags = SA_RESTART };

	if (msg_quiet || !msg_is_terminal(stderr))
		return;
	progress_line = formatted("avenv: %s ...", what);
	progress_len = strlen(progress_line);
	sigaction(SIGALRM, &action, NULL);
	alarm(1);
}

void progress_end(void)
{
	static const char erase[] = "\r\033[K";
	int error_before = errno;

	if (!progress_line)
		return;
	alarm(0);
	signal(SIGALRM, SIG_DFL);
	progress_line = NULL;
	if (is_shown && write(STDERR_FILENO, erase, sizeof(erase) - 1) > 0)
		is_shown = false;
	errno = error_before;
}

/* ---- messages ---------------------------------------------------------------- */

/*
 * Print TEXT. It is escaped again, for names that the caller has not escaped. One write, so that no
 * other program's output splits a line. TEXT may begin with a command, which is on a line of its
 * own.
 */
static void print_message(enum colour colour, const char *text)
{
	const char *lines = shell_message(text);
	struct buf b = BUF_INIT;

	progress_end();
	buf_putl(&b, coloured(stderr, colour, "avenv:"), *lines == ' ' ? "\n" : " ", lines, "\n");
	fputs(b.data, stderr);
}

int error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_message(COLOUR_RED, formatted_args(fmt, args));
	va_end(args);
	return -1;
}

static int error_number;

void errno_keep(void)
{
	error_number = errno;
}

const char *errno_text(int number)
{
	if (number == ESTALE)
		return "another program has changed it; try again";
	if (number == ETXTBSY)
		return "another program has it open, and may write to it; try again";
	return strerror(number);
}

int error_kept(const char *fmt, ...)
{
	const char *reason = errno_text(error_number), *text;
	va_list args;

	va_start(args, fmt);
	text = formatted_args(fmt, args);
	va_end(args);
	return error("%s: %s", text, reason);
}

void note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	if (!msg_quiet)
		print_message(COLOUR_PLAIN, formatted_args(fmt, args));
	va_end(args);
}

int why_not(struct buf *why, const char *what, const char *path, const char *reason)
{
	buf_putl(why, "cannot ", what, " '", shown(path), "': ", reason);
	return -1;
}

const char *shown(const char *text)
{
	struct buf b = BUF_INIT;

	escape_put(&b, text);
	return b.data;
}

const char *counted(size_t n, const char *one, const char *many)
{
	struct buf b = BUF_INIT;

	buf_putu(&b, n);
	buf_putl(&b, " ", n == 1 ? one : many);
	return b.data;
}

const char *names_text(const struct strings *names)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < names->count && i < NAMES_SHOWN; i++)
		buf_putl(&text, i ? ", '" : "'", shown(names->list[i]), "'");
	buf_puts(&text, names->count > NAMES_SHOWN ? ", ..." : "");
	return text.data;
}

const char *size_text(uint64_t bytes)
{
	char text[sizeof("1023K")];

	if (bytes == SIZE_UNKNOWN)
		return "unknown";
	humanize_number(text, sizeof(text), (int64_t)bytes, "", HN_AUTOSCALE,
			HN_DECIMAL | HN_NOSPACE | HN_B);
	return mem_dups(text);
}
