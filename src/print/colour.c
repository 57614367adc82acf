/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/colour.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/buf.h"

#include "core/banned.h"

/* Each cell of a table asks, and it costs a system call. */
static bool is_terminal(FILE *out)
{
	static FILE *asked;
	static bool terminal;

	if (asked != out)
		terminal = isatty(fileno(out));
	asked = out;
	return terminal;
}

static bool may_colour(FILE *out)
{
	const char *term = getenv("TERM");

	/* no-color.org: an empty one says nothing. */
	return is_terminal(out) && !is_set(getenv("NO_COLOR")) && is_set(term) &&
	       !streq(term, "dumb");
}

const char *coloured(FILE *out, enum colour colour, const char *text)
{
	static const char *const codes[] = {
		[COLOUR_BOLD] = "\033[1m",    [COLOUR_FAINT] = "\033[2m",
		[COLOUR_RED] = "\033[31m",    [COLOUR_GREEN] = "\033[32m",
		[COLOUR_YELLOW] = "\033[33m",
	};
	struct buf b = BUF_INIT;

	if (colour == COLOUR_PLAIN || !may_colour(out))
		return text;
	buf_putl(&b, codes[colour], text, "\033[0m");
	return b.data;
}
