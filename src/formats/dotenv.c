/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/dotenv.h"

#include <string.h>

#include "core/buf.h"
#include "core/mem.h"

#define BLANKS " \t"

/* Read the value at *S, quoted, perhaps over several lines, or up to a comment. */
static const char *take_value(const char **s)
{
	char quote = (char)(**s == '\'' || **s == '"' ? **s : 0);
	struct buf value = BUF_INIT;
	const char *start = *s;

	if (!quote) {
		*s += strcspn(start, "\r\n");
		for (const char *at = start; at < *s; at++)
			if (*at == '#' && at > start && strchr(BLANKS, at[-1]))
				return mem_stripped(start, at);
		return mem_stripped(start, *s);
	}
	for (++*s; **s && **s != quote; ++*s) {
		*s += **s == '\\' && (*s)[1];
		buf_putc(&value, **s);
	}
	return value.data;
}

const char *dotenv_value(const char *text, const char *name)
{
	const char *value = NULL;

	while (*text) {
		const char *key = text + strspn(text, BLANKS "\r\n"), *end;

		if (starts_with(key, "export") && strchr(BLANKS, key[strlen("export")]))
			key += strlen("export") + strspn(key + strlen("export"), BLANKS);
		end = key + strcspn(key, BLANKS "=#\r\n");
		text = end + strspn(end, BLANKS);
		if (*text == '=') {
			const char *found;

			text += 1 + strspn(text + 1, BLANKS);
			found = take_value(&text);
			if (streq(mem_dup(key, (size_t)(end - key)), name))
				value = found;
		}
		text += strcspn(text, "\r\n");
	}
	return value;
}
