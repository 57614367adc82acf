/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/pathvar.h"

#include "core/buf.h"
#include "core/file.h"
#include "core/path.h"
#include "core/settings.h"

/* The element of PATH that equals ENTRY, after SKIP such elements; NULL: none. */
static const char *element(const char *path, const char *entry, size_t skip)
{
	size_t len = strlen(entry);
	const char *p = path;

	if (!path || !len)
		return NULL;
	for (;;) {
		size_t n = strcspn(p, ":");

		if (n == len && !memcmp(p, entry, n) && skip-- == 0)
			return p;
		if (!p[n])
			return NULL;
		p += n + 1;
	}
}

const char *pathvar_remove(const char *path, const char *entry, bool second)
{
	const char *at = element(path, entry, second);
	struct buf b = BUF_INIT;
	const char *rest;

	if (!at)
		return path;
	rest = at + strlen(entry);
	buf_put(&b, path, (size_t)(at - path));
	if (*rest)
		buf_puts(&b, rest + 1);
	else if (b.len)
		buf_cut(&b, b.len - 1);
	return b.len ? b.data : NULL;
}

const char *pathvar_remove_all(const char *path, const char *entry)
{
	const char *all = NULL;

	while (path && path != all) {
		all = path;
		path = pathvar_remove(all, entry, false);
	}
	return path;
}

const char *pathvar_prepend(const char *path, const char *entry)
{
	return is_set(path) ? joined(entry, ":", path) : entry;
}

bool pathvar_has(const char *path, const char *entry)
{
	return element(path, entry, 0) != NULL;
}

bool pathvar_leads_to(const char *path, const char *dir)
{
	const char *other;

	if (pathvar_has(path, dir))
		return true;
	while ((other = pathvar_next_dir(&path)))
		if (file_same_at(other, dir))
			return true;
	return false;
}

static bool is_no_pip(const char *dir)
{
	return streq(path_base(dir), NO_PIP);
}

const char *pathvar_no_pip(const char *path)
{
	/* Most values of PATH have none: look before copying elements. */
	const char *dir = path && strstr(path, "/" NO_PIP) ? settings_element(&path) : NULL;

	while (dir && !is_no_pip(dir))
		dir = settings_element(&path);
	return dir;
}

const char *pathvar_set_no_pip(const char *path, const char *bin, const char *dir)
{
	const char *had, *at;
	struct buf b = BUF_INIT;

	while ((had = pathvar_no_pip(path)))
		path = pathvar_remove(path, had, false);
	at = dir ? element(path, bin, 0) : NULL;
	if (!at)
		return path;
	at += strlen(bin);
	buf_put(&b, path, (size_t)(at - path));
	buf_putl(&b, ":", dir, at);
	return b.data;
}

const char *pathvar_next_dir(const char **path)
{
	const char *dir;

	while ((dir = settings_element(path)) && (dir[0] != '/' || is_no_pip(dir)))
		continue;
	return dir;
}

const char *pathvar_next_file(const char **path, const char *name)
{
	const char *dir = pathvar_next_dir(path);

	return dir ? path_join(dir, name) : NULL;
}
