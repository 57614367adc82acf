/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths in values: a JSON string, a URL, a field of a RECORD or a word of virtualenv is decoded,
 * compared, and encoded again. The bytes around a value that changes stay as they are.
 */
#include <jansson.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/dist_rows.h"
#include "formats/sh_word.h"
#include "installed/origin.h"
#include "mend/relocate.h"

/* ---- JSON ----------------------------------------------------------------------- */

static const char *take_string(const char **at)
{
	const char *start = *at, *value = NULL;
	json_t *json;

	if (*start != '"') {
		*at += strcspn(start, "\"");
		return NULL;
	}
	for (++*at; **at && **at != '"'; ++*at)
		*at += **at == '\\' && (*at)[1];
	*at += **at == '"';
	json = json_loadb(start, (size_t)(*at - start), JSON_DECODE_ANY, NULL);
	if (json_is_string(json))
		value = mem_dups(json_string_value(json));
	json_decref(json);
	return value;
}

static bool put_string(struct buf *out, const char *value)
{
	json_t *json = json_string(value);
	char *text = json ? json_dumps(json, JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : NULL;
	bool is_put = text;

	if (text)
		buf_puts(out, text);
	free(text);
	json_decref(json);
	return is_put;
}

static const char *moved_inside(const char *value, const char *from, const char *to)
{
	const struct text text = { .data = mem_dups(value), .len = strlen(value) };
	struct buf out = BUF_INIT;

	replace_path(PLAIN, from, to, &text, &out);
	return streq(out.data, value) ? NULL : out.data;
}

/* pip and uv quote different characters of a path in a URL. */
static const char *moved_url(const char *url, const char *from, const char *to)
{
	const char *path = url_path(url), *moved = path ? moved_path(path, from, to) : NULL;

	return moved ? joined(url_of_path(moved), url + strcspn(url, "?#")) : NULL;
}

/* ---- RECORD --------------------------------------------------------------------- */

/* Only absolute paths matter: most fields are relative, and have no quotes. */
static const char *take_field(const char **at)
{
	struct buf value = BUF_INIT;
	const char *start = *at;
	bool quoted = false;

	if (!strchr("\"/", *start)) {
		*at += strcspn(start, ",\r\n");
		*at += strspn(*at, ",\r\n");
		return NULL;
	}
	for (; **at && (quoted || !strchr(",\r\n", **at)); ++*at) {
		if (**at == '"')
			quoted = !quoted;
		/* Two quotes are one. */
		if (**at != '"' || (quoted && *at > start))
			buf_putc(&value, **at);
	}
	return quoted ? NULL : value.data;
}

static bool put_field(struct buf *out, const char *value)
{
	dist_field_put(out, value);
	return true;
}

/* ---- words ---------------------------------------------------------------------- */

/*
 * A word in the quotes of virtualenv 21, around each run of bytes that are not ASCII or each byte:
 * v"$(…)"/env, 'v\303''\251''/env'. Other words: replace_paths().
 */
static const char *take_word(const char **at)
{
	const char *start = *at, *word = sh_take_word(at), *raw;

	raw = mem_dup(start, (size_t)(*at - start));
	if (word && word[0] == '/' && (strstr(raw, "''") || strstr(raw, "\"$(")))
		return word;
	*at = start + strcspn(start, " =");
	*at += strspn(*at, " =");
	return NULL;
}

static bool put_word(struct buf *out, const char *value)
{
	sh_put_word(out, value);
	return true;
}

/* ---- xonsh ---------------------------------------------------------------------- */

#define BUILTINS "__import__('builtins')."

/*
 * In B, an activation script of virtualenv 21 for xonsh, replace the expression for the path FROM,
 * in bytes or in characters, by that for TO.
 */
static void replace_xonsh(struct buf *b, const char *from, const char *to)
{
	struct buf chars = BUF_INIT, from_hex = BUF_INIT, to_hex = BUF_INIT;
	const char *hex;

	for (const char *s = from; *s; s++) {
		buf_puts(&chars, s == from ? "" : ", ");
		buf_putu(&chars, (unsigned char)*s);
		buf_put_hex(&from_hex, (unsigned char)*s, 2);
	}
	for (const char *s = to; *s; s++)
		buf_put_hex(&to_hex, (unsigned char)*s, 2);
	hex = joined(BUILTINS "bytes.fromhex('", to_hex.data, "')");
	replace_all(b, joined(BUILTINS "bytes.fromhex('", from_hex.data, "')"), hex);
	replace_all(b, joined("''.join(" BUILTINS "map(" BUILTINS "chr, (", chars.data, ")))"),
		    hex);
}

/* ---- all ------------------------------------------------------------------------ */

/** How values are written in a notation; a notation that is not here has none. */
static const struct coding {
	/* The value at *AT, decoded, and *AT behind it; NULL: what is there is no value. */
	const char *(*take)(const char **at);
	/* VALUE with TO in place of the path FROM; NULL: it does not have FROM. */
	const char *(*moved)(const char *value, const char *from, const char *to);
	/* Append VALUE, encoded. Returns false if it cannot be encoded. */
	bool (*put)(struct buf *out, const char *value);
} codings[NOTATIONS] = {
	[SHELL] = { take_word, moved_path, put_word },
	[JSON_TEXT] = { take_string, moved_inside, put_string },
	[JSON_URL] = { take_string, moved_url, put_string },
	[CSV] = { take_field, moved_path, put_field },
};

struct buf replace_values(enum notation notation, const char *from, const char *to,
			  const struct text *text)
{
	const struct coding *coding = &codings[notation];
	const char *at = text->data;
	struct buf out = BUF_INIT;

	for (const char *start = at; coding->take && *at; start = at) {
		const char *value = coding->take(&at);
		const char *moved = value ? coding->moved(value, from, to) : NULL;

		if (!moved || !coding->put(&out, moved))
			buf_put(&out, start, (size_t)(at - start));
	}
	/* a text without values, or what follows a NUL */
	buf_put(&out, at, (size_t)(text->data + text->len - at));
	/* replace_all() would lose the text after a NUL. */
	if (notation == XONSH && strlen(out.data) == out.len)
		replace_xonsh(&out, from, to);
	return out;
}

struct text text_decoded(enum notation notation, const struct text *text)
{
	const struct coding *coding = &codings[notation];
	const char *at = text->data;
	struct buf out = BUF_INIT;

	for (const char *start = at; coding->take && *at; start = at) {
		const char *value = coding->take(&at), *path = value ? url_path(value) : NULL;

		if (value)
			buf_putl(&out, "\"", path ? path : value, "\"");
		else
			buf_put(&out, start, (size_t)(at - start));
	}
	buf_put(&out, at, (size_t)(text->data + text->len - at));
	return (struct text){ .data = out.data, .len = out.len };
}
