/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/freeze.h"

#include "core/file.h"
#include "core/path.h"
#include "installed/requirement.h"

#include "core/banned.h"

/** pip's own module, a few kilobytes */
#define PIP_FREEZE "pip/_internal/commands/freeze.py"

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

/* pip prints DIST as an editable. */
static bool is_editable(const struct freeze *freeze, const struct dist *dist)
{
	return dist->editable &&
	       !(freeze->dists->pip.editables_by_url && dist->origin.kind == ORIGIN_DIR);
}

static void put_line(const struct freeze *freeze, const struct dist *dist, struct buf *out)
{
	if (is_editable(freeze, dist))
		freeze_editable(dist, out);
	else if (dist->origin.kind == ORIGIN_INDEX)
		buf_puts(out, dist_pin(dist));
	else
		put_direct(&freeze->dists->pip, dist, out);
	buf_putc(out, '\n');
}

/* The pip of Debian and Ubuntu leaves pkg-resources out as well. */
static bool pip_is_patched(const struct dists *dists)
{
	const struct dist *pip = dists_find(dists, "pip");
	struct text text;

	return pip && !file_slurp(path_join(pip->site->path, PIP_FREEZE), FILE_MAX, &text) &&
	       strstr(text.data, "\"pkg-resources\"");
}

/* pip leaves out the distributions of Python, and its own. */
static bool is_skipped(const struct freeze *freeze, const char *key)
{
	if (streq(key, "python") || streq(key, "wsgiref") || streq(key, "argparse"))
		return true;
	if (freeze->all)
		return false;
	if (streq(key, "setuptools") || streq(key, "distribute") || streq(key, "wheel"))
		return freeze->dists->pip.skips_setuptools;
	return streq(key, "pip") || (streq(key, "pkg-resources") && pip_is_patched(freeze->dists));
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

		if ((freeze->local && !dist->local) || is_skipped(freeze, dist->key) ||
		    is_excluded(freeze, dist->key) ||
		    (freeze->no_editables && is_editable(freeze, dist)))
			continue;
		put_line(freeze, dist, out);
	}
}
