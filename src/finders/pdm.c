/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdm: STORE/NAME-HASH-X.Y, where HASH is of the project's real path.  The project's .pdm-python, a
 * line ENV/bin/python, says which; it may lead to any environment.
 */
#include <limits.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"
#include "formats/hash.h"

static const char *pdm_settings(void)
{
	const char *file = tool_variable("PDM_CONFIG_FILE");

	return file ? file : settings_home(".config/pdm/config.toml");
}

static const char *pdm_dir(const struct toml *settings)
{
	const char *dir = toml_string_at(settings, "venv.location");

	return dir ? tool_path(dir, false) : settings_home(".local/share/pdm/venvs");
}

/* ENV is where a Python is installed, which is no environment: told without a look. */
static bool is_installation(const char *env)
{
	static const char *const homes[] = { ".local/share/uv/python", ".local/share/pdm/python",
					     ".pyenv/versions" };
	const char *root = settings_path("PYENV_ROOT");

	for (size_t i = 0; i < ARRAY_SIZE(homes); i++) {
		const char *home = settings_home(homes[i]);

		if (home && path_under(env, home))
			return true;
	}
	return streq(env, "/") || streq(env, "/usr") || streq(env, "/usr/local") ||
	       (root && path_under(env, root));
}

/* The environment of the Python that pdm uses in the project; NULL: none is noted. */
static const char *saved_env(const struct search *search)
{
	const char *python = tool_variable("PDM_PYTHON"), *bin;
	struct text text;

	if (tool_switch("PDM_IGNORE_SAVED_PYTHON", NULL, ""))
		return NULL;
	if (!python && !file_slurp(path_join(search->dir, ".pdm-python"), PATH_MAX, &text) &&
	    strlen(text.data) == text.len) {
		text.data[strcspn(text.data, "\r\n")] = '\0';
		python = text.data;
	}
	if (!python || python[0] != '/')
		return NULL;
	bin = path_parent(path_clean(python));
	return streq(path_base(bin), "bin") && !is_installation(path_parent(bin)) ?
		       path_parent(bin) :
		       NULL;
}

static bool look_for_pdm(struct search *search, struct candidate *c,
			 const struct store_place *place)
{
	const char *real = store_real(search), *saved = saved_env(search), *dir, *local;
	const char *file = path_join(search->dir, "pdm.toml");
	struct candidate chosen = *c;
	struct buf tag = BUF_INIT;
	uint8_t sum[MD5_SIZE];
	bool by_project;
	char id[9];

	md5(real, strlen(real), sum);
	base64_url(sum, 6, id);
	buf_putl(&tag, path_base(real), "-", id, "-");
	local = toml_string_at(tool_project_file(file, NULL), "venv.location");
	dir = local ? tool_path(local, false) : place->dir;
	dir = store_dir(search, &(struct store_place){ .dir = dir }, &by_project);
	if (saved && (local || !streq(path_parent(saved), dir) ||
		      !starts_with(path_base(saved), tag.data))) {
		if (!tool_variable("PDM_PYTHON"))
			chosen.name = ".pdm-python";
		chosen.path = path_join(search->dir, chosen.name);
		if (store_use_project_choice(search, &chosen, saved)) {
			*c = chosen;
			return true;
		}
		saved = NULL;
	}
	if (local) {
		c->name = "pdm.toml";
		c->path = file;
		by_project = true;
	}
	if (by_project && !store_is_followed(search, c->name))
		return store_use_project_choice(search, c, dir);
	if (!saved || venv_exists(saved) <= 0)
		saved = store_newest(dir, tag.data, NULL);
	return store_use(search, c, saved, by_project);
}

const struct store store_pdm = {
	.tool = "pdm",
	.file = STORE_PYPROJECT,
	.local = "pdm.toml",
	.settings = pdm_settings,
	.dir = pdm_dir,
	.above = 1,
	.also = ".cache/pdm",
	.look = look_for_pdm,
};
