/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile and broken wheels: each refused with a word. */
#include "wheel.h"

/* FILE of the case NAME is refused, which WANTED and its path are said of. */
static void refused(const char *name, const char *file, const char *wanted)
{
	const char *path = case_path(name, file);
	struct wheel wheel;
	int kept = hide();
	int ret = wheel_open(path, &wheel);
	const char *message = show(kept);

	row_int(name, ret, -1);
	if (!strstr(message, wanted))
		row_text(name, message, wanted);
	if (!strstr(message, path))
		row_text(name, message, path);
}

/** A case, and what is said of its wheel before a byte is written. */
struct broken_wheel {
	const char *name, *message;
};

static void refused_each(const struct broken_wheel *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		refused(cases[i].name, TINY, cases[i].message);
}

/* Where a member would come to lie, and how much of them there is. */
TEST(hostile_members)
{
	static const struct broken_wheel cases[] = {
		{ "absolute", "'/tmp/evil' is not a plain path" },
		{ "parent", "'../evil' leads out of the wheel" },
		{ "parent-inside", "'tiny/../../evil' leads out of the wheel" },
		{ "dot", "'./evil' is not a plain path" },
		{ "empty-part", "'tiny//evil' is not a plain path" },
		{ "backslash", "'tiny/ev\\\\il' has a character" },
		{ "backslash-parent", "'../evil' leads out of the wheel" },
		{ "newline", "'tiny/ev\\012il' has a character" },
		{ "latin1", "it has a name not in UTF-8" },
		{ "broken-utf8", "converted from UTF-8" },
		{ "long-part", "has too long a name" },
		{ "long-name", "it has too long a name" },
		{ "other-local-name", "'../../evi' leads out of the wheel" },
		{ "twice", "'tiny/a' is there twice" },
		{ "file-and-directory", "'tiny/a/b' lies in a file" },
		{ "member-in-record", "'tiny/__init__.py/x' lies in a file" },
		{ "link", "'tiny/evil' is neither a file nor a directory" },
		{ "device", "'tiny/evil' is neither a file nor a directory" },
		{ "encrypted", "'tiny/evil' is encrypted" },
		{ "large", "'tiny/evil' is one too much" },
		{ "large-together", "'tiny/4' is one too much" },
		{ "many", "'20000' is one too many" },
		{ "many-directories", "it needs too many directories" },
		{ "large-record", "RECORD' is too large" },
	};

	refused_each(cases, ARRAY_SIZE(cases));
}

/* What a wheel says of itself; and what is no archive. */
TEST(broken)
{
	static const struct broken_wheel cases[] = {
		{ "no-info", "it has no .dist-info" },
		{ "second-info", "METADATA' is a second .dist-info" },
		{ "other-name", "is of another name or version" },
		{ "other-version", "is of another name or version" },
		{ "no-metadata", "METADATA' is missing" },
		{ "no-wheel", "WHEEL' is missing" },
		{ "no-record", "RECORD' is missing" },
		{ "info-is-file", "METADATA' is missing" },
		{ "data", "is not for site-packages" },
		{ "not-pure", "it is not pure Python" },
		{ "version-2", "its format is not version 1" },
		{ "script-outside",
		  "'../evil = tiny:main' is not an entry point" },
		{ "script-below", "'a/b = tiny:main' is not an entry point" },
		{ "script-code", "'x = os;evil:main' is not an entry point" },
		{ "script-call", "'x = tiny:main()' is not an entry point" },
		{ "script-module", "'x = tiny' is not an entry point" },
		{ "not-in-record", "'tiny/evil' is not in RECORD" },
		{ "only-in-record", "'tiny/gone' is in RECORD, but not in" },
		{ "only-in-record-last", "'zzz' is in RECORD, but not in" },
		{ "twice-in-record", "'tiny/run.sh' is in RECORD twice" },
		{ "other-size", "'tiny/evil' has another size in RECORD" },
		{ "no-size", "'tiny/evil' has another size in RECORD" },
		{ "no-hash", "'tiny/evil' has no SHA-256 in RECORD" },
		{ "md5", "'tiny/evil' has no SHA-256 in RECORD" },
		{ "short-hash", "'tiny/evil' has no SHA-256 in RECORD" },
		{ "four-fields", "its RECORD cannot be read" },
		{ "open-quote", "its RECORD cannot be read" },
		{ "nul-in-record", "its RECORD cannot be read" },
		{ "empty", "archive format" },
		{ "no-zip", "archive format" },
		{ "half", "archive format" },
		{ "cut", "archive format" },
		{ "headless", "archive format" },
	};

	refused_each(cases, ARRAY_SIZE(cases));
}

/* What only the bytes themselves show: never more than was announced. */
TEST(refused_later)
{
	static const struct {
		const char *name, *message;
		off_t most;
	} cases[] = {
		{ "other-hash", "'tiny/evil' is not what RECORD says", 1000 },
		{ "longer", "'tiny/evil'", 900 },
		{ "longer-stored", "'tiny/evil'", 900 },
		{ "shorter", "'tiny/evil'", 1100 },
		{ "endless", "'tiny/evil' is longer than it says", 10 },
		{ "damaged", "'tiny/evil' cannot be unpacked", 0 },
	};

	foreach(row, cases) {
		struct wheel wheel;
		struct stat st;
		const char *message;
		int kept;

		fresh_target();
		row_int(row->name,
			wheel_open(case_path(row->name, TINY), &wheel), 0);
		kept = hide();
		row_int(row->name, wheels_unpack(&wheel, 1, &target), -1);
		message = show(kept);
		if (!strstr(message, row->message))
			row_text(row->name, message, row->message);
		assert_int_equal(lstat(at("env/site/tiny/evil"), &st), 0);
		row_int(row->name, st.st_size <= row->most, true);
		close_target();
	}
}

TEST(other_file_names)
{
	static const struct {
		const char *name, *file, *message;
	} cases[] = {
		{ "no-wheel-name", "tiny.whl", "it is not named as a wheel" },
		{ "no-whl", "tiny-1.0-py3-none-any.zip",
		  "it is not named as a wheel" },
		{ "no-name", "-1.0-py3-none-any.whl",
		  "it is not named as a wheel" },
		{ "no-version", "tiny--py3-none-any.whl",
		  "it is not named as a wheel" },
		{ "other-file-name", "tiny-1.1-py3-none-any.whl",
		  "is of another name or version" },
		{ "tiny", "gone-1.0-py3-none-any.whl", "No such file" },
	};

	foreach(row, cases)
		refused(row->name, row->file, row->message);
}

/* LEN bytes at DATA are a wheel that can be installed. */
static bool installs(const char *data, size_t len)
{
	struct wheel wheel;
	int ret;

	put_bytes(TINY, data, len);
	if (wheel_open(at(TINY), &wheel))
		return false;
	fresh_target();
	ret = wheels_unpack(&wheel, 1, &target);
	close_target();
	return !ret;
}

/* The bytes of the sound one; from here messages are not wanted. */
static struct text begin_damage(int *kept)
{
	struct text tiny;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	assert_int_equal(file_slurp(case_path("tiny", TINY), FILE_MAX, &tiny),
			 0);
	assert_true(installs(tiny.data, tiny.len));
	*kept = dup(STDERR_FILENO);
	assert_true(dup2(null, STDERR_FILENO) >= 0);
	close(null);
	return tiny;
}

static void end_damage(int kept)
{
	fflush(stderr);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	close(kept);
}

TEST(truncated)
{
	size_t installed_ones = 0;
	int kept;
	struct text tiny = begin_damage(&kept);

	for (size_t len = 0; len < tiny.len; len++)
		installed_ones += installs(tiny.data, len);
	end_damage(kept);
	assert_int_equal(installed_ones, 0);
}

/* A bit of each byte: refused, or nothing that matters was hit. */
TEST(flipped)
{
	size_t wrong = 0, same = 0;
	int kept;
	struct text tiny = begin_damage(&kept);

	for (size_t i = 0; i < tiny.len; i++) {
		tiny.data[i] ^= (char)(1U << i % 8);
		if (installs(tiny.data, tiny.len)) {
			struct text text;

			same++;
			wrong += file_slurp(at("env/site/tiny/__init__.py"),
					    FILE_MAX, &text) ||
				 !strstr(text.data, "print(\"tiny\")");
		}
		tiny.data[i] ^= (char)(1U << i % 8);
	}
	end_damage(kept);
	assert_int_equal(wrong, 0);
	/* Dates, versions and the like may be what they want. */
	assert_in_range(same, 1, tiny.len / 3);
}

MAIN(wheel_setup, scratch_remove)
