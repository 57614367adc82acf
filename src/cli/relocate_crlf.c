/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line ends of Windows, in files that went by way of it. */
#include "cli/relocate.h"

#include "core/banned.h"

bool crlf_harms(const char *file)
{
	return streq(file, "pyvenv.cfg") ||
	       (starts_with(file, "bin/") && !ends_with(file, ".ps1") && !ends_with(file, ".bat"));
}

/* The first line ends as in files that were on Windows. */
static bool begins_so(const struct text *text)
{
	const char *eol = memchr(text->data, '\n', text->len);

	return eol && eol > text->data && eol[-1] == '\r';
}

/* Of what holds more than text, only the first line. */
static size_t mended_len(const struct text *text)
{
	const char *eol = memchr(text->data, '\n', text->len);

	return memchr(text->data, '\0', text->len) && eol ? (size_t)(eol - text->data) + 1 :
							    text->len;
}

bool crlf_mend(const struct text *text, struct buf *out)
{
	size_t stop = mended_len(text);

	if (!begins_so(text))
		return false;
	buf_reserve(out, text->len);
	for (size_t i = 0; i < text->len; i++)
		if (i + 1 >= stop || text->data[i] != '\r' || text->data[i + 1] != '\n')
			buf_putc(out, text->data[i]);
	return true;
}
