/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/freeze.h"

#include "cli/requirement.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/** Of pip's own module, a few kilobytes. */
#define PIP_FREEZE "pip/_internal/commands/freeze.py"

/* What Python takes for white space, as far as that is ASCII. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

size_t freeze_stripped(const char *text, size_t len)
{
	while (len && is_space(text[len - 1]))
		len--;
	return len;
}

void freeze_put_version(const struct dist *dist, struct buf *out)
{
	buf_putl(out, dist->name, dist->legacy ? "===" : "==", dist->version);
}

/* As PEP 440 has it: "NAME @ URL", with what is to be checked behind "#". */
static void put_direct(const struct pip_rules *pip, const struct dist *dist, struct buf *out)
{
	const struct origin *origin = &dist->origin;
	const char *hash = pip->direct_url_strict ? origin->first_hash : origin->hash;
	const char *sub = origin->subdirectory;

	buf_putl(out, dist->name, " @ ");
	if (origin->kind == ORIGIN_VCS)
		buf_putl(out, origin->vcs, "+", origin->url, "@", origin->commit);
	else
		buf_puts(out, origin->url);
	if (origin->kind != ORIGIN_ARCHIVE || !is_set(hash))
		hash = NULL;
	if (hash)
		buf_putl(out, "#", hash);
	if (is_set(sub))
		buf_putl(out, hash ? "&" : "#", "subdirectory=", sub);
}

/* Add the requirement; true where it names a place on this machine. */
static bool put(const struct freeze *freeze, const struct dist *dist, struct buf *out)
{
	const struct pip_rules *pip = &freeze->dists->pip;

	if (dist->editable && !(pip->editable_by_url && dist->origin.kind == ORIGIN_DIR))
		return freeze_editable(pip, dist, out);
	if (dist->origin.kind == ORIGIN_INDEX) {
		freeze_put_version(dist, out);
		return false;
	}
	put_direct(pip, dist, out);
	return starts_with(dist->origin.url, "file:");
}

void freeze_dist(const struct freeze *freeze, const struct dist *dist, struct buf *out)
{
	size_t start = out->len;

	if (put(freeze, dist, out) && freeze->portable) {
		buf_cut(out, start);
		freeze_put_version(dist, out);
		note("'%s' comes from this machine alone: its version stands "
		     "for it",
		     shown(dist->name));
	}
	buf_cut(out, start + freeze_stripped(out->data + start, out->len - start));
	buf_putc(out, '\n');
}

/* The pip there leaves pkg-resources out as well: Debian's and Ubuntu's. */
static bool pip_is_patched(const struct dists *dists)
{
	const struct dist *pip = dists_find(dists, "pip");
	struct text text;

	return pip && !file_slurp(path_join(pip->site->path, PIP_FREEZE), FILE_MAX, &text) &&
	       strstr(text.data, "\"pkg-resources\"");
}

static bool is_among(const char *key, const char *const *list)
{
	while (*list && !streq(*list, key))
		list++;
	return *list;
}

/* What pip leaves out by itself: what is Python's, and its own. */
static bool is_left_out(const struct freeze *freeze, const char *key)
{
	static const char *const always[] = { "python", "wsgiref", "argparse", NULL };
	static const char *const backends[] = { "setuptools", "distribute", "wheel", NULL };

	if (is_among(key, always))
		return true;
	if (freeze->all)
		return false;
	if (streq(key, "pip"))
		return true;
	if (streq(key, "pkg-resources"))
		return pip_is_patched(freeze->dists);
	return freeze->dists->pip.skips_setuptools && is_among(key, backends);
}

static bool is_excluded(const struct freeze *freeze, const char *key)
{
	for (size_t i = 0; i < freeze->excludes->count; i++)
		if (streq(requirement_key(freeze->excludes->list[i]), key))
			return true;
	return false;
}

bool freeze_is_elsewhere(const struct freeze *freeze, const struct dist *dist)
{
	/* pip compares paths as text: /p/env-more lies in /p/env. */
	return freeze->local && !dist->local && !starts_with(dist->site->path, freeze->env);
}

int freeze(const struct freeze *freeze, struct buf *out)
{
	const struct dists *dists = freeze->dists;
	bool *done = mem_array(dists->count + 1, sizeof(*done));

	if (freeze->files->count && freeze_files(freeze, done, out))
		return -1;
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];

		if (done[i] || freeze_is_elsewhere(freeze, dist) ||
		    is_left_out(freeze, dist->key) || is_excluded(freeze, dist->key))
			continue;
		freeze_dist(freeze, dist, out);
	}
	return 0;
}
