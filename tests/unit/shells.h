/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real shells, started in the ways that matter, and what they print. */
#ifndef AVENV_TESTS_UNIT_SHELLS_H
#define AVENV_TESTS_UNIT_SHELLS_H

#include <sys/wait.h>

#include "core/buf.h"
#include "scratch.h"
#include "shell/shell.h"

enum {
	OUTPUT_MAX = 1 << 20,
	/** a child's exit status that no shell has */
	NOT_THERE = 99,
};

/** One way to start a shell. */
struct mode {
	const char *name;
	const struct shell *shell;
	const char *argv[5];
	const char *locale;
	/** what the script begins with */
	const char *prelude;
};

// clang-format off
static struct mode modes[] = {
	{ "bash", &shell_bash, { "bash", "--norc", "--noprofile" }, "C.UTF-8", "" },
	{ "bash in C", &shell_bash, { "bash", "--norc", "--noprofile" }, "C", "" },
	{ "bash --posix", &shell_bash, { "bash", "--norc", "--noprofile", "--posix" }, "C.UTF-8", "" },
	{ "bash with set -euf", &shell_bash, { "bash", "--norc", "--noprofile" }, "C.UTF-8", "set -euf; shopt -s nocasematch extglob failglob; IFS=/\n" },
	{ "zsh", &shell_zsh, { "zsh", "-f" }, "C.UTF-8", "" },
	{ "zsh in C", &shell_zsh, { "zsh", "-f" }, "C", "" },
	{ "zsh with csh_junkie_quotes", &shell_zsh, { "zsh", "-f" }, "C.UTF-8", "setopt csh_junkie_quotes\n" },
	{ "zsh with rc_quotes", &shell_zsh, { "zsh", "-f" }, "C.UTF-8", "setopt rc_quotes\n" },
	{ "zsh with both", &shell_zsh, { "zsh", "-f" }, "C.UTF-8", "setopt csh_junkie_quotes rc_quotes\n" },
	{ "zsh with glob_subst and more", &shell_zsh, { "zsh", "-f" }, "C.UTF-8", "setopt glob_subst sh_word_split ksh_arrays extended_glob null_glob bang_hist magic_equal_subst no_multibyte\n" },
	{ "zsh as sh", &shell_zsh, { "zsh", "-f" }, "C.UTF-8", "emulate sh\n" },
	{ "fish", &shell_fish, { "fish", "--no-config" }, "C.UTF-8", "" },
	{ "fish in C", &shell_fish, { "fish", "--no-config" }, "C", "" },
};

static inline void run_child(const struct mode *mode)
{
	int in = open("/dev/null", O_RDONLY);
	int out = open(at("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	const char *argv[ARRAY_SIZE(mode->argv) + 2] = { 0 };
	size_t n = 0;

	for (; mode->argv[n]; n++)
		argv[n] = mode->argv[n];
	argv[n] = at("script");
	setenv("LC_ALL", mode->locale, 1);
	if (chdir(scratch) || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		_exit(126);
	execvp(argv[0], (char **)(uintptr_t)argv);
	_exit(NOT_THERE);
}

/* Run SCRIPT; its output is in *OUT.  Skips the test where there is no shell */
static inline void run(const struct mode *mode, const struct buf *script,
		struct text *out)
{
	struct buf whole = BUF_INIT;
	int status;
	pid_t pid;

	buf_puts(&whole, mode->prelude);
	buf_put(&whole, script->data, script->len);
	put_bytes("script", whole.data, whole.len);
	pid = fork();
	if (pid == 0)
		run_child(mode);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_THERE)
		skip();
	row_int(mode->name, WEXITSTATUS(status), 0);
	assert_int_equal(file_slurp(at("out"), OUTPUT_MAX, out), 0);
}

/* The next of the NUL-terminated strings in OUT must be WANTED. */
static inline void expect(const struct mode *mode, const struct text *out, size_t *pos,
		   const char *wanted)
{
	if (*pos >= out->len)
		fail_msg("%s: output ends before '%s'", mode->name, wanted);
	row_text(mode->name, out->data + *pos, wanted);
	*pos += strlen(out->data + *pos) + 1;
}

/* "touch x" is in many a string: it must not have been done. */
static inline void expect_nothing_done(void)
{
	struct file_info info;

	assert_int_equal(file_lstat(at("x"), &info), -1);
}

#define PRINT "printf '%s\\0' "

/** What each mode is put through. */
struct trial {
	const char *name;
	CMUnitTestFunction run;
};

enum {
	TRIALS_MAX = 8,
};

/* Each of TRIALS under each mode, named by both. */
static inline int run_trials(const struct trial *trials, size_t count,
			     CMFixtureFunction setup)
{
	static char titles[TRIALS_MAX * ARRAY_SIZE(modes)][64];
	static struct CMUnitTest tests[ARRAY_SIZE(titles)];

	for (size_t i = 0; i < ARRAY_SIZE(tests); i++) {
		struct mode *mode = &modes[i % ARRAY_SIZE(modes)];
		size_t trial = i / ARRAY_SIZE(modes);

		if (trial >= count)
			break;
		snprintf(titles[i], sizeof(titles[i]), "%s: %s", mode->name,
			 trials[trial].name);
		tests[i] = (struct CMUnitTest){
			.name = titles[i],
			.test_func = trials[trial].run,
			.initial_state = mode,
		};
	}
	return _cmocka_run_group_tests("shells", tests,
				       count * ARRAY_SIZE(modes), setup,
				       scratch_remove);
}

#endif
