/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the first edition as those of today. */
#include <fcntl.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/record_text.h"
#include "core/venv.h"
#include "print/msg.h"
#include "records/change.h"

#include "core/banned.h"

/* Named once, whatever was recorded of it. */
static void lose(struct buf *lost, const struct record *r)
{
	const char *name = formatted("'%s'", shown(r->tree ? r->path : path_parent(r->path)));

	if (!strstr(lost->data, name))
		buf_putl(lost, lost->len ? ", " : "", name);
}

/*
 * The project or tree of R is the directory that was recorded, and not denied; what lies below a
 * denial was an exception to it. R gets the identity that is recorded today.
 */
static bool holds(struct trust *trust, struct record *r)
{
	const struct file_info *of;
	struct chain chain;

	if (chain_of(r->tree ? r->path : path_parent(r->path), &chain) ||
	    trust_denies(trust, chain.path))
		return false;
	of = &chain_end(&chain)->info;
	if (!record_is_of(r, of))
		return false;
	r->ino = of->ino;
	r->btime = of->btime;
	return true;
}

/* An environment is in the slot PATH: a link, a redirect or a clone is asked anew. */
static bool is_env(const char *path)
{
	struct file_info info;

	return !file_lstat(path, &info) && S_ISDIR(info.mode) && venv_exists(path) > 0 &&
	       !file_exists(AT_FDCWD, path_join(path, ".git"));
}

void records_convert(const struct trust *old, struct buf *b, struct buf *lost)
{
	struct trust trust = *old;
	size_t end;

	/* A project is one line, and in OLD a record for each of the usual names. */
	for (size_t i = 0; i < trust.count; i = end) {
		struct record first = trust.records[i];
		size_t len = b->len;

		for (end = i; end < trust.count && trust.records[end].line == first.line; end++) {
			struct record r = trust.records[end];

			if (r.deny || ((r.tree || is_env(r.path)) && holds(&trust, &r)))
				record_format(b, &r);
		}
		if (b->len > len)
			continue;
		/* The environment of a project is not there yet, or no more: .venv. */
		if (streq(path_base(first.path), ".venv") &&
		    file_exists(AT_FDCWD, first.path) == 0 && holds(&trust, &first))
			record_format(b, &first);
		else
			lose(lost, &first);
	}
}
