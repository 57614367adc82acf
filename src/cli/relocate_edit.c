/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files in which a path is a value of its own: a line, what stands behind a `=`, a
 * string literal, a URL.
 */
#include <ctype.h>
#include <stdint.h>
#include <strings.h>

#include "cli/relocate.h"
#include "cli/source.h"
#include "cli/url.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** What a path may lead to. */
enum leads {
	/** what is there by that name */
	TO_FILE,
	/** or a single module, without its suffix */
	TO_MODULE,
};

static bool is_there(const char *path, enum leads leads)
{
	struct file_info info;

	return !file_stat(path, &info) || (leads == TO_MODULE && source_is_module(path));
}

/* PATH is one that B moves. */
static bool moves(const struct baking *b, const char *path, enum leads leads)
{
	struct buf moved = BUF_INIT;

	if (!path_under(path, b->from))
		return false;
	if (!b->gone_only)
		return true;
	buf_putl(&moved, b->to, path + strlen(b->from));
	return !is_there(path, leads) && is_there(moved.data, leads);
}

/* Add the LEN bytes at S, moved where they are a path in b->from. */
static void put_moved(const struct baking *b, const char *s, size_t len, struct buf *out)
{
	const char *path = mem_dup(s, len);

	if (strlen(path) == len && moves(b, path, TO_FILE)) {
		buf_puts(out, b->to);
		buf_puts(out, path + strlen(b->from));
	} else {
		buf_put(out, s, len);
	}
}

/* Where the line at S ends, its newline not counted. */
static const char *line_end(const char *s, const char *end)
{
	const char *eol = memchr(s, '\n', (size_t)(end - s));

	return eol ? eol : end;
}

/* .pth and .egg-link: a path a line. */
void bake_lines(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	const char *s = data, *end = data + len, *eol;

	for (; s < end; s = eol) {
		const char *last = eol = line_end(s, end);

		while (last > s && isspace((unsigned char)last[-1]))
			last--;
		put_moved(b, s, (size_t)(last - s), out);
		eol += eol < end;
		buf_put(out, last, (size_t)(eol - last));
	}
}

/* `PYTHON -m venv --prompt="P" DIR`, in which nothing is quoted. */
static void put_command(const struct baking *b, const char *s, size_t len, struct buf *out)
{
	size_t from_len = strlen(b->from), tail = 0;

	if (len > from_len && s[len - from_len - 1] == ' ' &&
	    !memcmp(s + len - from_len, b->from, from_len))
		tail = from_len;
	if (len - tail > from_len && s[from_len] == '/' && !memcmp(s, b->from, from_len)) {
		buf_puts(out, b->to);
		s += from_len;
		len -= from_len;
	}
	buf_put(out, s, len - tail);
	if (tail)
		buf_puts(out, b->to);
}

static void bake_key(const struct baking *b, const char *s, const char *eol, struct buf *out)
{
	const char *eq = memchr(s, '=', (size_t)(eol - s)), *value = eq;
	const char *last = eol;

	if (eq) {
		value++;
		while (value < eol && isspace((unsigned char)*value))
			value++;
		while (last > value && isspace((unsigned char)last[-1]))
			last--;
		buf_put(out, s, (size_t)(value - s));
		if (!strncasecmp(s, "command", strlen("command")))
			put_command(b, value, (size_t)(last - value), out);
		else
			put_moved(b, value, (size_t)(last - value), out);
		s = last;
	}
	buf_put(out, s, (size_t)(eol - s));
}

void bake_cfg(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	const char *s = data, *end = data + len;

	while (s < end) {
		const char *eol = line_end(s, end);

		bake_key(b, s, eol, out);
		if (eol < end)
			buf_putc(out, *eol++);
		s = eol;
	}
}

/* TEXT as it stands between two QUOTEs. */
typedef const char *escaper(const char *text, char quote);

/*
 * So does the path of a literal of which b->from is the beginning, the rest of
 * it being at REST.
 */
static bool literal_moves(const struct baking *b, const char *rest, const char *end, char quote)
{
	const char *close = memchr(rest, quote, (size_t)(end - rest));
	struct buf path = BUF_INIT;

	if (!b->gone_only)
		return true;
	if (!close || memchr(rest, '\\', (size_t)(close - rest)))
		return false;
	buf_puts(&path, b->from);
	buf_put(&path, rest, (size_t)(close - rest));
	return moves(b, path.data, TO_MODULE);
}

/* Change each string literal that begins with b->from as ESCAPE spells it. */
static void bake_quoted(const struct baking *b, const char *data, size_t len, char quote,
			escaper *escape, struct buf *out)
{
	const char *old = escape(b->from, quote), *done = data, *at = data;
	const char *end = data + len;
	size_t old_len = strlen(old);

	while ((at = memchr(at, quote, (size_t)(end - at)))) {
		const char *next = ++at + old_len;

		if (next >= end || memcmp(at, old, old_len) != 0 ||
		    (*next != quote && *next != '/') || !literal_moves(b, next, end, quote))
			continue;
		buf_put(out, done, (size_t)(at - done));
		buf_puts(out, escape(b->to, quote));
		done = at = next;
	}
	buf_put(out, done, (size_t)(end - done));
}

static const char *python_escape(const char *text, char quote)
{
	struct buf b = BUF_INIT;

	for (; *text; text++) {
		if (*text == '\\' || *text == quote)
			buf_putc(&b, '\\');
		if (*text == '\n')
			buf_puts(&b, "\\n");
		else
			buf_putc(&b, *text);
	}
	return b.data;
}

void bake_python(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	struct buf once = BUF_INIT;

	bake_quoted(b, data, len, '\'', python_escape, &once);
	bake_quoted(b, once.data, once.len, '"', python_escape, out);
}

static void put_hex(struct buf *b, uint32_t value, int digits)
{
	while (digits--)
		buf_putc(b, "0123456789abcdef"[value >> (4 * digits) & 15]);
}

/* \uXXXX, of which JSON needs two beyond the first 65,536 characters. */
static void put_json_code(struct buf *b, uint32_t c)
{
	if (c >= 0x10000) {
		buf_puts(b, "\\u");
		put_hex(b, 0xD7C0 + (c >> 10), 4);
		c = 0xDC00 + (c & 0x3FF);
	}
	buf_puts(b, "\\u");
	put_hex(b, c, 4);
}

/* As Python's json.dump() writes it. */
static const char *json_ascii(const char *text, char quote)
{
	struct buf b = BUF_INIT;

	while (*text) {
		uint32_t c = (unsigned char)*text;
		size_t len = path_utf8_decode(text, &c);

		/* A byte that is no UTF-8 is to os.fsdecode() a surrogate. */
		if (!len)
			c += 0xDC00;
		if (c == '\\' || c == (unsigned char)quote)
			buf_putc(&b, '\\');
		if (c < ' ' || c > '~')
			put_json_code(&b, c);
		else
			buf_putc(&b, *text);
		text += len ? len : 1;
	}
	return b.data;
}

/* As most others do. */
static const char *json_utf8(const char *text, char quote)
{
	struct buf b = BUF_INIT;

	for (; *text; text++) {
		if (*text == '\\' || *text == quote)
			buf_putc(&b, '\\');
		if (*text > 0 && *text < ' ')
			put_json_code(&b, (uint32_t)*text);
		else
			buf_putc(&b, *text);
	}
	return b.data;
}

void bake_json(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	struct buf once = BUF_INIT;

	bake_quoted(b, data, len, '"', json_utf8, &once);
	if (streq(json_ascii(b->from, '"'), json_utf8(b->from, '"')))
		buf_put(out, once.data, once.len);
	else
		bake_quoted(b, once.data, once.len, '"', json_ascii, out);
}

/* direct_url.json: "file://" URLs in double quotes. */
void bake_urls(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	static const char scheme[] = "\"file://";
	const char *at = data, *end = data + len, *hit;

	while ((hit = memmem(at, (size_t)(end - at), scheme, sizeof(scheme) - 1))) {
		const char *s = hit + sizeof(scheme) - 1;
		const char *quote = memchr(s, '"', (size_t)(end - s));
		const char *path = quote ? url_decode(s, quote) : NULL;

		buf_put(out, at, (size_t)(s - at));
		at = s;
		if (path && moves(b, path, TO_FILE)) {
			url_put_path(out, b->to);
			url_put_path(out, path + strlen(b->from));
			at = quote;
		}
	}
	buf_put(out, at, (size_t)(end - at));
}
