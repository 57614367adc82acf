/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 37 */
/* Who may write to a file, and to each directory on its real path. */
#include "core/chain.h"
#include "core/buf.h"
#include "scratch.h"

enum {
	ME = 1000,
	MY_GROUP = 1000,
	USERS = 100,
	OTHER = 2000,
	/** how a user namespace shows an id that it does not know */
	OVERFLOW = 65534,
};

static const struct user me = { .uid = ME, .gid = MY_GROUP };
/* Without a private group; in a user namespace; root. */
static const struct user shared = { .uid = ME, .gid = USERS };
static const struct user inside = { .uid = ME,
				    .gid = MY_GROUP,
				    .root = OVERFLOW };
static const struct user nobody = { .uid = OVERFLOW,
				    .gid = OVERFLOW,
				    .root = OVERFLOW };
static const struct user root = { .uid = 0, .gid = 0 };

static const struct accepted none;
static const struct accepted uid_other = { .uid = OTHER, .has_uid = true };
static const struct accepted gid_other = { .gid = OTHER, .has_gid = true };
static const struct accepted gid_users = { .gid = USERS, .has_gid = true };
/* Zeroes, but nothing accepted. */
static const struct accepted zeroes = { .uid = 0, .gid = 0 };

// clang-format off
static const struct {
	const char *name;
	const struct user *user;
	const struct accepted *ok;
	uid_t uid;
	gid_t gid;
	mode_t mode;
	enum refusal wanted;
} rows[] = {
	{ "mine",                    &me, &none, ME, MY_GROUP, S_IFREG | 0644, REFUSED_NOT },
	{ "mine, a directory",       &me, &none, ME, MY_GROUP, S_IFDIR | 0755, REFUSED_NOT },
	{ "root's",                  &me, &none, 0, 0, S_IFREG | 0644, REFUSED_NOT },
	{ "somebody's",              &me, &none, OTHER, OTHER, S_IFREG | 0644, REFUSED_OWNER },
	{ "somebody's, sticky",      &me, &none, OTHER, OTHER, S_IFDIR | S_ISVTX | 0755, REFUSED_OWNER },
	{ "somebody's, accepted",    &me, &uid_other, OTHER, OTHER, S_IFREG | 0644, REFUSED_NOT },
	{ "another's, one accepted", &me, &uid_other, OTHER + 1, OTHER, S_IFREG | 0644, REFUSED_OWNER },
	{ "a group is no owner",     &me, &gid_other, OTHER, OTHER, S_IFREG | 0644, REFUSED_OWNER },
	{ "nothing accepted, all 0", &me, &zeroes, OTHER, OTHER, S_IFREG | 0644, REFUSED_OWNER },
	{ "an unknown uid outside",  &me, &none, OVERFLOW, OVERFLOW, S_IFDIR | 0755, REFUSED_OWNER },
	{ "root in a namespace",     &inside, &none, OVERFLOW, OVERFLOW, S_IFDIR | 0755, REFUSED_NOT },
	{ "real root in a namespace", &inside, &none, 0, 0, S_IFDIR | 0755, REFUSED_NOT },
	{ "somebody's in a namespace", &inside, &none, OTHER, OTHER, S_IFDIR | 0755, REFUSED_OWNER },
	{ "a user's, for root",      &root, &none, ME, MY_GROUP, S_IFDIR | 0755, REFUSED_OWNER },

	{ "anybody may write",       &me, &none, ME, MY_GROUP, S_IFREG | 0666, REFUSED_OTHERS },
	{ "anybody, root's",         &me, &none, 0, 0, S_IFDIR | 0777, REFUSED_OTHERS },
	{ "anybody, owner accepted", &me, &uid_other, OTHER, OTHER, S_IFREG | 0646, REFUSED_OTHERS },
	{ "anybody, group accepted", &me, &gid_users, ME, USERS, S_IFREG | 0666, REFUSED_OTHERS },
	{ "anybody, only others",    &me, &none, ME, MY_GROUP, S_IFREG | 0602, REFUSED_OTHERS },
	{ "sticky, like /tmp",       &me, &none, 0, 0, S_IFDIR | S_ISVTX | 0777, REFUSED_NOT },
	{ "sticky means nothing for a file", &me, &none, 0, 0, S_IFREG | S_ISVTX | 0666, REFUSED_OTHERS },

	{ "my private group",        &me, &none, ME, MY_GROUP, S_IFREG | 0664, REFUSED_NOT },
	{ "my private group, root's file", &me, &none, 0, MY_GROUP, S_IFREG | 0664, REFUSED_NOT },
	{ "another group",           &me, &none, ME, USERS, S_IFREG | 0664, REFUSED_GROUP },
	{ "root's group",            &me, &none, 0, 0, S_IFDIR | 0775, REFUSED_GROUP },
	{ "root's group, for root",  &root, &none, 0, 0, S_IFDIR | 0775, REFUSED_NOT },
	{ "my group is not private", &shared, &none, ME, USERS, S_IFREG | 0664, REFUSED_GROUP },
	{ "gid = uid is not enough", &shared, &none, ME, ME, S_IFREG | 0664, REFUSED_GROUP },
	{ "an accepted group",       &shared, &gid_users, ME, USERS, S_IFREG | 0664, REFUSED_NOT },
	{ "another than accepted",   &me, &gid_other, ME, USERS, S_IFREG | 0664, REFUSED_GROUP },
	{ "an owner is no group",    &me, &uid_other, ME, OTHER, S_IFREG | 0664, REFUSED_GROUP },
	{ "nothing accepted, group 0", &me, &zeroes, ME, 0, S_IFREG | 0664, REFUSED_GROUP },
	{ "sticky and a group",      &me, &none, 0, USERS, S_IFDIR | S_ISVTX | 0775, REFUSED_NOT },

	{ "my link",                 &me, &none, ME, MY_GROUP, S_IFLNK | 0777, REFUSED_NOT },
	{ "root's link",             &me, &none, 0, 0, S_IFLNK | 0777, REFUSED_NOT },
	{ "somebody's link",         &me, &none, OTHER, OTHER, S_IFLNK | 0777, REFUSED_OWNER },
};
// clang-format on

TEST(owner_and_mode)
{
	foreach(row, rows) {
		const struct file_info info = { .uid = row->uid,
						.gid = row->gid,
						.mode = row->mode };

		row_int(row->name,
			user_refuses(row->user, row->ok, &info, true),
			row->wanted);
	}
}

/* The sticky bit helps above an environment, not in it. */
TEST(sticky_directories)
{
	static const struct {
		const char *name;
		gid_t gid;
		mode_t mode;
		bool above;
		enum refusal wanted;
	} dirs[] = {
		{ "above", MY_GROUP, S_ISVTX | 0777, true, REFUSED_NOT },
		{ "itself", MY_GROUP, S_ISVTX | 0777, false, REFUSED_OTHERS },
		{ "above, a group", USERS, S_ISVTX | S_ISGID | 0775, true,
		  REFUSED_NOT },
		{ "itself, a group", USERS, S_ISVTX | S_ISGID | 0775, false,
		  REFUSED_GROUP },
		{ "itself, my group", MY_GROUP, S_ISVTX | 0775, false,
		  REFUSED_NOT },
		{ "itself, closed", USERS, S_ISVTX | 0755, false, REFUSED_NOT },
	};
	/* An owner whom the namespace does not know may own directories above only. */
	const struct file_info unknown = { .uid = OVERFLOW,
					   .mode = S_IFDIR | 0755 };

	foreach(row, dirs) {
		const struct file_info info = { .uid = ME,
						.gid = row->gid,
						.mode = S_IFDIR | row->mode };

		row_int(row->name, user_refuses(&me, &none, &info, row->above),
			row->wanted);
	}
	assert_int_equal(user_refuses(&inside, &none, &unknown, true),
			 REFUSED_NOT);
	assert_int_equal(user_refuses(&inside, &none, &unknown, false),
			 REFUSED_OWNER);
	assert_int_equal(user_refuses(&nobody, &none, &unknown, true),
			 REFUSED_NOT);
	assert_int_equal(user_refuses(&nobody, &none, &unknown, false),
			 REFUSED_OWNER);
}

/* The first bad step from the root on is the answer. */
TEST(one_bad_step)
{
	struct step steps[] = {
		{ 1, { .uid = 0, .mode = S_IFDIR | 0755 } },
		{ 2, { .uid = 0, .mode = S_IFDIR | S_ISVTX | 0777 } },
		{ 4, { .uid = ME, .gid = ME, .mode = S_IFDIR | 0755 } },
		{ 6, { .uid = ME, .gid = ME, .mode = S_IFDIR | 0755 } },
	};
	struct chain chain = { .path = "/a/b/c", .steps = steps, .count = 4 };
	const struct step *at = NULL;

	assert_int_equal(chain_refused(&chain, &me, &none, &at), REFUSED_NOT);
	for (size_t i = chain.count; i-- > 0;) {
		if (i == 1)
			steps[i].info.uid = OTHER;
		else
			steps[i].info.mode |= S_IWOTH;
		assert_int_equal(chain_refused(&chain, &me, &none, &at),
				 i == 1 ? REFUSED_OWNER : REFUSED_OTHERS);
		assert_ptr_equal(at, &steps[i]);
	}
}

TEST(steps_of_a_path)
{
	struct chain chain;

	put("one/ one/two/");
	assert_int_equal(chain_of(at("one/two"), &chain), 0);
	assert_string_equal(chain.path, at("one/two"));
	assert_int_equal(chain.steps[0].len, 1);
	for (size_t i = 0; i < chain.count; i++) {
		const char *prefix = mem_dup(chain.path, chain.steps[i].len);
		struct file_info info;

		row_text(prefix, path_clean(prefix), prefix);
		assert_int_equal(file_lstat(prefix, &info), 0);
		assert_true(file_same(&info, &chain.steps[i].info));
	}
	assert_int_equal(chain_end(&chain)->len, strlen(chain.path));
	assert_int_equal(chain_of("/", &chain), 0);
	assert_int_equal(chain.count, 1);
	assert_string_equal(chain.path, "/");
}

TEST(links)
{
	static const struct {
		const char *name, *leads_to;
	} links[] = {
		{ "straight", "real/env" },
		{ "straight/sub", "real/env/sub" },
		{ "twice", "real/env" },
		{ "real/up", "real/env" },
		{ "parent/env", "real/env" },
		{ "real/./env", "real/env" },
		{ "real//env", "real/env" },
		{ "real/env/../env", "real/env" },
		{ "real/env/", "real/env" },
	};

	put("real/ real/env/ real/env/sub/ straight>real/env twice>straight "
	    "parent>real");
	put_link("real/up", at("twice"));
	foreach(row, links) {
		struct chain chain;

		row_int(row->name, chain_of(at(row->name), &chain), 0);
		row_text(row->name, chain.path, at(row->leads_to));
		/* A link's own mode counts for nothing: it is not a step. */
		for (size_t j = 0; j < chain.count; j++)
			assert_true(S_ISDIR(chain.steps[j].info.mode));
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
	char name[PATH_MAX];

	put("plain dangling>nothing self>self ping>pong pong>ping");
	foreach(end, ends) {
		errno = 0;
		row_int(end->path, chain_of(at(end->path), &chain), -1);
		row_int(end->path, errno, end->wanted);
	}
	memset(name, 'n', sizeof(name));
	for (size_t len = 300; len < sizeof(name); len += 3700) {
		name[len] = '\0';
		assert_int_equal(chain_of(at(name), &chain), -1);
		assert_int_equal(errno, ENAMETOOLONG);
		name[len] = 'n';
	}
}

MAIN(scratch_make, scratch_remove)
