/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing JSON, indented for people. A NULL name is for an element of a list. Bytes that are not
 * UTF-8 become lone surrogates \udc80 to \udcff, as Python's "surrogateescape" reads them.
 */
#ifndef AVENV_JSON_H
#define AVENV_JSON_H

#include "core/buf.h"

struct json {
	struct buf out;
	/** objects and lists that are open */
	unsigned depth;
	/** the innermost one has an element: a comma comes before the next */
	bool more;
};

/* Begin the document: open an object with "schema", the version of its form. */
void json_begin(struct json *j);

/* Add VALUE as it stands; "{" and "[" open an object and a list. END closes what is open. */
void json_value(struct json *j, const char *name, const char *value);
void json_end(struct json *j, const char *end);

#define json_object(j, name)      json_value((j), (name), "{")
#define json_object_end(j)        json_end((j), "}")
#define json_list(j, name)        json_value((j), (name), "[")
#define json_list_end(j)          json_end((j), "]")
#define json_bool(j, name, value) json_value((j), (name), (value) ? "true" : "false")

/* A string; null for NULL. */
void json_text(struct json *j, const char *name, const char *value);
void json_number(struct json *j, const char *name, long long value);

/* Print the document so far on standard output, if PRINT; its memory may be given back. */
void json_flush(struct json *j, bool print);

/* Print the rest of it, and a newline, on standard output. */
void json_print(const struct json *j);

#endif
