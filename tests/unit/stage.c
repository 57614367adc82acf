/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 53 59 60 61 */
/*
 * An environment into its place and out of it, while other programs rename there, and leftovers
 * of killed commands. proof/second_user has the commands; kills/ has them killed.
 */
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "build/stage.h"
#include "build/stage_dir.h"
#include "build/taken.h"
#include "renames.h"
#include "system/replace.h"

/* These two in the place of the C library's */
int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

/** the name of a file that cannot be removed */
static const char *immutable;

int unlinkat(int dir, const char *name, int flags)
{
	errno = EPERM;
	return immutable && streq(name, immutable) ? -1 :
						     (int)syscall(SYS_unlinkat, dir, name, flags);
}

/* Another program moves the environment away, and puts a directory of its own there. */
static void swap(void)
{
	assert_int_equal(rename(at("env"), at("kept")), 0);
	put("env/ env/thesis");
}

TEST(placed)
{
	struct stage s, late;

	assert_int_equal(stage_open(at("."), &s), 0);
	assert_int_equal(stage_open(at("."), &late), 0);
	put_file(path_join(s.name, "pyvenv.cfg"), "new");
	assert_int_equal(stage_place(&s, "env"), 0);
	assert_int_equal(mode_of("env"), 0755);
	/* The name is taken by now. */
	assert_int_equal(stage_place(&late, "env"), -1);
	put("empty/ link>env");
	assert_int_equal(stage_open(at("."), &s), 0);
	assert_int_equal(stage_place(&s, "empty"), -1);
	assert_int_equal(stage_open(at("."), &s), 0);
	assert_int_equal(stage_place(&s, "link"), -1);
	assert_true(is_there("env/pyvenv.cfg"));
	no_leftovers(".");
}

/* The old one is kept; not another directory, which took its name at the last moment. */
TEST(exchanged_keeping)
{
	struct stage s;

	scratch_clear();
	put("env/ env/old");
	for (int i = 0; i < 2; i++) {
		int old = open_dir("env");

		assert_int_equal(stage_open(at("."), &s), 0);
		before_rename = i ? NULL : swap;
		assert_int_equal(stage_exchange(&s, "env", old, "env.old"), i - 1);
		assert_true(is_there(i ? "env.old/thesis" : "env/thesis"));
		assert_true(is_there("kept/old") && is_there("env/thesis") == !i);
		no_leftovers(".");
		close(old);
	}
}

/* A directory that is empty gets the content of the stage; one that is not stays as it is. */
TEST(filled)
{
	struct stage s;

	for (int i = 0; i < 2; i++) {
		scratch_clear();
		put("env/");
		assert_int_equal(stage_open(at("env"), &s), 0);
		put(formatted("env/%s/bin/ env/%s/pyvenv.cfg", s.name, s.name));
		if (i)
			put("env/mine");
		assert_int_equal(stage_fill(&s), -i);
		assert_true(is_there("env/bin") == !i && is_there("env/pyvenv.cfg") == !i);
		no_leftovers("env");
	}
}

/* ---- out of its place ---------------------------------------------------------- */

static void take_name(void)
{
	put("env/");
}

static void swap_twice(void)
{
	swap();
	before_rename = take_name;
}

static int discard_env(void)
{
	struct file_info seen;

	assert_int_equal(file_lstat(at("env"), &seen), 0);
	return discard(real_path_kept(at("env")), &seen);
}

/* Another directory was taken away, and its name is taken by now: it stays beside that. */
TEST(discarded_by_mistake)
{
	scratch_clear();
	put("env/");
	before_rename = swap_twice;
	assert_int_equal(discard_env(), -1);
	assert_true(is_there("kept"));
	fits("env-*/thesis", true);
}

/* The rest of what cannot be removed is out of the way. */
TEST(discarded_in_part)
{
	put("env/ env/bin");
	immutable = "bin";
	assert_int_equal(discard_env(), TAKEN_LEFT);
	immutable = NULL;
	assert_false(is_there("env"));
}

static void write_thesis(void)
{
	put("env/thesis");
}

/* A file of the user's that came after the checks: the directory goes back, as it was. */
TEST(discarded_with_thesis)
{
	scratch_clear();
	put("env/ env/bin/ env/pyvenv.cfg");
	before_rename = write_thesis;
	assert_int_equal(discard_env(), -1);
	assert_true(is_there("env/thesis") && is_there("env/bin") && is_there("env/pyvenv.cfg"));
	no_leftovers(".");
}

/* The same where it was to be replaced: the old and the new one are exchanged back. */
TEST(exchanged_with_thesis)
{
	struct stage s;
	int old;

	scratch_clear();
	put("env/ env/bin/");
	old = open_dir("env");
	assert_int_equal(stage_open(at("."), &s), 0);
	before_rename = write_thesis;
	assert_int_equal(stage_exchange(&s, "env", old, NULL), -1);
	assert_true(is_there("env/thesis") && is_there("env/bin"));
	no_leftovers(".");
	close(old);
}

/* ---- other commands and programs at each rename ------------------------------------ */

/** what is done before a rename of a command: the number counts down to it */
static struct strike {
	int count;
	void (*act)(void);
} strikes[2];

static void strike(void)
{
	before_rename = strike;
	for (size_t i = 0; i < ARRAY_SIZE(strikes); i++)
		if (strikes[i].count-- == 1)
			strikes[i].act();
}

static void die(void)
{
	_exit(0);
}

/* The hook is for the command's own renames. */
static void sweep(void)
{
	before_rename = NULL;
	stage_sweep(at("."));
	before_rename = strike;
}

static void come_dir(void)
{
	put("came -name name/ name/thesis");
}

static void come_file(void)
{
	put("came -name");
	put_file("name", "thesis");
}

static void come_link(void)
{
	put("came -name name>thesis");
}

static void write_into(void)
{
	put(file_link_text(AT_FDCWD, at("name")) ? "came -name" : "came");
	if (file_exists(at("name/.")) > 0)
		put("name/thesis");
	else
		put_file("name", "thesis");
}

/* The commands' ways to write: "name" is SEEN in DIR. They return 0, or -1. */
static int write_link(int dir, const struct file_info *seen)
{
	return replace_link(dir, "name", "new", seen);
}

static int write_file(int dir, const struct file_info *seen)
{
	return replace_file(dir, "name", "new", 3, 0644, seen);
}

static int take(int dir, const struct file_info *seen)
{
	return remove_seen(dir, "name", seen);
}

static int take_dir(int dir, const struct file_info *seen)
{
	(void)dir;
	return discard(real_path_kept(at("name")), seen);
}

static int exchange_dir(int dir, const struct file_info *seen)
{
	struct stage s;
	int old = open_dir("name");

	(void)dir, (void)seen;
	return stage_open(at("."), &s) ? -1 : stage_exchange(&s, "name", old, NULL);
}

static const struct {
	const char *was;
	int (*write)(int dir, const struct file_info *seen);
} ways[] = { { "name>old", write_link }, { "name", write_link },   { "name>old", write_file },
	     { "name", write_file },     { "name>old", take },     { "name", take },
	     { "name/", take_dir },      { "name/", exchange_dir } };

/* Way I with the strikes, and a sweep. Returns the exit status of the way. */
static int struck(size_t i, int first, void (*change)(void), int second, void (*end)(void))
{
	struct file_info seen;
	int dir, null, status;

	scratch_clear();
	put(ways[i].was);
	/* A strike may end the process. */
	if (fork()) {
		wait(&status);
		return WEXITSTATUS(status);
	}
	null = open("/dev/null", O_WRONLY);
	dup2(null, STDERR_FILENO);
	dir = open_dir(".");
	assert_int_equal(file_lstat(at("name"), &seen), 0);
	if (!fork()) {
		strikes[0] = (struct strike){ first, change };
		strikes[1] = (struct strike){ second, end };
		before_rename = strike;
		_exit(ways[i].write(dir, &seen) ? 1 : 0);
	}
	wait(&status);
	stage_sweep(at("."));
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 2);
}

/* What another program put at "name" is there, or at "name-…", or in "name" under its old name. */
static bool thesis_is_kept(void)
{
	bool is_kept = false;
	glob_t found;

	glob(at("name*"), GLOB_NOCHECK, NULL, &found);
	glob(at(".avenv-old-*-name"), GLOB_APPEND, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *name = path_base(found.gl_pathv[i]);
		const char *to = file_link_text(AT_FDCWD, at(name));

		if (to)
			is_kept |= streq(to, "thesis");
		else if (file_exists(at(path_join(name, "."))) > 0)
			is_kept |= is_there(path_join(name, "thesis"));
		else if (is_there(name))
			is_kept |= streq(slurp(name), "thesis");
	}
	globfree(&found);
	return is_kept;
}

/* CHANGE comes before rename FIRST of way I, which is ended at any later rename. */
static void comes(size_t i, void (*change)(void), int first)
{
	static void (*const ends[])(void) = { die, sweep };

	for (int n = 0; n < 6; n++) {
		struck(i, first, change, first + n / 2, ends[n % 2]);
		row_int(formatted("way %zu, change before %d, end %d", i, first, n),
			!is_there("came") || thesis_is_kept(), true);
		/* What was written into an environment may stay there. */
		if (change != write_into)
			no_leftovers(".");
	}
}

/*
 * Another program's entry comes before any rename of a command, which is killed at any later one,
 * or another command sweeps there.
 */
TEST(taken_by_mistake)
{
	static void (*const changes[])(void) = { come_dir, come_file, come_link, write_into };

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		for (size_t n = 0; n < 2 * ARRAY_SIZE(changes); n++)
			comes(i, changes[n / 2], (int)(1 + n % 2));
}

/* Another command's sweep does not hinder one at work. */
TEST(swept_at_work)
{
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		for (int when = 1; when <= 4; when++) {
			row_int(formatted("way %zu, sweep before %d", i, when),
				struck(i, 0, NULL, when, sweep), 0);
			no_leftovers(".");
		}
}

/* A name that is too long for digits behind it. */
TEST(long_names)
{
	char name[256] = { 0 };
	struct file_info seen;
	int dir;

	scratch_clear();
	memset(name, 'n', 255);
	dir = open_dir(".");
	put_file(name, "old");
	assert_int_equal(file_lstat(at(name), &seen), 0);
	put("other");
	assert_int_equal(rename(at(name), at("other")), 0);
	put_file(name, "theirs");
	assert_error(remove_seen(dir, name, &seen), ESTALE);
	assert_string_equal(slurp(name), "theirs");
	assert_true(strlen(give_back(dir, "other", name)) < 255);
	assert_false(is_there("other"));
	no_leftovers(".");
	close(dir);
}

/* The path in directory IN of a private name of directory OF. */
static const char *private_name(const char *in, const char *of, const char *prefix)
{
	int dir = open_dir(of);
	const char *path = path_join(in, temp_name(dir, prefix));

	close(dir);
	return path;
}

/* A directory in directory IN that a killed command was removing. Returns its path. */
static const char *half_removed(const char *in)
{
	struct file_info seen;
	const char *path;
	int dir = open_dir(in);

	put(joined(in, "/env/"));
	assert_int_equal(file_lstatat(dir, "env", &seen), 0);
	path = path_join(in, old_name(dir, "env", &seen, &seen));
	assert_int_equal(rename(at(path_join(in, "env")), at(path)), 0);
	close(dir);
	return path;
}

/* Only what was made in that directory goes, and not if a command holds it. */
TEST(leftovers_swept)
{
	const char *old, *link,
		*kept[8] = { "w/linked", "w/.avenv-new-0123456789abcdef", "w/.avenv-new-01234567" };
	int fd;

	put("w/ other/");
	old = half_removed("w");
	link = private_name("w", "w", ".avenv-new-");
	kept[3] = path_join("w", path_base(half_removed("other")));
	kept[4] = private_name("w", "w", ".avenv-tmp-");
	kept[5] = joined(private_name("w", "w", ".avenv-new-"), "0");
	kept[6] = private_name("w", "w", ".avenv-new-");
	for (const char *const *name = kept; *name; name++)
		put(formatted("%s/ %s/x", *name, *name));
	put(formatted("%s>linked %s/bin/ %s/bin/x", link, old, old));
	put_mode(path_join(old, "bin"), 0500);
	fd = open_dir(kept[6]);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	stage_sweep(at("w"));
	assert_false(is_there(old));
	/* Another program wrote into an environment that a killed command was removing. */
	old = half_removed("w");
	put(joined(old, "/thesis"));
	stage_sweep(at("w"));
	assert_true(is_there(path_join(old, "thesis")));
	for (const char *const *name = kept; *name; name++)
		row_int(*name, is_there(path_join(*name, "x")), true);
	close(fd);
}

/* Another user could have renamed a directory of ours to such a name, or made it. */
TEST(leftovers_of_others)
{
	const char *left;

	put("others/");
	left = half_removed("others");
	put_mode("others", 0777);
	stage_sweep(at("others"));
	assert_true(is_there(left));
	put_mode("others", 01777);
	if (!lchown(at(left), 4242, 4242)) {
		stage_sweep(at("others"));
		assert_true(is_there(left));
		assert_int_equal(lchown(at(left), 0, 0), 0);
	}
	stage_sweep(at("others"));
	assert_false(is_there(left));
}

MAIN(NULL)
