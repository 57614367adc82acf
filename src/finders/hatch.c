/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hatch: DATA/env/virtual/NAME/HASH/ENV, where HASH is of the project's real path. */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"
#include "finders/toml.h"

#include "core/banned.h"

/* hatch writes the file when it first runs. */
static const char *config(const struct search *search)
{
	const char *path = store_variable(search, "HATCH_CONFIG");

	return path ? path :
		      store_user_dir(search, "XDG_CONFIG_HOME", STORE_CONFIG, "hatch/config.toml");
}

static bool used(struct search *search)
{
	return store_is_there(search, TOOL_HATCH, config);
}

/* PEP 503 */
static const char *normalized(const char *name)
{
	char *copy = mem_dups(name), *out = copy;

	for (const char *s = name; *s; s++) {
		if (*s == '-' || *s == '_' || *s == '.') {
			if (s == name || out[-1] != '-')
				*out++ = '-';
		} else {
			*out++ = (char)(*s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s);
		}
	}
	*out = '\0';
	return copy;
}

/* The project's name, without which hatch calls it by its HASH; NULL: it is none. */
static const char *project_name(struct search *search, const char *hash)
{
	struct buf unmanaged = BUF_INIT;
	const char *name;
	struct text text;

	if (file_slurp(search_path(search, "pyproject.toml"), FILE_MAX, &text))
		return NULL;
	name = toml_string(text.data, "project.name");
	if (name)
		return store_is_name(normalized(name)) ? normalized(name) : NULL;
	buf_putl(&unmanaged, hash, "-unmanaged");
	return unmanaged.data;
}

/* Where hatch keeps environments; *OWN: it is absolute. */
static const char *store(struct search *search, bool *own)
{
	const char *text = store_settings(search, TOOL_HATCH, config(search));
	const char *virtual = toml_string(text, "dirs.env.virtual");
	const char *data = store_variable(search, "HATCH_DATA_DIR");

	*own = !virtual || store_absolute(search, virtual);
	if (virtual)
		return *own ? store_absolute(search, virtual) :
			      path_clean(search_path(search, virtual));
	if (!data)
		data = store_absolute(search, toml_string(text, "dirs.data"));
	if (!data)
		data = store_user_dir(search, "XDG_DATA_HOME", STORE_DATA, "hatch");
	return data ? path_join(data, "env/virtual") : NULL;
}

static bool look(struct search *search, struct candidate *c)
{
	const char *name, *path, *hash, *env = getenv("HATCH_ENV");
	bool own;

	if (!store_has_pyproject(search))
		return false;
	path = store(search, &own);
	hash = store_id(store_real(search));
	name = path ? project_name(search, hash) : NULL;
	if (!name)
		return false;
	store_candidate(search, c, "hatch", "pyproject.toml");
	env = is_set(env) && !streq(env, "default") ? env : name;
	if (!store_is_name(env))
		return false;
	/* A store in the project is flat. */
	if (path_under(path, store_real(search)) || path_under(path, search->dir))
		return store_chosen(search, c, path_join(path, env));
	path = path_join(path_join(path_join(path, name), hash), env);
	return own ? store_tied(search, c, path) : store_chosen(search, c, path);
}

const struct finder find_hatch = { .name = "hatch", .used = used, .look = look };
