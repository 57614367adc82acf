/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/settings.h"

#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/real_path.h"

const char *settings_path(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] == '/' ? path_clean(value) : NULL;
}

bool settings_on(const char *value)
{
	return is_set(value) && !streq(value, "0");
}

const char *settings_home(const char *path)
{
	static const char *const xdg[][2] = {
		{ ".cache/", "XDG_CACHE_HOME" },
		{ ".config/", "XDG_CONFIG_HOME" },
		{ ".local/share/", "XDG_DATA_HOME" },
	};
	const char *dir;

	for (size_t i = 0; i < ARRAY_SIZE(xdg); i++)
		if (starts_with(path, xdg[i][0]) && (dir = settings_path(xdg[i][1])))
			return path_join(dir, path + strlen(xdg[i][0]));
	dir = settings_path("HOME");
	return dir ? path_join(dir, path) : NULL;
}

const char *const generic_names[] = { ".venv", "venv", "env", ".env", "virtualenv", NULL };

bool settings_name_is_fixed(const struct settings *settings, const char *name)
{
	return streq(name, ".venv") || is_one_of(name, settings->names);
}

/* The valid names in the colon-separated LIST: see settings.names. */
static const char *const *valid_names(const char *list)
{
	const char **names = mem_array(strlen(list) / 2 + 2, sizeof(*names));
	const struct settings so_far = { .names = names };
	const char *name;
	size_t n = 0;

	while ((name = settings_element(&list)))
		if (path_is_name(name) && !path_is_backup(name) &&
		    !settings_name_is_fixed(&so_far, name))
			names[n++] = name;
	return names;
}

void settings_read(struct settings *settings)
{
	const char *learn = getenv("AVENV_LEARN"), *check = getenv("AVENV_CHECK"),
		   *names = getenv("AVENV_NAMES");

	*settings = (struct settings){
		.home = settings_path("HOME"),
		.names = names ? valid_names(names) : generic_names + 1,
		.trust = getenv("AVENV_TRUST"),
		.ceiling = getenv("AVENV_CEILING"),
		.records = settings_home(".local/share/avenv/records"),
		.cross = settings_on(getenv("AVENV_CROSS")),
		.learn = !learn || !streq(learn, "0"),
		.check = !check || !streq(check, "0"),
	};
}

bool settings_is_home(const struct settings *settings, const char *dir)
{
	const char *home = settings->home ? real_path_of(settings->home).path : NULL;

	return streq(dir, "/") || (home && streq(dir, home));
}

const char *settings_element(const char **list)
{
	const char *s = *list;
	size_t n;

	if (!s)
		return NULL;
	n = strcspn(s, ":");
	*list = s[n] ? s + n + 1 : NULL;
	return mem_dup(s, n);
}
