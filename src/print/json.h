/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON output, as a tree of jansson (jansson.readthedocs.io). A byte that is not UTF-8 is printed
 * as a lone surrogate, \uDC80 to \uDCFF, as of Python's "surrogateescape" (PEP 383).
 */
#ifndef AVENV_JSON_H
#define AVENV_JSON_H

#include <jansson.h>
#include <stdio.h>

/* A new object with the key "schema", the version of the format. The caller owns it. */
json_t *json_document(void);

/* TEXT as a new string, which the caller owns; NULL becomes null. Print it by json_print() only. */
json_t *json_text(const char *text);

/* Set KEY of OBJECT to json_text() of TEXT. */
void json_put_text(json_t *object, const char *key, const char *text);

/*
 * Print JSON, indented and in ASCII without control characters, and a newline to OUT, and release
 * JSON. A failed write sets the error indicator of OUT: see ferror(3).
 */
void json_print(json_t *json, FILE *out);

#endif
