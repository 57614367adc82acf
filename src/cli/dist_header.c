/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headers of METADATA and PKG-INFO, as Python's email.parser takes them. */
#include <strings.h>

#include "cli/dist.h"

#include "core/banned.h"

/* The length of the line at S without its end; *NEXT is behind that. */
static size_t line_len(const char *s, const char *end, const char **next)
{
	const char *at = s;

	while (at < end && *at != '\n' && *at != '\r')
		at++;
	*next = at;
	if (at < end)
		*next = at + (at + 1 < end && at[0] == '\r' && at[1] == '\n') + 1;
	return (size_t)(at - s);
}

static bool is_folded(const char *s)
{
	return *s == ' ' || *s == '\t';
}

/* The length of the name at S; LEN: this is no header. */
static size_t name_len(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] != ':' && s[n] > ' ' && s[n] < 127)
		n++;
	return n < len && s[n] == ':' ? n : len;
}

size_t dist_headers_len(const char *data, size_t len)
{
	const char *s = data, *end = data + len, *next;

	for (; s < end; s = next) {
		size_t n = line_len(s, end, &next);

		/* A line may go on behind what was read. */
		if (next == end && s + n == end)
			break;
		if (!n || (!is_folded(s) && name_len(s, n) == n))
			return (size_t)(s - data);
	}
	return len + 1;
}

/* The same of what ends in a NUL, whose length would cost a look at all of it. */
static size_t text_line_len(const char *s, const char **next)
{
	size_t len = strcspn(s, "\r\n");

	*next = s + len;
	if (**next)
		*next += starts_with(*next, "\r\n") + 1;
	return len;
}

const char *dist_header_raw(const char *metadata, const char *name, size_t *at)
{
	const char *s = metadata + *at, *next;
	size_t wanted = strlen(name);

	for (; *s; s = next) {
		size_t n = text_line_len(s, &next);
		size_t len = name_len(s, n);
		struct buf value = BUF_INIT;

		if (len != wanted || len == n || strncasecmp(s, name, len) != 0)
			continue;
		len++;
		while (len < n && (s[len] == ' ' || s[len] == '\t'))
			len++;
		buf_put(&value, s + len, n - len);
		for (s = next; *s; s = next) {
			n = text_line_len(s, &next);
			if (!is_folded(s))
				break;
			buf_putc(&value, '\n');
			buf_put(&value, s, n);
		}
		*at = (size_t)(s - metadata);
		return value.data;
	}
	*at = (size_t)(s - metadata);
	return NULL;
}

const char *dist_header(const struct dist *dist, const char *name, size_t *at)
{
	const char *raw = dist_header_raw(dist->metadata, name, at);
	struct buf joined = BUF_INIT;

	if (!raw)
		return NULL;
	while (*raw) {
		size_t n = strcspn(raw, "\n");

		buf_put(&joined, raw, n);
		raw += n;
		if (!*raw)
			break;
		raw += strspn(raw, "\n \t");
		if (joined.len)
			buf_putc(&joined, ' ');
	}
	return joined.data;
}
