/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parsing pyvenv.cfg. */
#include <strings.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "core/venv.h"

/*
 * VALUE without the quotes and backslashes of repr(), in place: venv writes repr(prompt), uv and
 * virtualenv the bare text. A character after a backslash is literal.
 */
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
