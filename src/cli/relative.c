/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/relative.h"

#include "core/buf.h"
#include "core/path.h"

#include "core/banned.h"

const char *relative(const char *path, const char *start)
{
	struct buf b = BUF_INIT;

	while (!path_under(path, start)) {
		start = path_parent(start);
		buf_puts(&b, "../");
	}
	path += strlen(start);
	path += *path == '/';
	buf_puts(&b, path);
	if (!*path)
		buf_cut(&b, b.len - (b.len > 0));
	return b.data;
}
