/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projects and a file of records in the scratch directory, and the user who reads it. */
#ifndef AVENV_TESTS_UNIT_STORE_H
#define AVENV_TESTS_UNIT_STORE_H

#include "core/trust.h"
#include "test.h"

#define STORE "data/records"
#define FIRST "data/trust"

static struct settings settings;
static struct user user;

static inline void store_user(void)
{
	settings = (struct settings){ .names = settings_names("venv:env:.env:virtualenv"),
				      .store = at(STORE) };
	user = user_of_process();
}

/* INODE:SECONDS.NANOSECONDS of what is at PATH, born LATER ns later. */
static inline const char *identity(const char *path, int later)
{
	struct file_info info;
	char text[64];

	row_int(path, file_lstat(path, &info), 0);
	info.btime += later;
	snprintf(text, sizeof(text), "%llu:%lld.%09lld", (unsigned long long)info.ino,
		 (long long)(info.btime / 1000000000), (long long)(info.btime % 1000000000));
	return mem_dups(text);
}

/*
 * LINES with "@NAME" as its path in the scratch directory, "%NAME" as its identity, "+NAME"
 * as that of another directory with its inode.
 */
static inline char *filled(const char *lines)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "");
	while (*lines) {
		size_t len = strcspn(lines, " \n'"), name = strcspn(lines, "@%+") + 1;
		const char *path;

		if (name <= len) {
			path = name < len ? at(mem_dup(lines + name, len - name)) : scratch;
			buf_put(&b, lines, name - 1);
			buf_puts(&b, lines[name - 1] == '@' ?
					     path :
					     identity(path, lines[name - 1] == '+'));
		} else {
			buf_put(&b, lines, len);
		}
		if (lines[len])
			buf_putc(&b, lines[len++]);
		lines += len;
	}
	return b.data;
}

static inline void put_store(const char *name, const char *text)
{
	put_dirs("data");
	put_mode("data", 0700);
	put_file(name, text);
	put_mode(name, 0600);
}

static inline struct trust read_store(void)
{
	struct trust trust;

	trust_init(&trust, &settings, &user);
	return trust;
}

static inline void store_make(void)
{
	put("a/ a/p/ a/q/ a/q/.venv/ ab/ l/ r/ none/ dead/ dead/.venv>nowhere l/.venv>../far/e");
	put_env("a/p/.venv");
	put_env("a/p/odd");
	put_env("ab/venv");
	put_env("ab/env");
	put_env("far/e");
	put_env("far/other");
	put_env("clone/.venv");
	put("clone/.venv/.git/");
	put_file("r/.venv", "../far/e\n");
	store_user();
}

static inline const struct chain *chain_to(const char *name)
{
	struct chain *chain = mem_alloc(sizeof(*chain));

	row_int(name, chain_of(at(name), chain), 0);
	return chain;
}

/* The slot at NAME; one of l or r leads to ENV, NULL: it was not followed. */
static inline struct slot slot_at(const char *name, const char *env)
{
	return (struct slot){
		.project = chain_to(path_parent(name)),
		.path = at(name),
		.env = env ? chain_to(env) : NULL,
		.leads = !env || strcmp(name, env) != 0,
	};
}

static inline struct judgement ask(struct trust *trust, const char *name, const char *env)
{
	struct slot slot = slot_at(name, env);

	return trust_slot(trust, &slot);
}

#define VENV "a/p/.venv", "a/p/.venv"
#define LINK "l/.venv", "far/e"
/** not followed yet */
#define LATENT "l/.venv", NULL
#define OURS   "allow slot @a/p/.venv in %a/p\n"
#define LEADS  "allow slot @l/.venv in %l to @far/e\n"
#define OTHER  " in 1:1.000000000"

#define OLD       " 0 - - "
#define OLD_MOVED " 0 - moved "
#define OLD_OURS  "allow dir %a/p" OLD "@a/p\n"
#define OLD_LINK  "allow dir %l" OLD "@l\n"

/** A question, and the answer wanted. */
struct row {
	const char *name, *lines, *slot, *env;
	enum verdict wanted;
	/** the line that decided, from 1 */
	unsigned by;
};

static inline void check_row(const struct row *row, struct trust *trust)
{
	struct judgement j = ask(trust, row->slot, row->env);

	row_int(row->name, j.verdict, row->wanted);
	row_int(row->name, j.by ? j.by->line : 0, row->by);
	row_int(row->name, trust->bad_line != 0, starts_with(row->name, "damaged"));
}

#endif
