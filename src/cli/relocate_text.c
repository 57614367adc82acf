/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a text names a path, though nothing says where that begins and ends. */
#include <ctype.h>

#include "cli/relocate.h"

#include "core/banned.h"

static bool is_part(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c) || (c && strchr("_-+.@%~", c));
}

/* Something before AT makes it the middle of another path. */
static bool goes_back(const char *start, const char *at)
{
	if (at == start)
		return false;
	if (at[-1] == '/')
		return at - start < 3 || memcmp(at - 3, "://", 3) != 0;
	return is_part(at[-1]) || at[-1] == '}';
}

/* The component that ends at AT goes on; a sentence's full stop is none. */
static bool goes_on(const char *at, const char *end)
{
	if (at == end)
		return false;
	if (*at == '.' && (at + 1 == end || isspace((unsigned char)at[1])))
		return false;
	return is_part(*at);
}

bool text_names(const char *start, const char *at, const char *end, const char *path)
{
	size_t len = strlen(path);

	return (size_t)(end - at) >= len && !memcmp(at, path, len) && !goes_back(start, at) &&
	       !goes_on(at + len, end);
}

const char *text_next(const char *start, const char *at, const char *end, const char *path)
{
	size_t len = strlen(path);

	while ((at = memmem(at, (size_t)(end - at), path, len))) {
		if (text_names(start, at, end, path))
			return at;
		at++;
	}
	return NULL;
}

/* TEXT is the same within all quotes of all the languages that we edit. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (!is_part(*text) && !strchr(" /:,=", *text))
			return false;
	return true;
}

/* For languages of which we know only that they quote: never by guessing. */
void bake_plain(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	const char *at = data, *end = data + len, *hit;

	while (is_plain(b->from) && is_plain(b->to) && (hit = text_next(data, at, end, b->from))) {
		buf_put(out, at, (size_t)(hit - at));
		buf_puts(out, b->to);
		at = hit + strlen(b->from);
	}
	buf_put(out, at, (size_t)(end - at));
}
