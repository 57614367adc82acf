/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing JSON.  Commas and nesting are kept track of; a NULL name is for
 * elements of a list.  Bytes that are not UTF-8 become lone surrogates \udc80
 * to \udcff, as Python's "surrogateescape" reads them.
 */
#ifndef AVENV_JSON_H
#define AVENV_JSON_H

#include "core/base.h"
#include "core/buf.h"

struct json {
	struct buf out;
	/** how many are open */
	unsigned depth;
	/** something stands before, at this depth */
	bool more;
};

#define JSON_INIT                                                                                  \
	{                                                                                          \
		.out = BUF_INIT                                                                    \
	}

void json_object(struct json *j, const char *name);
void json_object_end(struct json *j);
void json_list(struct json *j, const char *name);
void json_list_end(struct json *j);

/* A string, or null for NULL. */
void json_string(struct json *j, const char *name, const char *value);
void json_bool(struct json *j, const char *name, bool value);
void json_number(struct json *j, const char *name, long long value);

/* Print it, with a newline. */
void json_print(const struct json *j);

#endif
