/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/freeze.h"

#include "formats/requirement.h"

/* "NAME @ URL" (PEP 440), with a hash and a subdirectory behind "#". */
static void put_direct(const struct pip_rules *pip, const struct dist *dist, struct buf *out)
{
	const struct origin *o = &dist->origin;
	const char *hash = o->hash;

	if (pip->hashes_first && o->first_hash)
		hash = o->first_hash;
	buf_putl(out, dist->name, " @ ");
	if (o->kind == ORIGIN_VCS)
		buf_putl(out, o->vcs, "+", o->url, "@", o->commit);
	else
		buf_puts(out, o->url);
	if (is_set(hash))
		buf_putl(out, "#", hash);
	if (is_set(o->subdirectory))
		buf_putl(out, is_set(hash) ? "&" : "#", "subdirectory=", o->subdirectory);
}

static void put_line(const struct freeze *freeze, const struct dist *dist, struct buf *out)
{
	if (dist->editable)
		freeze_editable(dist, out);
	else if (dist->origin.kind == ORIGIN_INDEX)
		buf_puts(out, dist_pin(dist));
	else
		put_direct(&freeze->dists->pip, dist, out);
	buf_putc(out, '\n');
}

/* pip leaves out modules of Python, packages that ensurepip installs, and itself. */
static bool is_left_out(const struct freeze *freeze, const char *key)
{
	if (streq(key, "python") || streq(key, "wsgiref") || streq(key, "argparse"))
		return true;
	if (freeze->all)
		return false;
	if (streq(key, "setuptools") || streq(key, "distribute") || streq(key, "wheel"))
		return freeze->dists->pip.skips_setuptools;
	/* Only pip of Debian and Ubuntu leaves out pkg-resources; there is no such project. */
	return streq(key, "pip") || streq(key, "pkg-resources");
}

static bool is_excluded(const struct freeze *freeze, const char *key)
{
	for (size_t i = 0; i < freeze->excludes->count; i++)
		if (streq(requirement_key(freeze->excludes->list[i]), key))
			return true;
	return false;
}

void freeze(const struct freeze *freeze, struct buf *out)
{
	const struct dists *dists = freeze->dists;

	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];

		if ((freeze->local && !dist->local) || is_left_out(freeze, dist->key) ||
		    is_excluded(freeze, dist->key) || (freeze->no_editables && dist->editable))
			continue;
		put_line(freeze, dist, out);
	}
}
