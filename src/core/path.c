/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/path.h"

#include <stdlib.h>

#include "core/mem.h"

const char *path_join(const char *dir, const char *name)
{
	size_t len = strlen(dir);
	struct buf b = BUF_INIT;

	if (name[0] == '/')
		return name;
	buf_reserve(&b, len + 1 + strlen(name));
	buf_putl(&b, dir, len && dir[len - 1] == '/' ? "" : "/", name);
	return b.data;
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

const char *path_trimmed(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return mem_dup(path, len);
}

const char *path_parent(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash != path ? mem_dup(path, (size_t)(slash - path)) : "/";
}

bool path_under(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (streq(dir, "/"))
		return path[0] == '/';
	return starts_with(path, dir) && (path[len] == '/' || path[len] == '\0');
}

const char *path_climb(const char *path, const char *above)
{
	struct buf b = BUF_INIT;

	if (!path_under(path, above))
		return NULL;
	buf_puts(&b, ".");
	for (; !streq(path, above); path = path_parent(path))
		buf_puts(&b, "/..");
	return b.data;
}

const char *path_clean(const char *path)
{
	struct buf b = BUF_INIT;

	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && path[0] == '.' && path[1] == '.') {
			const char *slash = strrchr(b.data, '/');

			buf_cut(&b, slash ? (size_t)(slash - b.data) : 0);
		} else if (n && !(n == 1 && path[0] == '.')) {
			buf_putc(&b, '/');
			buf_put(&b, path, n);
		}
		path += n;
		path += *path == '/';
	}
	return b.len ? b.data : "/";
}

bool path_is_name(const char *name)
{
	return *name && !strchr(name, '/') && !streq(name, ".") && !streq(name, "..");
}

bool path_is_clean(const char *path)
{
	return streq(path_clean(path), path);
}

size_t path_utf8_decode(const char *text, uint32_t *out)
{
	const unsigned char *s = (const unsigned char *)text;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
	uint32_t c = s[0] & (0xFFU >> (len + 1));

	if (s[0] < 0x80) {
		*out = s[0];
		return 1;
	}
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*out = c;
	return len;
}

/* C is a control character, or hides or reorders its neighbours. */
static bool is_deceptive(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x00, 0x1F },     { 0x7F, 0x9F },     { 0xAD, 0xAD },       { 0x34F, 0x34F },
		{ 0x61C, 0x61C },   { 0x115F, 0x1160 }, { 0x180E, 0x180E },   { 0x200B, 0x200F },
		{ 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0x3164, 0x3164 },   { 0xFEFF, 0xFEFF },
		{ 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB }, { 0xE0000, 0xE00FF }, { 0xE01F0, 0xE0FFF },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

bool is_utf8(const char *data, size_t len)
{
	uint64_t eight;
	uint32_t c;

	for (size_t at = 0, n; at < len; at += n) {
		/* Most text is ASCII. */
		for (; len - at >= sizeof(eight); at += sizeof(eight)) {
			memcpy(&eight, data + at, sizeof(eight));
			if (eight & 0x8080808080808080)
				break;
		}
		if (at == len)
			break;
		n = (unsigned char)data[at] < 0x80 ? 1 : path_utf8_decode(data + at, &c);
		if (!n || n > len - at)
			return false;
	}
	return true;
}

size_t path_utf8_len(const char *s)
{
	uint32_t c = 0;
	size_t len = path_utf8_decode(s, &c);

	return len && !is_deceptive(c) ? len : 0;
}

size_t path_home_len(const char *path)
{
	const char *home = getenv("HOME");
	size_t len = home ? strlen(home) : 0;

	while (len && home[len - 1] == '/')
		len--;
	return len && !strncmp(path, home, len) && (path[len] == '/' || !path[len]) ? len : 0;
}

/*
 * Append the next character of TEXT, or one byte of an unprintable character as \ooo. Returns the
 * rest of TEXT.
 */
static const char *put_printable(struct buf *b, const char *text)
{
	size_t len = path_utf8_len(text);

	if (len)
		buf_put(b, text, len);
	else
		buf_put_octal(b, *text);
	return text + (len ? len : 1);
}

void path_show(struct buf *b, const char *text)
{
	size_t home = path_home_len(text);

	if (home)
		buf_putc(b, '~');
	text += home;
	while (*text) {
		if (*text == '\\')
			buf_putc(b, '\\');
		text = put_printable(b, text);
	}
}

const char *path_printable(const char *text)
{
	struct buf b = BUF_INIT;

	while (*text)
		text = put_printable(&b, text);
	return b.data;
}

bool path_is_printable(const char *text)
{
	while (path_utf8_len(text))
		text += path_utf8_len(text);
	return !*text;
}

const char *path_quoted(const char *text)
{
	struct buf b = BUF_INIT;

	buf_putc(&b, '\'');
	path_show(&b, text);
	buf_putc(&b, '\'');
	return b.data;
}

/* ---- the variable PATH ----------------------------------------------------- */

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

const char *pathvar_prepend(const char *path, const char *entry)
{
	return is_set(path) ? joined(entry, ":", path) : entry;
}

bool pathvar_has(const char *path, const char *entry)
{
	return element(path, entry, 0) != NULL;
}

const char *pathvar_of_env(const char *path, const char *env)
{
	const char *bin = path_join(env, "bin");
	const char *scripts = path_join(env, "Scripts");

	return !pathvar_has(path, bin) && pathvar_has(path, scripts) ? scripts : bin;
}
