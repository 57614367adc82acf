/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real paths, and who may write to what lies on them. */
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
/* Zeroes that nobody accepted. */
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

static void owner_and_mode(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct file_info info = { .uid = rows[i].uid,
						.gid = rows[i].gid,
						.mode = rows[i].mode };

		row_int(rows[i].name,
			user_refuses(rows[i].user, rows[i].ok, &info, true),
			rows[i].wanted);
	}
}

/* Of what matters itself others must not add to it: sticky does not help. */
static void sticky_is_for_what_is_above(void **state)
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
	/* What root is in a namespace may lie above, and be nothing more. */
	const struct file_info unknown = { .uid = OVERFLOW,
					   .mode = S_IFDIR | 0755 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		const struct file_info info = { .uid = ME,
						.gid = dirs[i].gid,
						.mode = S_IFDIR |
							dirs[i].mode };

		row_int(dirs[i].name,
			user_refuses(&me, &none, &info, dirs[i].above),
			dirs[i].wanted);
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

static void user_is_effective(void **state)
{
	struct user user = user_of(OVERFLOW);

	(void)state;
	assert_int_equal(user.uid, geteuid());
	assert_int_equal(user.gid, getegid());
	assert_int_equal(user.root, OVERFLOW);
	assert_true(user_or_root(&inside, OVERFLOW));
	assert_false(user_or_root(&me, OVERFLOW));
}

/* Steps of which some are writable: the first from the root on is told. */
static void a_chain_is_as_weak_as_its_weakest(void **state)
{
	struct step steps[] = {
		{ 1, { .uid = 0, .mode = S_IFDIR | 0755 } },
		{ 2, { .uid = 0, .mode = S_IFDIR | S_ISVTX | 0777 } },
		{ 4, { .uid = ME, .gid = ME, .mode = S_IFDIR | 0755 } },
		{ 6, { .uid = ME, .gid = ME, .mode = S_IFDIR | 0755 } },
	};
	struct chain chain = { .path = "/a/b/c", .steps = steps, .count = 4 };
	const struct step *at = NULL;

	(void)state;
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

static void steps_of_a_path(void **state)
{
	struct chain chain;
	struct file_info info;

	(void)state;
	put_dir("one");
	put_dir("one/two");
	assert_int_equal(chain_of(at("one/two"), &chain), 0);
	assert_string_equal(chain.path, at("one/two"));
	assert_int_equal(chain.steps[0].len, 1);
	for (size_t i = 0; i < chain.count; i++) {
		char prefix[PATH_MAX];

		snprintf(prefix, sizeof(prefix), "%.*s",
			 (int)chain.steps[i].len, chain.path);
		row_text(prefix, path_clean(prefix), prefix);
		assert_int_equal(file_lstat(prefix, &info), 0);
		assert_true(file_same(&info, &chain.steps[i].info));
		if (i)
			assert_int_equal(
				path_parent_len(chain.path, chain.steps[i].len),
				chain.steps[i - 1].len);
	}
	assert_int_equal(chain_end(&chain)->len, strlen(chain.path));
	assert_int_equal(chain_of("/", &chain), 0);
	assert_int_equal(chain.count, 1);
	assert_string_equal(chain.path, "/");
}

static void links_are_followed(void **state)
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

	(void)state;
	put_dir("real");
	put_dir("real/env");
	put_dir("real/env/sub");
	put_link("straight", "real/env");
	put_link("twice", "straight");
	put_link("real/up", at("twice"));
	put_link("parent", "real");
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		struct chain chain;

		row_int(links[i].name, chain_of(at(links[i].name), &chain), 0);
		row_text(links[i].name, chain.path, at(links[i].leads_to));
		/* A link's own mode counts for nothing: it is not a step. */
		for (size_t j = 0; j < chain.count; j++)
			assert_true(S_ISDIR(chain.steps[j].info.mode));
	}
}

static const char *long_path(size_t len)
{
	struct buf b = BUF_INIT;

	while (b.len < len)
		buf_puts(&b, b.len + 1 == len ? "d" : "/d");
	return b.data;
}

static void dead_ends(void **state)
{
	const struct {
		const char *path;
		int wanted;
	} ends[] = {
		{ at("nothing"), ENOENT },
		{ at("nothing/below"), ENOENT },
		{ at("dangling"), ENOENT },
		{ at("dangling/below"), ENOENT },
		{ at("plain/below"), ENOTDIR },
		{ at("self"), ELOOP },
		{ at("ping"), ELOOP },
		{ at("ping/below"), ELOOP },
		{ long_path(PATH_MAX), ENAMETOOLONG },
		{ long_path(PATH_MAX * 4), ENAMETOOLONG },
		{ path_join(scratch, long_path(300) + 1), ENOENT },
	};
	struct chain chain;
	char name[300];

	(void)state;
	put_file("plain", "");
	put_link("dangling", "nothing");
	put_link("self", "self");
	put_link("ping", "pong");
	put_link("pong", "ping");
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		errno = 0;
		row_int(ends[i].path, chain_of(ends[i].path, &chain), -1);
		row_int(ends[i].path, errno, ends[i].wanted);
	}
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(chain_of(at(name), &chain), -1);
	assert_int_equal(errno, ENAMETOOLONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(owner_and_mode),
		cmocka_unit_test(sticky_is_for_what_is_above),
		cmocka_unit_test(user_is_effective),
		cmocka_unit_test(a_chain_is_as_weak_as_its_weakest),
		cmocka_unit_test(steps_of_a_path),
		cmocka_unit_test(links_are_followed),
		cmocka_unit_test(dead_ends),
	};

	return RUN_IN_SCRATCH(tests);
}
