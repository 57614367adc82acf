/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 37 */
/* Owners and modes: who else may write to a file or a directory above it. */
#include "core/real_path.h"
#include "test.h"

enum {
	ME = 1000,
	USERS = 100,
	OTHER = 2000,
};

// clang-format off
#define DIR(mode) (S_IFDIR | (mode))
#define REG(mode) (S_IFREG | (mode))
#define LNK(mode) (S_IFLNK | (mode))

static const struct {
	const char *name;
	uid_t user;
	/** the uid that is accepted besides */
	uid_t also;
	uid_t uid;
	gid_t gid;
	mode_t mode;
	/** o: its owner, a: anybody, g: its group may change it */
	const char *wanted;
} rows[] = {
	{ "mine", ME, 0, ME, ME, REG(0644), "" },
	{ "mine, a directory", ME, 0, ME, ME, DIR(0755), "" },
	{ "root's", ME, 0, 0, 0, REG(0644), "" },
	{ "somebody's", ME, 0, OTHER, OTHER, REG(0644), "o" },
	{ "somebody's, sticky", ME, 0, OTHER, OTHER, DIR(01755), "o" },
	{ "somebody's, accepted", ME, OTHER, OTHER, OTHER, REG(0644), "" },
	{ "another's, one accepted", ME, OTHER, OTHER + 1, OTHER, REG(0644), "o" },
	{ "a user's, for root", 0, 0, ME, ME, DIR(0755), "o" },

	{ "anybody may write", ME, 0, ME, ME, REG(0666), "ag" },
	{ "anybody, root's", ME, 0, 0, 0, DIR(0777), "ag" },
	{ "anybody, owner accepted", ME, OTHER, OTHER, OTHER, REG(0646), "a" },
	{ "anybody, only others", ME, 0, ME, ME, REG(0602), "a" },
	{ "sticky, like /tmp", ME, 0, 0, 0, DIR(01777), "" },
	{ "sticky means nothing for a file", ME, 0, 0, 0, REG(01666), "ag" },

	{ "another group", ME, 0, ME, USERS, REG(0664), "g" },
	{ "root's group", ME, 0, 0, 0, DIR(0775), "g" },
	{ "an owner is no group", ME, OTHER, ME, OTHER, REG(0664), "g" },
	{ "sticky and a group", ME, 0, 0, USERS, DIR(01775), "" },

	{ "itself, sticky", ME, 0, ME, ME, DIR(01777), "ag" },
	{ "itself, sticky, a group", ME, 0, ME, USERS, DIR(01775), "g" },
	{ "itself, sticky, closed", ME, 0, ME, USERS, DIR(01755), "" },

	{ "my link", ME, 0, ME, ME, LNK(0777), "" },
	{ "root's link", ME, 0, 0, 0, LNK(0777), "" },
	{ "somebody's link", ME, 0, OTHER, OTHER, LNK(0777), "o" },
};
// clang-format on

TEST(owner_and_mode)
{
	foreach(row, rows) {
		const struct file_info info = { .uid = row->uid,
						.gid = row->gid,
						.mode = row->mode };

		/* Not a directory above the environment, but one that matters itself. */
		bool itself = starts_with(row->name, "itself");
		struct others others;

		others = path_others(row->user, row->also, scratch, &info, !itself);
		row_text(row->name,
			 joined(others.owner ? "o" : "", others.anybody ? "a" : "",
				others.group ? "g" : ""),
			 row->wanted);
	}
}

TEST(steps_of_a_path)
{
	struct chain chain;

	put("one/two/");
	assert_int_equal(chain_read(at("one/two"), &chain), 0);
	assert_string_equal(chain.path, at("one/two"));
	assert_int_equal(chain.dirs[0].len, 1);
	for (size_t i = 0; i < chain.count; i++) {
		const char *prefix = mem_dup(chain.path, chain.dirs[i].len);
		struct file_info info;

		row_text(prefix, path_clean(prefix), prefix);
		assert_int_equal(file_lstat(prefix, &info), 0);
		assert_true(file_same(&info, &chain.dirs[i].info));
	}
	assert_int_equal(chain_end(&chain)->len, strlen(chain.path));
}

TEST(links)
{
	static const char *const links[][2] = {
		{ "straight", "real/env" },   { "straight/sub", "real/env/sub" },
		{ "twice", "real/env" },      { "real/up", "real/env" },
		{ "parent/env", "real/env" }, { "real/./env", "real/env" },
		{ "real//env", "real/env" },  { "real/env/../env", "real/env" },
		{ "real/env/", "real/env" },
	};
	struct chain chain;

	put("real/env/sub/ straight>real/env twice>straight parent>real");
	put_link("real/up", at("twice"));
	foreach(row, links) {
		row_int((*row)[0], chain_read(at((*row)[0]), &chain), 0);
		row_text((*row)[0], chain.path, at((*row)[1]));
		/* A link's own mode counts for nothing: it is not a step. */
		for (size_t i = 0; i < chain.count; i++)
			assert_true(S_ISDIR(chain.dirs[i].info.mode));
	}
}

TEST(dead_ends)
{
	static const struct {
		const char *path;
		int wanted;
	} ends[] = {
		{ "nothing", ENOENT },      { "nothing/below", ENOENT },
		{ "dangling", ENOENT },     { "dangling/below", ENOENT },
		{ "plain/below", ENOTDIR }, { "self", ELOOP },
		{ "ping", ELOOP },          { "ping/below", ELOOP },
	};
	struct chain chain;

	put("plain dangling>nothing self>self ping>pong pong>ping");
	foreach(end, ends)
		row_error(end->path, chain_read(at(end->path), &chain), end->wanted);
	assert_error(chain_read(at(formatted("%0300d", 0)), &chain), ENAMETOOLONG);
}

MAIN(NULL)
