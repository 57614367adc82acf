/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of back ends. */
#include "shell/shell.h"
#include "test.h"

static void names(void **state)
{
	static const struct {
		const char *name;
		const struct shell *wanted;
	} rows[] = {
		{ "bash", &shell_bash },  { "/bin/bash", &shell_bash },
		{ "-bash", &shell_bash }, { "zsh", &shell_zsh },
		{ "-zsh", &shell_zsh },   { "/usr/bin/fish", &shell_fish },
		{ "sh", NULL },           { "", NULL },
		{ "bash2", NULL },        { "/bash/", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_text(rows[i].name,
			 shell_find(rows[i].name) ?
				 shell_find(rows[i].name)->name :
				 NULL,
			 rows[i].wanted ? rows[i].wanted->name : NULL);
}

static void each_is_complete(void **state)
{
	(void)state;
	for (const struct shell *const *s = shells; *s; s++) {
		assert_ptr_equal(shell_find((*s)->name), *s);
		assert_non_null((*s)->quote);
		assert_non_null((*s)->set);
		assert_non_null((*s)->unset);
		assert_non_null((*s)->set_path);
		assert_non_null((*s)->answer);
	}
}

static void verbs(void **state)
{
	static const struct {
		enum action action;
		const char *wanted;
	} rows[] = {
		{ DO_NOTHING, NULL },         { DO_ACTIVATE, "_avenv_set" },
		{ DO_SWITCH, "_avenv_set" },  { DO_REPAIR, "_avenv_set" },
		{ DO_ADOPT, "_avenv_set" },   { DO_DEACTIVATE, "_avenv_clear" },
		{ DO_CLEAN, "_avenv_clear" }, { DO_RENOUNCE, "_avenv_theirs" },
		{ DO_LEND, "_avenv_lend" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct plan plan = { .action = rows[i].action };

		row_text("verb", shell_verb(&plan), rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(each_is_complete),
		cmocka_unit_test(verbs),
	};

	return RUN(tests);
}
