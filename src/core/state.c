/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/state.h"

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

#define FORMAT "4 "
#define END    "."

enum {
	FIELDS = 13,
	/** bytes of a field; PATH_MAX and the list of hints are far below */
	FIELD_MAX = 64 * 1024,
};

/* The strings of STATE, in the order of the text. */
static void list_fields(struct state *state, const char **fields[FIELDS])
{
	const char **const list[FIELDS] = {
		&state->pwd,        &state->virtual_env, &state->entry, &state->named,
		&state->tool,       &state->sourced,     &state->tools, &state->left,
		&state->left_count, &state->name,        &state->told,  &state->off,
		&state->prompted,
	};

	memcpy(fields, list, sizeof(list));
}

/* Take "LENGTH:bytes" off *TEXT. Returns NULL where there is no such thing. */
static const char *take(const char **text)
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

static bool take_mutes(struct state *state, const char *text)
{
	while (!streq(text, END)) {
		const char *project = take(&text);
		const char *env = project ? take(&text) : NULL;
		const char *id = env ? take(&text) : NULL;

		if (!id || !path_is_clean(project) || !path_is_clean(env))
			return false;
		mutes_put(&state->mutes, &(struct mute){ project, env, id });
	}
	return true;
}

static void clear(struct state *state)
{
	const char **fields[FIELDS];

	*state = (struct state){ 0 };
	list_fields(state, fields);
	for (size_t i = 0; i < FIELDS; i++)
		*fields[i] = "";
}

bool state_read(struct state *state, const char *text)
{
	const char **fields[FIELDS];
	bool whole = text && starts_with(text, FORMAT);

	clear(state);
	list_fields(state, fields);
	if (whole)
		text += strlen(FORMAT);
	for (size_t i = 0; i < FIELDS && whole; i++) {
		const char *field = take(&text);

		whole = field != NULL;
		*fields[i] = whole ? field : "";
	}
	whole = whole && take_mutes(state, text);
	if (!whole)
		clear(state);
	return whole;
}

static void put(struct buf *b, const char *field)
{
	buf_putu(b, strlen(field));
	buf_putl(b, ":", field);
}

const char *state_text(const struct state *state)
{
	struct state copy = *state;
	const char **fields[FIELDS];
	struct buf b = BUF_INIT;

	list_fields(&copy, fields);
	buf_reserve(&b, 512);
	buf_puts(&b, FORMAT);
	for (size_t i = 0; i < FIELDS; i++)
		put(&b, *fields[i]);
	for (size_t i = 0; i < state->mutes.count; i++) {
		put(&b, state->mutes.list[i].project);
		put(&b, state->mutes.list[i].env);
		put(&b, state->mutes.list[i].id);
	}
	buf_puts(&b, END);
	return b.data;
}
