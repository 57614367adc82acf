/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/cfg.h"

#include <strings.h>

#include "core/mem.h"

#include "core/banned.h"

/* What Python's str.strip() takes off, as far as it is ASCII. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

/* The bytes from S to END without space around, as a string. */
static char *stripped(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	while (s < end && is_space(end[-1]))
		end--;
	return mem_dup(s, (size_t)(end - s));
}

/* venv writes repr(prompt), uv and virtualenv the bare text. Of escapes \\ and \' are known. */
static char *without_repr(char *value)
{
	size_t len = strlen(value);
	const char *s = value + 1;
	char *out = value, quote = value[0];

	if (len < 2 || (quote != '\'' && quote != '"') || value[len - 1] != quote)
		return value;
	value[len - 1] = '\0';
	while (*s) {
		s += s[0] == '\\' && s[1];
		*out++ = *s++;
	}
	*out = '\0';
	return value;
}

static void take_line(const char *s, const char *end, struct cfg *cfg)
{
	const char *eq = memchr(s, '=', (size_t)(end - s));
	const char *key;
	char *value;

	if (!eq || memchr(s, '\0', (size_t)(end - s)))
		return;
	key = stripped(s, eq);
	value = stripped(eq + 1, end);
	if (!strcasecmp(key, "home")) {
		if (!cfg->home)
			cfg->home = value;
	} else if (!strcasecmp(key, "version") || !strcasecmp(key, "version_info")) {
		cfg->version = value;
	} else if (!strcasecmp(key, "prompt")) {
		cfg->prompt = without_repr(value);
	} else if (!strcasecmp(key, "uv") || !strcasecmp(key, "virtualenv")) {
		cfg->maker = key;
	} else if (!strcasecmp(key, "include-system-site-packages")) {
		cfg->system_site = !strcasecmp(value, "true");
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
		take_line(s, eol, cfg);
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
