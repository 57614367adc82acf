/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/url.h"

#include <ctype.h>
#include <strings.h>

#include "print/msg.h"

#include "core/banned.h"

static void put_code(struct buf *out, unsigned char c)
{
	buf_putc(out, '%');
	buf_putc(out, "0123456789ABCDEF"[c >> 4]);
	buf_putc(out, "0123456789ABCDEF"[c & 15]);
}

static bool is_alnum(unsigned char c)
{
	return c < 0x80 && isalnum(c);
}

void url_put_path(struct buf *out, const char *path)
{
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if (is_alnum(c) || strchr("_.-~/", c))
			buf_putc(out, *path);
		else
			put_code(out, c);
	}
}

const char *url_of_path(const char *path)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "file://");
	url_put_path(&b, path);
	return b.data;
}

static int hex_value(char c)
{
	return isdigit((unsigned char)c)  ? c - '0' :
	       isxdigit((unsigned char)c) ? (c | 0x20) - 'a' + 10 :
					    -1;
}

const char *url_decode(const char *text, const char *end)
{
	struct buf b = BUF_INIT;

	for (; text < end; text++) {
		int high = end - text > 2 && *text == '%' ? hex_value(text[1]) : -1;
		int low = high >= 0 ? hex_value(text[2]) : -1;

		if (low >= 0) {
			buf_putc(&b, (char)(high * 16 + low));
			text += 2;
		} else {
			buf_putc(&b, *text);
		}
	}
	return strlen(b.data) == b.len ? b.data : NULL;
}

const char *url_path(const char *url)
{
	if (strncasecmp(url, "file:", strlen("file:")) != 0)
		return NULL;
	url += strlen("file:");
	if (starts_with(url, "//")) {
		url += 2;
		if (starts_with(url, "localhost/"))
			url += strlen("localhost");
	}
	return *url == '/' ? url_decode(url, url + strcspn(url, "?#")) : NULL;
}

/* Where the authority of URL begins, and ends; both the start: it has none. */
static const char *authority(const char *url, const char **end)
{
	const char *start = strstr(url, "://");

	if (!start || strcspn(url, "/?#") < (size_t)(start - url)) {
		*end = url;
		return url;
	}
	start += strlen("://");
	*end = start + strcspn(start, "/?#");
	return start;
}

const char *url_encode(const char *url)
{
	const char *credentials;
	struct buf b = BUF_INIT;

	authority(url, &credentials);
	for (const char *s = url; *s && *s != '#'; s++) {
		unsigned char c = (unsigned char)*s;
		bool code = *s == '%' && (hex_value(s[1]) < 0 || hex_value(s[2]) < 0);
		bool brace = (*s == '{' || *s == '}') && s < credentials;

		if (!code && (is_alnum(c) || brace || strchr("-._~:/?[]@!$&()*+,;=%", c)))
			buf_putc(&b, *s);
		else
			put_code(&b, c);
	}
	return b.data;
}

bool url_has_credentials(const char *url)
{
	const char *end, *start = authority(url, &end);

	return memchr(start, '@', (size_t)(end - start));
}

const char *url_shown(const char *url)
{
	const char *end, *start = authority(url, &end), *at;
	struct buf b = BUF_INIT;

	at = memrchr(start, '@', (size_t)(end - start));
	buf_put(&b, url, (size_t)(start - url));
	if (at)
		buf_puts(&b, "****");
	buf_puts(&b, at ? at : start);
	return shown(b.data);
}
