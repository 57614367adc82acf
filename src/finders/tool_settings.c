/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/tool_settings.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/buf.h"
#include "core/escape.h"
#include "core/mem.h"
#include "core/real_path.h"
#include "core/settings.h"

/* Read PATH, or the regular file that a link there leads to. Returns 0 or an errno. */
static int read_through_link(const char *path, struct text *text)
{
	struct real_path chain;

	if (!file_slurp(path, TOML_FILE_MAX, text))
		return 0;
	if (errno != ELOOP || real_path_read(path, &chain))
		return errno;
	if (!S_ISREG(real_path_end(&chain)->info.mode))
		return EINVAL;
	return file_slurp(chain.path, TOML_FILE_MAX, text) ? errno : 0;
}

/* Set *FAULT to: PATH is not used, for ERR of file_slurp(). */
static void set_fault(const char **fault, const char *path, int err)
{
	if (fault)
		*fault = joined(escape_quoted(path), " is not used: ",
				err == EINVAL ? "it is no regular file" : strerror(err));
}

const struct toml *tool_parse(const char *path, const struct text *text, const char **fault)
{
	struct buf why = BUF_INIT;
	size_t line;
	const struct toml *root = toml_parse(text->data, text->len, &line);

	if (root)
		return root;
	buf_putl(&why, escape_quoted(path), " is not valid TOML, at line ");
	buf_putu(&why, line);
	if (fault)
		*fault = why.data;
	return NULL;
}

const struct toml *tool_file(const char *path, const char **fault)
{
	struct text text;
	int err = path && path[0] == '/' ? read_through_link(path, &text) : ENOENT;

	if (!err)
		return tool_parse(path, &text, fault);
	if (!file_is_missing(err))
		set_fault(fault, path, err);
	return NULL;
}

const struct toml *tool_project_file(const char *path, const char **fault)
{
	struct text text;

	if (!file_slurp(path, TOML_FILE_MAX, &text))
		return tool_parse(path, &text, fault);
	if (!file_is_missing(errno) && errno != ELOOP)
		set_fault(fault, path, errno);
	return NULL;
}

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

bool tool_switch(const char *name, const struct toml *table, const char *key)
{
	const char *value = tool_variable(name);
	const struct toml *member = toml_at(table, key);

	if (value)
		return streq(value, "1") || !strcasecmp(value, "true") ||
		       !strcasecmp(value, "yes") || !strcasecmp(value, "on");
	return member && (member->type == TOML_STRING || member->type == TOML_BOOLEAN) &&
	       streq(mem_dup(member->text, member->len), "true");
}
