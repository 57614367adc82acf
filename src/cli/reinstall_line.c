/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions as lines of a requirements file. */
#include "cli/reinstall_parts.h"
#include "cli/url.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

static bool has_project(const char *dir)
{
	static const char *const files[] = { "pyproject.toml", "setup.py" };
	struct file_info info;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (!file_stat(path_join(dir, files[i]), &info))
			return true;
	return false;
}

/* Of an older editable it is known where its modules are: maybe in "src". */
const char *reinstall_source(const struct dist *dist)
{
	const char *dir = dist->editable;

	if (!dir || dist->form == DIST_INFO)
		return dir;
	while (!has_project(dir) && !streq(dir, "/"))
		dir = path_parent(dir);
	return streq(dir, "/") ? dist->editable : dir;
}

static bool is_checkout(const char *path)
{
	static const char *const marks[] = { ".git", ".hg", ".svn", ".bzr" };
	struct file_info info;

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (!file_lstat(path_join(path, marks[i]), &info))
			return true;
	return false;
}

const char *reinstall_copied(const char *env, const char *source)
{
	const char *top = source;

	if (!path_under(source, env))
		return NULL;
	for (const char *at = source; path_under(at, env) && !streq(at, env);
	     at = path_parent(at))
		if (is_checkout(at))
			top = at;
	return streq(top, env) ? "" : top + strlen(env) + 1;
}

/* HASH, from a file, is "ALGORITHM=HEX". */
static bool is_hash(const char *hash)
{
	const char *hex = hash ? strchr(hash, '=') : NULL;

	return hex && hex > hash && hex[1] &&
	       strspn(hash, "abcdefghijklmnopqrstuvwxyz0123456789_") ==
		       (size_t)(hex - hash) &&
	       hex[1 + strspn(hex + 1, "0123456789abcdefABCDEF")] == '\0';
}

static void put_fragment(struct buf *out, const struct origin *origin)
{
	const char *hash =
		is_hash(origin->hash) ? origin->hash : origin->first_hash;
	char mark = '#';

	if (origin->kind == ORIGIN_ARCHIVE && is_hash(hash)) {
		buf_putl(out, "#", hash);
		mark = '&';
	}
	if (origin->subdirectory && *origin->subdirectory) {
		buf_putc(out, mark);
		buf_puts(out, "subdirectory=");
		url_put_path(out, origin->subdirectory);
	}
}

const char *reinstall_line(const struct dist *dist, const char *source)
{
	const struct origin *origin = &dist->origin;
	struct buf b = BUF_INIT;

	if (source) {
		buf_putl(&b, "-e ", url_of_path(source));
		return b.data;
	}
	buf_puts(&b, dist->name);
	if (origin->kind == ORIGIN_INDEX) {
		buf_putl(&b, "==", dist->version);
		return b.data;
	}
	buf_puts(&b, " @ ");
	if (origin->kind == ORIGIN_VCS)
		buf_putl(&b, origin->vcs, "+");
	buf_puts(&b, url_encode(origin->url));
	if (origin->kind == ORIGIN_VCS)
		buf_putl(&b, "@", origin->commit);
	put_fragment(&b, origin);
	return b.data;
}
