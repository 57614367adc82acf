/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 7 25 27 40 */
/* Settings from environment variables. */
#include <stdlib.h>

#include "core/settings.h"
#include "test.h"

static const char *const names[] = { "HOME",        "XDG_DATA_HOME", "AVENV_NAMES",
				     "AVENV_TRUST", "AVENV_CEILING", "AVENV_CROSS",
				     "AVENV_LEARN", "AVENV_QUIET",   "AVENV_WATCH" };

/* The settings where NAME is VALUE (NULL: unset), HOME is /h, all else unset */
static struct settings with(const char *name, const char *value)
{
	struct settings s;

	foreach(row, names)
		unsetenv(*row);
	setenv("HOME", "/h", 1);
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
	settings_read(&s);
	return s;
}

TEST(defaults)
{
	struct settings s = with("AVENV_NAMES", NULL);

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

TEST(home_and_store)
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
		{ "XDG_DATA_HOME", "rel/d", "/h", "/h/.local/share/avenv/trust" },
	};

	foreach(row, rows) {
		struct settings s = with(row->name, row->value);

		row_text(row->name, s.home, row->home);
		row_text(row->name, s.store, row->store);
	}
}

TEST(switches)
{
	static const struct {
		const char *value;
		bool cross, learn, quiet;
		enum watch_level watch;
	} rows[] = {
		{ NULL, false, true, false, WATCH_NEAR },    { "", false, true, false, WATCH_NEAR },
		{ "0", false, false, false, WATCH_NOTHING }, { "1", true, true, true, WATCH_ALL },
		{ "yes", true, true, true, WATCH_ALL },      { "00", true, true, true, WATCH_ALL },
	};

	foreach(row, rows) {
		const char *value = row->value;
		const char *name = value ? value : "(unset)";

		row_int(name, with("AVENV_CROSS", value).cross, row->cross);
		row_int(name, with("AVENV_LEARN", value).learn, row->learn);
		row_int(name, with("AVENV_QUIET", value).quiet, row->quiet);
		row_int(name, with("AVENV_WATCH", value).watch, row->watch);
	}
}

TEST(lists)
{
	assert_string_equal(with("AVENV_NAMES", "a:b").names, "a:b");
	/* Set to nothing: no names, not the default ones. */
	assert_string_equal(with("AVENV_NAMES", "").names, "");
	assert_string_equal(with("AVENV_TRUST", "/w:/s").trust, "/w:/s");
	assert_string_equal(with("AVENV_CEILING", "/w").ceiling, "/w");
}

MAIN(NULL, NULL)
