/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/toml.h"

#include "core/mem.h"

static const char *skip_blank(const char *s)
{
	return s + strspn(s, " \t");
}

/* Behind the LEN bytes of WORD at S, and the character END after them; NULL: they are not there. */
static const char *skip_word(const char *s, const char *word, size_t len, char end)
{
	s = skip_blank(s);
	if (strncmp(s, word, len) != 0)
		return NULL;
	s = skip_blank(s + len);
	return *s == end ? skip_blank(s + 1) : NULL;
}

/* The string at S, "text" or 'text', in one line and without a backslash; NULL: it is none. */
static const char *string_at(const char *s)
{
	const char stop[] = { *s, '\\', '\n', '\0' };
	size_t len = *s == '"' || *s == '\'' ? strcspn(s + 1, stop) : 0;

	return len && s[len + 1] == *s ? mem_dup(s + 1, len) : NULL;
}

const char *toml_string(const char *text, const char *key)
{
	size_t len = (size_t)(strrchr(key, '.') - key);
	bool in_table = false;

	for (const char *s = text, *value; s; s = strchr(s, '\n')) {
		s += strspn(s, " \t\r\n");
		if (*s == '[')
			in_table = skip_word(s + 1, key, len, ']');
		value = skip_word(s, key + len + 1, strlen(key + len + 1), '=');
		if (in_table && value)
			return string_at(value);
	}
	return NULL;
}
