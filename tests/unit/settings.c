/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings from the environment. */
#include <stdlib.h>

#include "core/settings.h"
#include "test.h"

static const char *const names[] = {
	"HOME",        "XDG_DATA_HOME", "AVENV_NAMES",
	"AVENV_TRUST", "AVENV_CEILING", "AVENV_CROSS",
	"AVENV_LEARN", "AVENV_QUIET",   "AVENV_WATCH",
};

/* The settings where NAME is VALUE (NULL: unset), HOME is /h, all else unset */
static struct settings with(const char *name, const char *value)
{
	struct settings s;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		unsetenv(names[i]);
	setenv("HOME", "/h", 1);
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
	settings_read(&s);
	return s;
}

static void defaults(void **state)
{
	struct settings s = with("AVENV_NAMES", NULL);

	(void)state;
	assert_string_equal(s.home, "/h");
	assert_string_equal(s.names, SETTINGS_NAMES);
	assert_string_equal(s.names, "venv:env:.env:virtualenv");
	assert_string_equal(s.store, "/h/.local/share/avenv/trust");
	assert_null(s.trust);
	assert_null(s.ceiling);
	assert_false(s.cross);
	assert_false(s.quiet);
	assert_true(s.learn);
}

static void home_and_store(void **state)
{
	static const struct {
		const char *name, *value, *home, *store;
	} rows[] = {
		{ "HOME", NULL, NULL, NULL },
		{ "HOME", "", NULL, NULL },
		{ "HOME", "relative", NULL, NULL },
		{ "HOME", "/h/", "/h", "/h/.local/share/avenv/trust" },
		{ "HOME", "//h/./x", "/h/x", "/h/x/.local/share/avenv/trust" },
		{ "HOME", "/", "/", "/.local/share/avenv/trust" },
		{ "XDG_DATA_HOME", "/d", "/h", "/d/avenv/trust" },
		{ "XDG_DATA_HOME", "/d/", "/h", "/d/avenv/trust" },
		{ "XDG_DATA_HOME", "", "/h", "/h/.local/share/avenv/trust" },
		{ "XDG_DATA_HOME", "rel/d", "/h",
		  "/h/.local/share/avenv/trust" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct settings s = with(rows[i].name, rows[i].value);

		row_text(rows[i].name, s.home, rows[i].home);
		row_text(rows[i].name, s.store, rows[i].store);
	}
}

static void xdg_without_home(void **state)
{
	struct settings s;

	(void)state;
	with("HOME", NULL);
	setenv("XDG_DATA_HOME", "/d", 1);
	settings_read(&s);
	assert_null(s.home);
	assert_string_equal(s.store, "/d/avenv/trust");
}

static void switches(void **state)
{
	static const struct {
		const char *value;
		bool cross, learn, quiet;
		enum watch watch;
	} rows[] = {
		{ NULL, false, true, false, WATCH_NEAR },
		{ "", false, true, false, WATCH_NEAR },
		{ "0", false, false, false, WATCH_NOTHING },
		{ "1", true, true, true, WATCH_ALL },
		{ "yes", true, true, true, WATCH_ALL },
		{ "00", true, true, true, WATCH_ALL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *value = rows[i].value;
		const char *name = value ? value : "(unset)";

		row_int(name, with("AVENV_CROSS", value).cross, rows[i].cross);
		row_int(name, with("AVENV_LEARN", value).learn, rows[i].learn);
		row_int(name, with("AVENV_QUIET", value).quiet, rows[i].quiet);
		row_int(name, with("AVENV_WATCH", value).watch, rows[i].watch);
	}
}

static void lists(void **state)
{
	(void)state;
	assert_string_equal(with("AVENV_NAMES", "a:b").names, "a:b");
	/* Set to nothing: no names, not the default ones. */
	assert_string_equal(with("AVENV_NAMES", "").names, "");
	assert_string_equal(with("AVENV_TRUST", "/w:/s").trust, "/w:/s");
	assert_string_equal(with("AVENV_CEILING", "/w").ceiling, "/w");
}

static void fixed_names(void **state)
{
	static const struct {
		const char *names, *name;
		bool fixed;
	} rows[] = {
		{ "venv:env", ".venv", true },
		{ "", ".venv", true },
		{ "venv:env", "venv", true },
		{ "venv:env", "env", true },
		{ "venv:env", "ven", false },
		{ "venv:env", "venv:env", false },
		{ "venv:env", "envs", false },
		{ "", "venv", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct settings settings = { .names = rows[i].names };

		row_int(rows[i].name,
			settings_name_is_fixed(&settings, rows[i].name),
			rows[i].fixed);
	}
}

static void elements(void **state)
{
	static const struct {
		const char *list, *wanted[4];
	} rows[] = {
		{ NULL, { NULL } },
		{ "", { "", NULL } },
		{ "a", { "a", NULL } },
		{ "a:b", { "a", "b", NULL } },
		{ ":a", { "", "a", NULL } },
		{ "a:", { "a", "", NULL } },
		{ "a::b", { "a", "", "b", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *list = rows[i].list;
		const char *const *wanted = rows[i].wanted;
		const char *name = list ? list : "(null)";

		do
			row_text(name, settings_element(&list), *wanted);
		while (*wanted++);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(home_and_store),
		cmocka_unit_test(xdg_without_home),
		cmocka_unit_test(switches),
		cmocka_unit_test(lists),
		cmocka_unit_test(fixed_names),
		cmocka_unit_test(elements),
	};

	return RUN(tests);
}
