/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 47 50 51 67 */
/* Sound wheels are installed as pip installs them; hostile ones of tests/mkwheel.py are refused. */
#include <sys/wait.h>

#include "test.h"

#include "build/wheel.h"

#define TINY "tiny-1.0-py3-none-any.whl"
#define SITE "env/site/"
#define INFO "tiny-1.0.dist-info/"

static struct wheel_target target = {
	.site_to_bin = "../bin",
	.interpreter = "/e/bin/python",
	.series = "3.12",
	.mode = 0644,
};

static void setup(void)
{
	const char *script = path_join(getenv("SRCDIR"), "tests/mkwheel.py");
	pid_t pid = fork();
	int status;

	if (!pid) {
		execlp("python3", "python3", script, at("wheels"), (char *)NULL);
		_exit(127);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid && !status);
}

/** a link that is there before the wheel, to something of the user's */
static const char *in_the_way;

/* An empty site-packages and bin. */
static void fresh(void)
{
	scratch_remove("env");
	close(target.site);
	close(target.bin);
	put("env/site/ env/bin/");
	if (in_the_way) {
		put(SITE "tiny/ " SITE INFO);
		put_link(in_the_way,
			 at(ends_with(in_the_way, "sub") ? "elsewhere" : "elsewhere/victim"));
	}
	target.site = open_dir("env/site");
	target.bin = open_dir("env/bin");
}

static const char *made(const char *name)
{
	return path_join(at(path_join("wheels", name)), TINY);
}

/* Install the wheel at PATH; a refusal's message goes to the file "message". */
static int install(const char *path)
{
	int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3), ret = -1;
	struct unpacking *u = NULL;
	struct wheel wheel;

	fresh();
	assert_non_null(freopen(at("message"), "w", stderr));
	if (!wheel_open(path, &wheel)) {
		wheel.pip_version = "23.0.1";
		u = unpack_begin(&wheel, 1, dup(target.site));
	}
	if (u)
		ret = unpack_end(u) || wheel_record(&wheel, &target) ? -1 : 0;
	fflush(stderr);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	close(kept);
	return ret;
}

/* ---- sound ones ------------------------------------------------------------- */

/* The RECORD that pip 23.0.1 writes for the same wheel. */
static const char record[] =
	// clang-format off
	"../bin/tiny,sha256=hADk44tjdNJDjGBAQx4PsXnlkOWo2m7cJQMX5u2jDB4,200\r\n"
	"../bin/tiny-deep,sha256=FmAQZn_olZnTpXeS3fLD40TD6I0ZtSNnWv3RgdkMgjM,210\r\n"
	INFO "INSTALLER,sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg,4\r\n"
	INFO "METADATA,sha256=Z9n_IUQkML8vzJ1f0jKNKbg5tBPRhVCQLdNBCFhWUd8,46\r\n"
	INFO "RECORD,,\r\n"
	INFO "REQUESTED,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n"
	INFO "WHEEL,sha256=c92mt15xPXRV6epmygnlIfHapt23jPltGwnxrJH4t2s,78\r\n"
	INFO "entry_points.txt,sha256=o9l3zR6IjUI27NnezbSkMSsa3IQe47XYKRBsDT2wFDM,91\r\n"
	"tiny/__init__.py,sha256=12aeFKV8Jfq0VdAbfY7iGGIkHVo5vdH18H-VMmr7LeI,600\r\n"
	"tiny/run.sh,sha256=qAdtPSjSHgIBKyDq99v3VAmmJ3E0Q5Al8oLjaOMwWr8,10\r\n"
	"tiny/sub/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n"
	"\"tiny/sub/data, \"\"quoted\"\".txt\","
	"sha256=Zmey0aq2oAyqWu5a-K2fFGXlZ6vxwgnRVyfVez6Pbl8,5\r\n";
// clang-format on

TEST(as_pip_installs_it)
{
	static const char *const names[] = { SITE "tiny/__init__.py", SITE "tiny/run.sh",
					     "env/bin/tiny", SITE "tiny" };
	static const mode_t rows[][5] = {
		/* umask, file, program, script, directory */
		{ 022, 0644, 0755, 0755, 0755 },
		{ 077, 0600, 0711, 0755, 0700 },
		{ 002, 0664, 0775, 0775, 0775 },
	};

	foreach(row, rows) {
		umask((*row)[0]);
		target.mode = 0666 & ~(*row)[0];
		assert_int_equal(install(made("tiny")), 0);
		umask(022);
		assert_string_equal(slurp(SITE INFO "INSTALLER"), "pip\n");
		assert_string_equal(slurp(SITE INFO "REQUESTED"), "");
		assert_string_equal(slurp(SITE INFO "RECORD"), record);
		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
			row_int(names[i], mode_of(names[i]), (*row)[i + 1]);
	}
	assert_int_equal(install(made("unusual")), 0);
	assert_int_equal(strlen(slurp(SITE "tiny/more")), 1000);
	assert_false(is_there(SITE "empty"));
}

/* ---- hostile ones ------------------------------------------------------------ */

TEST(hostile_ones_are_refused)
{
	char *rest = mem_dups(slurp("wheels/refused")), *name;

	while ((name = strtok_r(rest, "\n", &rest))) {
		char *wanted = strchr(name, ' ');
		const char *message;

		*wanted++ = '\0';
		row_int(name, install(made(name)), -1);
		message = slurp("message");
		if (!strstr(message, wanted) || !strstr(message, "' is refused: ") ||
		    !strstr(message, made(name)))
			row_text(name, message, wanted);
		row_int(name, is_there("env/evil") || is_there("evil") || is_there("wheels/evil"),
			false);
	}
}

/* A file that is there is not written to, nor through a link; a directory that is one neither. */
TEST(nothing_is_overwritten)
{
	static const char *const rows[] = { SITE "tiny/run.sh", SITE INFO "INSTALLER",
					    SITE INFO "RECORD", "env/bin/tiny", SITE "tiny/sub" };

	foreach(row, rows) {
		put("elsewhere/");
		put_file("elsewhere/victim", "mine");
		in_the_way = *row;
		row_int(*row, install(made("tiny")), -1);
		row_int(*row, strstr(slurp("message"), path_base(*row)) != NULL, true);
		assert_string_equal(slurp("elsewhere/victim"), "mine");
		assert_false(is_there("elsewhere/__init__.py"));
	}
	in_the_way = NULL;
}

MAIN(setup)
