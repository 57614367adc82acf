/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/toml_file.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/buf.h"
#include "core/escape.h"
#include "core/real_path.h"

/* Read PATH, or the regular file that a link there leads to. Returns 0 or an errno. */
static int read_through_link(const char *path, struct text *text)
{
	struct chain chain;

	if (!file_slurp(path, TOML_FILE_MAX, text))
		return 0;
	if (errno != ELOOP || chain_read(path, &chain))
		return errno;
	if (!S_ISREG(chain_end(&chain)->info.mode))
		return EINVAL;
	return file_slurp(chain.path, TOML_FILE_MAX, text) ? errno : 0;
}

/* Set *FAULT to: PATH is not used, for ERR of file_slurp(); and errno to ERR. */
static void set_fault(const char **fault, const char *path, int err)
{
	if (fault)
		*fault = joined(escape_quoted(path), " is not used: ",
				err == EINVAL ? "it is no regular file" : strerror(err));
	errno = err;
}

const struct toml *toml_parse_file(const char *path, const struct text *text, const char **fault)
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
	errno = 0;
	return NULL;
}

const struct toml *toml_read_user_file(const char *path, const char **fault)
{
	struct text text;
	int err = path && path[0] == '/' ? read_through_link(path, &text) : ENOENT;

	if (!err)
		return toml_parse_file(path, &text, fault);
	if (!file_is_missing(err))
		set_fault(fault, path, err);
	return NULL;
}

const struct toml *toml_read_project_file(const char *path, const char **fault)
{
	struct text text;

	if (!file_slurp(path, TOML_FILE_MAX, &text))
		return toml_parse_file(path, &text, fault);
	if (!file_is_missing(errno) && errno != ELOOP)
		set_fault(fault, path, errno);
	return NULL;
}
