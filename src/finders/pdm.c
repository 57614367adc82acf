/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdm: STORE/NAME-HASH-X.Y, where HASH is of the project's path; .pdm-python holds the path
 * of the Python that was chosen.
 */
#include "core/base64.h"
#include "core/mem.h"
#include "core/path.h"
#include "finders/finders.h"
#include "finders/md5.h"
#include "finders/store.h"
#include "finders/toml.h"

#include "core/banned.h"

static const char *data(const struct search *search)
{
	return store_user_dir(search, "XDG_DATA_HOME", STORE_DATA, "pdm");
}

static bool used(struct search *search)
{
	return store_is_there(search, TOOL_PDM, data);
}

static const char *store(struct search *search)
{
	const char *config =
		store_user_dir(search, "XDG_CONFIG_HOME", STORE_CONFIG, "pdm/config.toml");
	const char *path = store_absolute(
		search, toml_string(store_settings(search, TOOL_PDM, config), "venv.location"));

	return path ? path : path_join(data(search), "venvs");
}

static const char *prefix(const char *real)
{
	struct buf b = BUF_INIT;
	uint8_t sum[MD5_SIZE];
	char id[9];

	md5(real, strlen(real), sum);
	base64_url(sum, 6, id);
	buf_putl(&b, path_base(real), "-", id, "-");
	return b.data;
}

/* ENV of the line ENV/bin/python in .pdm-python; NULL: it is no such line. */
static const char *chosen(struct search *search)
{
	struct text text;
	const char *path;

	if (file_slurp(search_path(search, ".pdm-python"), FILE_MAX, &text))
		return NULL;
	path = mem_dup(text.data, strcspn(text.data, "\r\n"));
	return path_is_clean(path) ? path_parent(path_parent(path)) : NULL;
}

static bool look(struct search *search, struct candidate *c)
{
	const char *path, *env, *tag, *newest;

	if (!store_has_pyproject(search))
		return false;
	path = store(search);
	tag = prefix(store_real(search));
	env = chosen(search);
	if (env) {
		bool named = starts_with(path_base(env), tag);

		store_candidate(search, c, "pdm", ".pdm-python");
		if (named && streq(path_parent(env), path)) {
			if (store_tied(search, c, env))
				return true;
		} else if ((named || store_is_followed(search)) && store_chosen(search, c, env)) {
			return true;
		}
	}
	store_matches(search, TOOL_PDM, path, tag, &newest);
	store_candidate(search, c, "pdm", "pyproject.toml");
	return newest && store_tied(search, c, path_join(path, newest));
}

const struct finder find_pdm = { .name = "pdm", .used = used, .look = look };
