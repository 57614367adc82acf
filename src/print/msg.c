/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/msg.h"

#include <bsd/stdlib.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** "1023" with a letter and its end, as humanize_number() wants it */
	SIZE_ROOM = 6,
};

bool msg_quiet;

const char *formatted(const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	text = mem_alloc(len > 0 ? (size_t)len + 1 : 1);
	*text = '\0';
	vsnprintf(text, len > 0 ? (size_t)len + 1 : 1, fmt, again);
	va_end(again);
	return text;
}

void msg_line(enum colour colour, const char *command, const char *text)
{
	struct buf head = BUF_INIT, line = BUF_INIT;

	buf_putl(&head, "avenv", *command ? " " : "", command, ":");
	buf_putl(&line, coloured(stderr, colour, head.data), " ", text, "\n");
	fputs(line.data, stderr);
}

static void PRINTF(2, 0) print(enum colour colour, const char *fmt, va_list args, const char *why)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, formatted(fmt, args), why ? ": " : "", why ? why : "");
	msg_line(colour, "", b.data);
}

int error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print(COLOUR_RED, fmt, args, NULL);
	va_end(args);
	return -1;
}

int error_errno(const char *fmt, ...)
{
	const char *why = strerror(errno);
	va_list args;

	va_start(args, fmt);
	print(COLOUR_RED, fmt, args, why);
	va_end(args);
	return -1;
}

int why_not(struct buf *why, const char *what, const char *path, const char *reason)
{
	buf_putl(why, "cannot ", what, " '", shown(path), "': ", reason);
	return -1;
}

int why_errno(struct buf *why, const char *what, const char *path)
{
	return why_not(why, what, path, strerror(errno));
}

void note(const char *fmt, ...)
{
	va_list args;

	if (msg_quiet)
		return;
	va_start(args, fmt);
	print(COLOUR_PLAIN, fmt, args, NULL);
	va_end(args);
}

const char *shown(const char *text)
{
	struct buf b = BUF_INIT;

	path_show(&b, text);
	return b.data;
}

const char *counted(size_t n, const char *one, const char *many)
{
	struct buf b = BUF_INIT;

	buf_putu(&b, n);
	buf_putl(&b, " ", n == 1 ? one : many);
	return b.data;
}

const char *size_text(uint64_t bytes)
{
	char *text = mem_alloc(SIZE_ROOM);

	humanize_number(text, SIZE_ROOM, (int64_t)bytes, "", HN_AUTOSCALE,
			HN_DECIMAL | HN_NOSPACE | HN_B);
	return text;
}

const char *from_home(const char *home, const char *path)
{
	struct buf b = BUF_INIT;

	if (!home || streq(home, "/") || !path_under(path, home))
		return path;
	buf_putl(&b, "~", path + strlen(home));
	return b.data;
}
