/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/utf8.h"

#include <stdlib.h>
#include <strings.h>

size_t utf8_decode(const char *text, uint32_t *out)
{
	const unsigned char *s = (const unsigned char *)text;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
	uint32_t c = s[0] & (0xFFU >> (len + 1));

	if (s[0] < 0x80) {
		*out = s[0];
		return 1;
	}
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*out = c;
	return len;
}

/* C is a control character, or hides or reorders its neighbours. */
static bool is_deceptive(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x00, 0x1F },     { 0x7F, 0x9F },     { 0xAD, 0xAD },       { 0x34F, 0x34F },
		{ 0x61C, 0x61C },   { 0x115F, 0x1160 }, { 0x180E, 0x180E },   { 0x200B, 0x200F },
		{ 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0x3164, 0x3164 },   { 0xFEFF, 0xFEFF },
		{ 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB }, { 0xE0000, 0xE00FF }, { 0xE01F0, 0xE0FFF },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

bool is_utf8(const char *data, size_t len)
{
	uint64_t eight;
	uint32_t c;

	for (size_t at = 0, n; at < len; at += n) {
		/* Most text is ASCII. */
		for (; len - at >= sizeof(eight); at += sizeof(eight)) {
			memcpy(&eight, data + at, sizeof(eight));
			if (eight & 0x8080808080808080)
				break;
		}
		if (at == len)
			break;
		n = (unsigned char)data[at] < 0x80 ? 1 : utf8_decode(data + at, &c);
		if (!n || n > len - at)
			return false;
	}
	return true;
}

/*
 * The locale's characters are UTF-8, or it names none, as in a container: its terminal is most
 * likely one of UTF-8. "de_DE" alone is ISO-8859-1.
 */
static bool is_of_locale(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *locale = NULL, *dot;

	for (size_t i = 0; i < ARRAY_SIZE(variables) && !is_set(locale); i++)
		locale = getenv(variables[i]);
	if (!is_set(locale) || streq(locale, "C") || streq(locale, "POSIX"))
		return true;
	dot = strchr(locale, '.');
	/* macOS has LC_CTYPE=UTF-8. */
	locale = dot ? dot + 1 : locale;
	return !strncasecmp(locale, "UTF-8", 5) || !strncasecmp(locale, "utf8", 4);
}

size_t utf8_printable_len(const char *s)
{
	uint32_t c = 0;
	size_t len;

	/* Most text is ASCII. */
	if (*s >= ' ' && *s <= '~')
		return 1;
	len = utf8_decode(s, &c);
	return len && !is_deceptive(c) && is_of_locale() ? len : 0;
}

bool utf8_is_printable(const char *text)
{
	size_t len;

	while ((len = utf8_printable_len(text)))
		text += len;
	return !*text;
}
