/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TOML on stdin as the JSON of toml-test on stdout: each scalar is {"type": ..., "value": ...}. */
#include <stdio.h>

#include "formats/toml.h"

static void put_string(const char *s, size_t len)
{
	putchar('"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void put_value(const struct toml *value)
{
	static const char *const types[] = {
		[TOML_STRING] = "string",         [TOML_INTEGER] = "integer",
		[TOML_FLOAT] = "float",           [TOML_BOOLEAN] = "bool",
		[TOML_DATETIME] = "datetime",     [TOML_LOCAL_DATETIME] = "datetime-local",
		[TOML_LOCAL_DATE] = "date-local", [TOML_LOCAL_TIME] = "time-local",
	};

	if (value->type > TOML_ARRAY) {
		printf("{\"type\": \"%s\", \"value\": ", types[value->type]);
		put_string(value->text, value->len);
		putchar('}');
		return;
	}
	putchar(value->type == TOML_TABLE ? '{' : '[');
	for (const struct toml *member = value->first; member; member = member->next) {
		if (member->key) {
			put_string(member->key, member->key_len);
			putchar(':');
		}
		put_value(member);
		if (member->next)
			putchar(',');
	}
	putchar(value->type == TOML_TABLE ? '}' : ']');
}

int main(void)
{
	static char text[1 << 20];
	size_t len = fread(text, 1, sizeof(text) - 1, stdin), line;
	const struct toml *table = toml_parse(text, len, &line);

	if (!table) {
		fprintf(stderr, "line %zu is no TOML\n", line);
		return 1;
	}
	put_value(table);
	return 0;
}
