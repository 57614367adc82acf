/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/state.h"

#include "core/buf.h"
#include "core/mem.h"

#define FORMAT "6 "
#define END    "."

enum {
	/** longest field, in bytes; a path or the list of hints is far shorter */
	FIELD_MAX = 64 * 1024,
};

/* Read "LENGTH:bytes" at *TEXT. Returns a copy of the bytes; NULL: malformed. */
static const char *take_counted(const char **text)
{
	const char *s = *text;
	size_t len = 0;

	if (*s < '0' || *s > '9')
		return NULL;
	while (*s >= '0' && *s <= '9' && len <= FIELD_MAX)
		len = len * 10 + (size_t)(*s++ - '0');
	if (*s++ != ':' || len > FIELD_MAX || strnlen(s, len) < len)
		return NULL;
	*text = s + len;
	return mem_dup(s, len);
}

bool state_read(struct state *state, const char *text)
{
	bool whole = text && starts_with(text, FORMAT);

	if (whole)
		text += strlen(FORMAT);
	for (size_t i = 0; i < STATE_FIELDS && whole; i++) {
		state->fields[i] = take_counted(&text);
		whole = state->fields[i] != NULL;
	}
	whole = whole && streq(text, END);
	for (size_t i = 0; i < STATE_FIELDS && !whole; i++)
		state->fields[i] = "";
	return whole;
}

const char *state_text(const struct state *state)
{
	struct buf b = BUF_INIT;

	buf_reserve(&b, 512);
	buf_puts(&b, FORMAT);
	for (size_t i = 0; i < STATE_FIELDS; i++) {
		buf_putu(&b, strlen(state->fields[i]));
		buf_putl(&b, ":", state->fields[i]);
	}
	buf_puts(&b, END);
	return b.data;
}
