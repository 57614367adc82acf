/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which Python a script starts. */
#include "build/launcher.h"
#include "cli/relocate.h"
#include "core/path.h"

#include "core/banned.h"

/*
 * A head for the interpreter that was moved.  Of three lines where one was, or
 * the other way round, as its path now needs; but three only for Python, as
 * nothing else reads them so.
 */
static bool put_head(const struct baking *b, const struct launcher *l, struct buf *out)
{
	const char *name = path_base(l->interpreter);
	size_t start = out->len;

	if (!path_under(l->interpreter, b->from))
		return false;
	launcher_head(out, path_join(b->to, l->interpreter + strlen(b->from) + 1), l->args);
	if (strstr(name, "python") || strstr(name, "pypy") ||
	    memchr(out->data + start, '\n', out->len - start) == out->data + out->len - 1)
		return true;
	buf_cut(out, start);
	return false;
}

void bake_launcher(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	static const char develop[] = "# EASY-INSTALL-DEV-SCRIPT";
	struct launcher l;

	if (!b->gone_only && launcher_parse(data, len, &l) && put_head(b, &l, out)) {
		data += l.len;
		len -= l.len;
	}
	/* setuptools' scripts for `develop` name their source. */
	if (memmem(data, len, develop, sizeof(develop) - 1))
		bake_python(b, data, len, out);
	else
		buf_put(out, data, len);
}
