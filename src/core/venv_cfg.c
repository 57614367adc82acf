/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parsing pyvenv.cfg. */
#include <strings.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "core/venv.h"

/* Append the character of the escape at S, behind a backslash. Returns its length. */
static size_t put_unescaped(struct buf *out, const char *s)
{
	size_t len = 1, end = *s == 'x' ? 3 : *s == 'u' ? 5 : *s == 'U' ? 9 : 1;
	uint32_t c = 0;

	for (; len < end && s[len] && strchr("0123456789abcdef", s[len]); len++)
		c = c << 4 | (uint32_t)(s[len] <= '9' ? s[len] - '0' : s[len] - 'a' + 10);
	if (end == 1 && !strchr("tnr", *s))
		buf_putc(out, *s);
	/* No name has control characters. A surrogate is a byte that is not UTF-8. */
	else if (c < 0xA0 || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
		buf_putc(out, '?');
	else
		buf_put_utf8(out, c);
	return len;
}

/*
 * The text of which VALUE is the repr(): venv writes repr(prompt), uv and virtualenv the bare text,
 * which is returned as it is.
 */
static const char *without_repr(const char *value)
{
	size_t len = strlen(value);
	const char *s = value + 1;
	struct buf out = BUF_INIT;

	if (len < 2 || (*value != '\'' && *value != '"') || value[len - 1] != *value)
		return value;
	while (s[1]) {
		if (s[0] == '\\' && s[2])
			s += 1 + put_unescaped(&out, s + 1);
		else
			buf_putc(&out, *s++);
	}
	return out.data;
}

static void take_cfg_line(const char *line, const char *end, struct cfg *cfg)
{
	const char *eq = memchr(line, '=', (size_t)(end - line));
	const char *key;
	char *value;

	if (!eq || memchr(line, '\0', (size_t)(end - line)))
		return;
	key = mem_stripped(line, eq);
	value = mem_stripped(eq + 1, end);
	if (!strcasecmp(key, "home")) {
		if (!cfg->home)
			cfg->home = value;
	} else if (!strcasecmp(key, "version") || !strcasecmp(key, "version_info")) {
		cfg->version = value;
	} else if (!strcasecmp(key, "prompt")) {
		cfg->prompt = is_utf8(value, strlen(value)) ? without_repr(value) : NULL;
	} else if (!strcasecmp(key, "include-system-site-packages")) {
		cfg->system_site = !strcasecmp(value, "true");
	} else if (!strcasecmp(key, "uv")) {
		cfg->by_uv = true;
	}
}

bool cfg_parse(const char *data, size_t len, struct cfg *cfg)
{
	const char *s = data, *end = data + len;

	*cfg = (struct cfg){ 0 };
	if (len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3))
		s += 3;
	while (s < end) {
		const char *eol = s;

		while (eol < end && *eol != '\n' && *eol != '\r')
			eol++;
		take_cfg_line(s, eol, cfg);
		s = eol + 1;
	}
	return is_set(cfg->home);
}

const char *cfg_series(const char *version)
{
	size_t n = version ? strspn(version, "0123456789") : 0;

	if (!n || version[n] != '.')
		return "";
	n += 1 + strspn(version + n + 1, "0123456789");
	return mem_dup(version, n);
}
