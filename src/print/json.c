/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jansson takes UTF-8 only. The byte B that is not UTF-8 passes through it as the character
 * U+10FC00 + B, which it prints as the surrogates \uDBFF and \uDC00 + B. json_print() leaves out
 * \uDBFF. The characters from U+10FC00 on are private, and are printed byte by byte as well.
 */
#include "print/json.h"

#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/utf8.h"

json_t *json_document(void)
{
	return json_pack("{s:i}", "schema", 1);
}

json_t *json_text(const char *text)
{
	struct mem_mark mark = mem_mark();
	struct buf b = BUF_INIT;
	json_t *json;
	uint32_t c;

	if (!text)
		return json_null();
	while (*text) {
		size_t len = utf8_decode(text, &c);
		unsigned char byte = (unsigned char)*text;
		unsigned char other[] = { 0xF4, 0x8F, 0xB0 | byte >> 6, byte & 0xBF };
		bool is_kept = len && c < 0x10FC00;

		buf_put(&b, is_kept ? text : (char *)other, is_kept ? len : sizeof(other));
		text += is_kept ? len : 1;
	}
	json = json_string(b.data);
	mem_release(mark);
	return json;
}

void json_put_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, json_text(text));
}

void json_print(json_t *json, FILE *out)
{
	char *text = json_dumps(json, JSON_INDENT(2) | JSON_ENSURE_ASCII);

	for (const char *s = text; *s; s++)
		if (*s == '\x7F')
			fputs("\\u007F", out);
		else if (starts_with(s, "\\uDBFF\\uDC"))
			s += strlen("\\uDBFF") - 1;
		else
			putc(*s, out);
	putc('\n', out);
	free(text);
	json_decref(json);
}
