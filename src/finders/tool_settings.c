/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/tool_settings.h"

#include <stdlib.h>
#include <strings.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/settings.h"

const char *tool_variable(const char *name)
{
	const char *value = getenv(name);

	return is_set(value) ? value : NULL;
}

const char *tool_path(const char *path, bool variables)
{
	const char *home = settings_path("HOME"), *value;
	struct buf b = BUF_INIT;

	if (home && path[0] == '~' && (!path[1] || path[1] == '/')) {
		buf_puts(&b, home);
		path++;
	}
	while (*path) {
		bool brace = path[0] == '$' && path[1] == '{';
		size_t len = strspn(path + 1 + brace, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
						      "abcdefghijklmnopqrstuvwxyz0123456789");

		value = NULL;
		if (variables && *path == '$' && len && (!brace || path[2 + len] == '}'))
			value = getenv(mem_dup(path + 1 + brace, len));
		if (value) {
			buf_puts(&b, value);
			path += 1 + len + 2 * (size_t)brace;
		} else {
			buf_putc(&b, *path++);
		}
	}
	return b.data;
}

bool tool_is_on(const char *value)
{
	static const char *const off[] = { "", "0", "no", "n", "false", "f", "off" };
	bool on = value;

	for (size_t i = 0; on && i < ARRAY_SIZE(off); i++)
		on = strcasecmp(value, off[i]) != 0;
	return on;
}

bool tool_switch(const char *value, const struct toml *table, const char *key)
{
	const struct toml *member = toml_at(table, key);

	if (value)
		return streq(value, "1") || !strcasecmp(value, "true") ||
		       !strcasecmp(value, "yes") || !strcasecmp(value, "on");
	return member && (member->type == TOML_STRING || member->type == TOML_BOOLEAN) &&
	       streq(mem_dup(member->text, member->len), "true");
}
