/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 37 */
/* Owners and modes: who else may write to a file or a directory above it. */
#include "core/real_path.h"
#include "test.h"

enum {
	ME = 1000,
	MY_GROUP = 1000,
	USERS = 100,
	OTHER = 2000,
};

static const struct user me = { .uid = ME, .gid = MY_GROUP };
/* Without a private group; with one of another number; root. */
static const struct user shared = { .uid = ME, .gid = NO_GROUP };
static const struct user numbered = { .uid = ME, .gid = USERS };
static const struct user root = { .uid = 0, .gid = 0 };

// clang-format off
#define DIR(mode) (S_IFDIR | (mode))
#define REG(mode) (S_IFREG | (mode))
#define LNK(mode) (S_IFLNK | (mode))

static const struct {
	const char *name;
	const struct user *user;
	/** the uid that is accepted besides */
	uid_t also;
	uid_t uid;
	gid_t gid;
	mode_t mode;
	enum refusal wanted;
} rows[] = {
	{ "mine", &me, 0, ME, ME, REG(0644), REFUSED_NOT },
	{ "mine, a directory", &me, 0, ME, ME, DIR(0755), REFUSED_NOT },
	{ "root's", &me, 0, 0, 0, REG(0644), REFUSED_NOT },
	{ "somebody's", &me, 0, OTHER, OTHER, REG(0644), REFUSED_OWNER },
	{ "somebody's, sticky", &me, 0, OTHER, OTHER, DIR(01755), REFUSED_OWNER },
	{ "somebody's, accepted", &me, OTHER, OTHER, OTHER, REG(0644), REFUSED_NOT },
	{ "another's, one accepted", &me, OTHER, OTHER + 1, OTHER, REG(0644), REFUSED_OWNER },
	{ "a user's, for root", &root, 0, ME, ME, DIR(0755), REFUSED_OWNER },

	{ "anybody may write", &me, 0, ME, ME, REG(0666), REFUSED_WRITABLE },
	{ "anybody, root's", &me, 0, 0, 0, DIR(0777), REFUSED_WRITABLE },
	{ "anybody, owner accepted", &me, OTHER, OTHER, OTHER, REG(0646), REFUSED_WRITABLE },
	{ "anybody, only others", &me, 0, ME, ME, REG(0602), REFUSED_WRITABLE },
	{ "sticky, like /tmp", &me, 0, 0, 0, DIR(01777), REFUSED_NOT },
	{ "sticky means nothing for a file", &me, 0, 0, 0, REG(01666), REFUSED_WRITABLE },

	{ "my private group", &me, 0, ME, ME, REG(0664), REFUSED_NOT },
	{ "my private group, root's file", &me, 0, 0, ME, REG(0664), REFUSED_NOT },
	{ "another group", &me, 0, ME, USERS, REG(0664), REFUSED_WRITABLE },
	{ "root's group", &me, 0, 0, 0, DIR(0775), REFUSED_WRITABLE },
	{ "root's group, for root", &root, 0, 0, 0, DIR(0775), REFUSED_NOT },
	{ "my group is not private", &shared, 0, ME, USERS, REG(0664), REFUSED_WRITABLE },
	{ "gid = uid is not enough", &shared, 0, ME, ME, REG(0664), REFUSED_WRITABLE },
	{ "my private group, of another number", &numbered, 0, ME, USERS, REG(0664), REFUSED_NOT },
	{ "no group of no number", &shared, 0, ME, NO_GROUP, REG(0664), REFUSED_WRITABLE },
	{ "an owner is no group", &me, OTHER, ME, OTHER, REG(0664), REFUSED_WRITABLE },
	{ "sticky and a group", &me, 0, 0, USERS, DIR(01775), REFUSED_NOT },

	{ "itself, sticky", &me, 0, ME, ME, DIR(01777), REFUSED_WRITABLE },
	{ "itself, sticky, a group", &me, 0, ME, USERS, DIR(01775), REFUSED_WRITABLE },
	{ "itself, sticky, my group", &me, 0, ME, ME, DIR(01775), REFUSED_NOT },
	{ "itself, sticky, closed", &me, 0, ME, USERS, DIR(01755), REFUSED_NOT },

	{ "my link", &me, 0, ME, ME, LNK(0777), REFUSED_NOT },
	{ "root's link", &me, 0, 0, 0, LNK(0777), REFUSED_NOT },
	{ "somebody's link", &me, 0, OTHER, OTHER, LNK(0777), REFUSED_OWNER },
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

		row_int(row->name, path_refused(row->user, row->also, scratch, &info, !itself),
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
