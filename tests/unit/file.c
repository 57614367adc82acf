/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at files: what is read, what is refused, what is not waited for. */
#include <dirent.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/file.h"
#include "scratch.h"

enum {
	LIMIT = 1000,
};

static void fill(const char *name, size_t len)
{
	char *data = test_malloc(len + 1);

	memset(data, 'x', len);
	put_bytes(name, data, len);
	test_free(data);
}

static void slurp_up_to_the_limit(void **state)
{
	static const size_t sizes[] = { 0, 1, LIMIT - 1, LIMIT };
	struct text text;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		fill("sized", sizes[i]);
		assert_int_equal(file_slurp(at("sized"), LIMIT, &text), 0);
		assert_int_equal(text.len, sizes[i]);
		assert_int_equal(text.data[text.len], '\0');
		assert_int_equal(text.info.size, sizes[i]);
	}
}

static void slurp_keeps_nuls(void **state)
{
	struct text text;

	(void)state;
	put_bytes("nuls", "a\0b", 3);
	assert_int_equal(file_slurp(at("nuls"), LIMIT, &text), 0);
	assert_memory_equal(text.data, "a\0b", 4);
}

static void put_socket(const char *name)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	/* By a relative name: the scratch directory's path may be too long. */
	assert_int_equal(chdir(scratch), 0);
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", name);
	assert_int_equal(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	close(fd);
}

/* Each at once and with a reason: a FIFO without a writer would block. */
static void slurp_refuses(void **state)
{
	static const struct {
		const char *name;
		int wanted;
	} rows[] = {
		{ "large", EFBIG },     { "directory", EINVAL },
		{ "fifo", EINVAL },     { "socket", ENXIO },
		{ "link", ELOOP },      { "loop", ELOOP },
		{ "dangling", ELOOP },  { "nothing", ENOENT },
		{ "small/x", ENOTDIR },
	};
	struct text text;

	(void)state;
	fill("large", LIMIT + 1);
	put_file("small", "x");
	put_dir("directory");
	put_fifo("fifo");
	put_socket("socket");
	put_link("link", "small");
	put_link("loop", "loop");
	put_link("dangling", "nowhere");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		errno = 0;
		row_int(rows[i].name,
			file_slurp(at(rows[i].name), LIMIT, &text), -1);
		row_int(rows[i].name, errno, rows[i].wanted);
	}
}

static void slurp_refuses_devices(void **state)
{
	struct text text;

	(void)state;
	assert_int_equal(file_slurp("/dev/zero", LIMIT, &text), -1);
	assert_int_equal(errno, EINVAL);
}

/* A file that is larger when read than it was when looked at. */
static void slurp_refuses_what_grows(void **state)
{
	struct file_info info;
	struct text text;

	(void)state;
	if (file_lstat("/proc/self/stat", &info) || info.size)
		skip();
	assert_int_equal(file_slurp("/proc/self/stat", LIMIT, &text), -1);
	assert_int_equal(errno, EFBIG);
}

/* No descriptor stays open, whatever happened. */
static void slurp_closes(void **state)
{
	int before = dup(0), after;
	struct text text;

	(void)state;
	close(before);
	fill("large", LIMIT + 1);
	assert_int_equal(file_slurp(at("large"), LIMIT, &text), -1);
	assert_int_equal(file_slurp(scratch, LIMIT, &text), -1);
	fill("sized", 3);
	assert_int_equal(file_slurp(at("sized"), LIMIT, &text), 0);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

static void stat_and_lstat(void **state)
{
	struct file_info file, link, through, relative;
	struct stat st;
	int dir;

	(void)state;
	put_file("target", "12345");
	put_mode("target", 0640);
	put_link("pointer", "target");
	assert_int_equal(file_lstat(at("target"), &file), 0);
	assert_int_equal(file_lstat(at("pointer"), &link), 0);
	assert_int_equal(file_stat(at("pointer"), &through), 0);
	dir = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(file_lstatat(dir, "target", &relative), 0);
	close(dir);
	assert_true(S_ISLNK(link.mode));
	assert_true(S_ISREG(through.mode));
	assert_true(file_same(&file, &through));
	assert_true(file_same(&file, &relative));
	assert_false(file_same(&file, &link));
	/* Of another file system a number says nothing. */
	relative.dev++;
	assert_false(file_same(&file, &relative));
	assert_int_equal(stat(at("target"), &st), 0);
	assert_int_equal(file.ino, st.st_ino);
	assert_int_equal(file.size, 5);
	assert_int_equal(file.uid, st.st_uid);
	assert_int_equal(file.gid, st.st_gid);
	assert_int_equal(file.mode, st.st_mode);
	assert_int_equal(file_stat(at("nothing"), &file), -1);
	assert_int_equal(errno, ENOENT);
}

/** What a visitor saw. */
struct seen {
	size_t count, stop_at;
	bool dot, directory;
};

static bool visit(void *arg, int fd, const char *name, int type)
{
	struct seen *seen = arg;
	struct file_info info;

	seen->count++;
	seen->dot |= !strcmp(name, ".") || !strcmp(name, "..");
	seen->directory |=
		!strcmp(name, "d7") && (type == DT_DIR || type == DT_UNKNOWN);
	assert_int_equal(file_lstatat(fd, name, &info), 0);
	return seen->count != seen->stop_at;
}

static void programs(void **state)
{
	(void)state;
	put_file("script", "");
	assert_false(file_is_program(at("script")));
	put_mode("script", 0755);
	assert_true(file_is_program(at("script")));
	put_dir("dir");
	assert_false(file_is_program(at("dir")));
	assert_false(file_is_program(at("nothing")));
}

static void scan(void **state)
{
	/* More than one getdents() of the helper's 8 KiB holds. */
	enum {
		ENTRIES = 600
	};
	struct seen all = { 0 }, some = { .stop_at = 5 };
	char name[32];

	(void)state;
	put_dir("many");
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(name, sizeof(name), "many/%c%d", i == 7 ? 'd' : 'f',
			 i);
		if (i == 7)
			put_dir(name);
		else
			put_file(name, "");
	}
	assert_int_equal(file_scan(at("many"), visit, &all), 0);
	assert_int_equal(all.count, ENTRIES);
	assert_false(all.dot);
	assert_true(all.directory);
	assert_int_equal(file_scan(at("many"), visit, &some), 0);
	assert_int_equal(some.count, 5);
}

static void scan_refuses(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	put_file("plain", "");
	assert_int_equal(file_scan(at("plain"), visit, &seen), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_int_equal(file_scan(at("nothing"), visit, &seen), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(seen.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slurp_up_to_the_limit),
		cmocka_unit_test(slurp_keeps_nuls),
		cmocka_unit_test(slurp_refuses),
		cmocka_unit_test(slurp_refuses_devices),
		cmocka_unit_test(slurp_refuses_what_grows),
		cmocka_unit_test(slurp_closes),
		cmocka_unit_test(stat_and_lstat),
		cmocka_unit_test(programs),
		cmocka_unit_test(scan),
		cmocka_unit_test(scan_refuses),
	};

	return RUN_IN_SCRATCH(tests);
}
