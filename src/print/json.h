/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A writer of indented JSON. NAME is the key in an object, and NULL in a list. Bytes that are not
 * UTF-8 become lone surrogates \udc80 to \udcff, as of Python's "surrogateescape" (PEP 383).
 */
#ifndef AVENV_JSON_H
#define AVENV_JSON_H

#include "core/buf.h"

struct json {
	struct buf out;
	/** number of open objects and lists */
	unsigned depth;
	/** the innermost of them has an element: a comma precedes the next */
	bool more;
};

/* Begin the document: open an object with "schema", the version of its format. */
void json_begin(struct json *j);

/*
 * Add VALUE unchanged; "{" and "[" open an object and a list. END, "}" or "]", closes the innermost
 * one.
 */
void json_value(struct json *j, const char *name, const char *value);
void json_end(struct json *j, const char *end);

#define json_object(j, name)      json_value((j), (name), "{")
#define json_object_end(j)        json_end((j), "}")
#define json_list(j, name)        json_value((j), (name), "[")
#define json_list_end(j)          json_end((j), "]")
#define json_bool(j, name, value) json_value((j), (name), (value) ? "true" : "false")

/* Add VALUE as a string with escapes; NULL becomes null. */
void json_text(struct json *j, const char *name, const char *value);
void json_number(struct json *j, const char *name, long long value);

/*
 * Print the document so far on standard output if PRINT is true, and forget it, so that its memory
 * may be released.
 */
void json_flush(struct json *j, bool print);

/* Print the rest of the document, and a newline, on standard output. */
void json_print(const struct json *j);

#endif
