/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projects and a file of records in the scratch directory, and what the records say of them. */
#ifndef AVENV_TESTS_UNIT_RECORDS_H
#define AVENV_TESTS_UNIT_RECORDS_H

#include "trust/trust.h"

#define RECORDS "data/records"

static struct settings settings;

/* INODE:SECONDS.NANOSECONDS of what is at PATH, born LATER ns later. */
static inline const char *identity(const char *path, int later)
{
	struct file_info info;

	HOLDS(!file_lstat(path, &info));
	info.id.btime += later;
	return formatted("%llu:%lld.%09lld", (unsigned long long)info.id.ino,
			 (long long)(info.id.btime / 1000000000),
			 (long long)(info.id.btime % 1000000000));
}

/*
 * LINES with "@NAME" as its path in the scratch directory, "%NAME" as its identity, "+NAME"
 * as that of another directory with its inode.
 */
static inline char *filled(const char *lines)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "");
	for (; *lines; lines++) {
		size_t len = strcspn(lines + 1, " \n'");
		const char *path = len ? at(mem_dup(lines + 1, len)) : scratch;

		if (!strchr("@%+", *lines)) {
			buf_putc(&b, *lines);
			continue;
		}
		buf_puts(&b, *lines == '@' ? path : identity(path, *lines == '+'));
		lines += len;
	}
	return b.data;
}

/* The records in the file NAME, which contains LINES. */
static inline struct trust with(const char *name, const char *lines)
{
	put_file(name, filled(lines));
	put_mode(name, 0600);
	return (struct trust){ .settings = &settings };
}

static inline void store_make(void)
{
	static const char *const envs[] = { "a/p/.venv", "a/p/odd", "ab/venv",
					    "ab/env",    "far/e",   "far/other" };

	foreach(env, envs)
		put_env(*env);
	put("a/q/.venv/ l/ l/.venv>../far/e");
	put("data/");
	put_mode("data", 0700);
	settings = (struct settings){ .names = generic_names + 1, .records = at(RECORDS) };
}

static inline const struct chain *chain_to(const char *name)
{
	struct chain *chain = mem_alloc(sizeof(*chain));

	HOLDS(!chain_read(at(name), chain));
	return chain;
}

/* The slot "NAME", or "NAME>ENV", which leads there; "NAME>": it was not followed yet. */
static inline struct slot slot_of(const char *words)
{
	const char *sign = strchr(words, '>');
	const char *name = sign ? mem_dup(words, (size_t)(sign - words)) : words;
	const char *env = sign ? sign + 1 : name;

	return (struct slot){
		.project = chain_to(path_parent(name)),
		.path = at(name),
		.env = *env ? chain_to(env) : NULL,
		.is_pointer = sign != NULL,
	};
}

#define VENV   "a/p/.venv"
#define LINK   "l/.venv>far/e"
#define LATENT "l/.venv>"
#define OURS   "allow slot @a/p/.venv in %a/p\n"

/** A question, and the answer wanted: a word and the line that decided, from 1. */
struct row {
	const char *name, *lines, *slot, *wanted;
};

/* The records' answer on SLOT. */
static inline const char *answer(struct trust *trust, const char *slot)
{
	static const char *const words[] = { "none",    "changed",       "covered",
					     "allowed", "denied itself", "denied" };
	const struct slot s = slot_of(slot);
	const struct record *record;
	enum word word = trust_word(trust, &s, &record);

	return record ? formatted("%s %u", words[word], record->line) : words[word];
}

#endif
