/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 51 67 */
/* Hostile and broken wheels are refused, and write nothing elsewhere. */
#include "wheel.h"

/* FILE of the case NAME is refused, with its path and WANTED in the message. */
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

/** A wheel refused before a byte is written, and a part of the message. */
struct broken_wheel {
	const char *name, *message;
};

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

	foreach(row, cases)
		refused(row->name, TINY, row->message);
}

TEST(broken_wheels)
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
		{ "script-outside", "'../evil = tiny:main' is not an entry point" },
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

	foreach(row, cases)
		refused(row->name, TINY, row->message);
}

/* Found while unpacking: never more bytes are written than announced. */
TEST(members_that_lie)
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
		row_int(row->name, wheel_open(case_path(row->name, TINY), &wheel), 0);
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

TEST(names_of_wheels)
{
	static const struct {
		const char *name, *file, *message;
	} cases[] = {
		{ "no-wheel-name", "tiny.whl", "it is not named as a wheel" },
		{ "no-whl", "tiny-1.0-py3-none-any.zip", "it is not named as a wheel" },
		{ "no-name", "-1.0-py3-none-any.whl", "it is not named as a wheel" },
		{ "no-version", "tiny--py3-none-any.whl", "it is not named as a wheel" },
		{ "other-file-name", "tiny-1.1-py3-none-any.whl", "is of another name or version" },
		{ "tiny", "gone-1.0-py3-none-any.whl", "No such file" },
	};

	foreach(row, cases)
		refused(row->name, row->file, row->message);
}

/* LEN bytes at DATA are a wheel, and it was installed. */
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

/* A wheel cut short is refused. So is one with a changed bit, or the bit meant nothing. */
TEST(damaged_anywhere)
{
	int kept = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
	size_t cut = 0, wrong = 0, same = 0;
	struct text tiny, text;

	assert_int_equal(file_slurp(case_path("tiny", TINY), FILE_MAX, &tiny), 0);
	assert_true(installs(tiny.data, tiny.len));
	assert_true(dup2(null, STDERR_FILENO) >= 0);
	for (size_t len = 0; len < tiny.len; len += 5)
		cut += installs(tiny.data, len);
	for (size_t i = 0; i < tiny.len; i += 3) {
		tiny.data[i] ^= (char)(1U << i % 8);
		if (installs(tiny.data, tiny.len)) {
			same++;
			wrong += file_slurp(at("env/site/tiny/__init__.py"), FILE_MAX, &text) ||
				 !strstr(text.data, "print(\"tiny\")");
		}
		tiny.data[i] ^= (char)(1U << i % 8);
	}
	fflush(stderr);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	close(kept);
	close(null);
	assert_int_equal(cut + wrong, 0);
	/* Dates, versions and the like. */
	assert_in_range(same, 1, tiny.len / 9);
}

MAIN(wheel_setup, scratch_remove)
