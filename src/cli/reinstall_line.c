/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions as lines of a requirements file. */
#include "cli/reinstall.h"
#include "cli/url.h"
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

/* The nearest directory with a project file, from DIR upwards to TOP; or NULL. */
static const char *project_of(const char *dir, const char *top)
{
	while (!has_project(dir)) {
		if (streq(dir, top))
			return NULL;
		dir = path_parent(dir);
	}
	return dir;
}

/*
 * Of an older editable it is known where its modules are: maybe in "src".  Of a
 * newer one that is in a subdirectory of a checkout only where that is.
 */
const char *reinstall_source(const struct dists *dists, const struct dist *dist)
{
	const char *top = dist->editable, *found = NULL;

	if (!top)
		return NULL;
	if (dist->form != DIST_INFO)
		found = project_of(top, "/");
	else if (!has_project(top))
		for (size_t i = 0; i < dists->site_count && !found; i++)
			if (path_under(dists->sites[i].path, top))
				found = project_of(dists->sites[i].path, top);
	return found ? found : top;
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
	for (const char *at = source; path_under(at, env) && !streq(at, env); at = path_parent(at))
		if (is_checkout(at))
			top = at;
	return streq(top, env) ? "" : top + strlen(env) + 1;
}

/* HASH, from a file, is "ALGORITHM=HEX". */
static bool is_hash(const char *hash)
{
	const char *hex = hash ? strchr(hash, '=') : NULL;

	return hex && hex > hash && hex[1] &&
	       strspn(hash, "abcdefghijklmnopqrstuvwxyz0123456789_") == (size_t)(hex - hash) &&
	       hex[1 + strspn(hex + 1, "0123456789abcdefABCDEF")] == '\0';
}

/** What stands behind "#". */
struct fragment {
	struct buf *out;
	bool begun;
};

static void put_part(struct fragment *f, const char *text)
{
	buf_putc(f->out, f->begun ? '&' : '#');
	buf_puts(f->out, text);
	f->begun = true;
}

static void put_fragment(struct buf *out, const struct origin *origin, const char *egg)
{
	const char *hash = is_hash(origin->hash) ? origin->hash : origin->first_hash;
	struct fragment f = { .out = out };

	if (egg) {
		put_part(&f, "egg=");
		buf_puts(out, egg);
	}
	if (origin->kind == ORIGIN_ARCHIVE && is_hash(hash))
		put_part(&f, hash);
	if (origin->subdirectory && *origin->subdirectory) {
		put_part(&f, "subdirectory=");
		url_put_path(out, origin->subdirectory);
	}
}

static void put_url(struct buf *out, const struct dist *dist)
{
	const struct origin *origin = &dist->origin;
	bool vcs = origin->kind == ORIGIN_VCS;
	/* Before pip 24.1 "NAME @ git+file:///…" was none, and until 24.0 pip
	 * printed what stands behind "@", with all its credentials. */
	bool egg =
		(vcs && starts_with(origin->url, "file:///")) || url_has_credentials(origin->url);

	if (!egg)
		buf_putl(out, dist->name, " @ ");
	if (vcs)
		buf_putl(out, origin->vcs, "+");
	buf_puts(out, url_encode(origin->url));
	if (vcs)
		buf_putl(out, "@", origin->commit);
	put_fragment(out, origin, egg ? dist->name : NULL);
}

const char *reinstall_line(const struct dist *dist, const char *source)
{
	struct buf b = BUF_INIT;

	if (source)
		buf_putl(&b, "-e ", url_of_path(source));
	else if (dist->origin.kind == ORIGIN_INDEX)
		buf_putl(&b, dist->name, "==", dist->version);
	else
		put_url(&b, dist);
	return b.data;
}
