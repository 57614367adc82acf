/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linked into both programs of the asan build: where a sanitizer reports.
 *
 * A hook throws away what its helper says, and tests that clean the environment
 * lose ASAN_OPTIONS; a report in this directory makes tests/one fail.  Without
 * leaks, as a leak is looked for by ptrace(2), which fails in a shell that is
 * traced; tests/one asks for them.
 */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "detect_leaks=0:log_exe_name=1:log_path=" AVENV_REPORTS "/asan";
}

const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1:log_exe_name=1:log_path=" AVENV_REPORTS "/ubsan";
}
