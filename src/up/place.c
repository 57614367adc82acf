/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "up/place.h"

#include <stdlib.h>

#include "core/path.h"
#include "finders/store.h"
#include "formats/toml_file.h"
#include "print/paste.h"

/** Variables that lead a tool away from the project, whatever environment that has */
static const struct {
	const char *tool, *variable;
	/** its value is a path: this one in the project is right; NULL: it is a switch */
	const char *right;
	/** a switch: this position is wrong */
	bool wrong;
} away[] = {
	{ "uv", "UV_PROJECT", "", false },
	{ "uv", "UV_WORKING_DIR", "", false },
	{ "uv", "UV_WORKING_DIRECTORY", "", false },
	{ "pdm", "PDM_PROJECT", "", false },
	{ "pdm", "PDM_USE_VENV", NULL, false },
	{ "pipenv", "PIPENV_PIPFILE", "Pipfile", false },
	{ "pipenv", "PIPENV_USE_SYSTEM", NULL, true },
};

/* The environment of U, or the one that is to be made, for messages. */
static const char *place_of(const struct up *u)
{
	return verdict_is_usable(&u->found) ?
		       formatted("'%s'", shown(u->found.venv.path)) :
		       formatted("an environment of '%s'", shown(u->project.root));
}

/* VARIABLE makes the tool of U install elsewhere. */
static int refuse_variable(const struct up *u, const char *tool, const char *variable)
{
	return error("with %s set %s does not install into %s; %s first", variable, tool,
		     place_of(u), paste_quoted(paste_unset(variable)));
}

/* COMMAND, of a tool, with the word LAST behind it, in the project of U. */
static const char *line_of(const struct up *u, const char *command, const char *last)
{
	struct strings words = { 0 };

	add_tool(&u->in, &words, command);
	strings_add(&words, last);
	return paste_quoted(install_line(&words, u->project.dir, u->ctx->shell_dir));
}

/* The environment of U is ROOT/.venv, or there is none. */
static bool is_dot_venv(const struct up *u)
{
	return !verdict_is_usable(&u->found) || streq(u->found.candidate.name, ".venv");
}

/* uv takes the path in UV_PROJECT_ENVIRONMENT, else .venv, and never the active environment. */
static int check_uv(const struct up *u)
{
	const char *variable = "UV_PROJECT_ENVIRONMENT", *set = tool_variable(variable);
	const char *place = path_clean(path_join(u->project.root, set ? set : ".venv"));
	const char *real = file_real(place), *path = u->found.venv.path;

	if (!verdict_is_usable(&u->found) || streq(real ? real : place, path))
		return 0;
	if (set)
		return refuse_variable(u, "uv", variable);
	path = path_under(path, u->project.root) ? path + strlen(path_join(u->project.root, "")) :
						   path;
	return error("uv installs into '%s', not into %s; %s installs there", shown(place),
		     place_of(u),
		     paste_quoted(formatted("env %s=%s %s", variable, paste_word(path),
					    up_line(u->ctx, u->project.dir))));
}

/* conda's environment is active: poetry and pdm take it, or with `base` no active one at all. */
static int check_conda(const struct up *u, const char *tool)
{
	const char *name = tool_variable("CONDA_DEFAULT_ENV");
	bool is_base = name && streq(name, "base");

	if (!tool_variable("CONDA_PREFIX") ||
	    (verdict_is_usable(&u->found) ? !is_base || is_dot_venv(u) : is_base))
		return 0;
	return error("while conda's environment '%s' is active %s does not install into %s; "
		     "'conda deactivate' first",
		     shown(name ? name : tool_variable("CONDA_PREFIX")), tool, place_of(u));
}

/*
 * pdm takes the Python that it has saved. Without one it takes the active environment, but with
 * PDM_IGNORE_ACTIVE_VENV makes that anew: all that was installed by hand would be gone.
 */
static int check_pdm(const struct up *u)
{
	const char *saved = tool_variable("PDM_PYTHON"), *bin;
	bool usable = verdict_is_usable(&u->found), by_file = !saved;
	struct text text;

	if (!saved && !file_slurp(path_join(u->project.root, ".pdm-python"), FILE_MAX, &text)) {
		text.data[strcspn(text.data, "\r\n")] = '\0';
		saved = text.data;
	}
	saved = is_set(saved) ? path_clean(path_join(u->project.root, saved)) : NULL;
	if (!saved || !file_is_program(saved) || tool_is_on(getenv("PDM_IGNORE_SAVED_PYTHON"))) {
		if (usable && tool_is_on(getenv("PDM_IGNORE_ACTIVE_VENV")))
			return refuse_variable(u, "pdm", "PDM_IGNORE_ACTIVE_VENV");
		return check_conda(u, "pdm");
	}
	bin = file_real(path_parent(saved));
	/* Without an environment pdm may install for a Python that is in none. */
	if (!bin || (usable ? streq(bin, venv_bin(&u->found.venv)) : !venv_is_at(path_parent(bin))))
		return 0;
	if (!by_file)
		return refuse_variable(u, "pdm", "PDM_PYTHON");
	if (!usable)
		return error(
			"'.pdm-python' names '%s'; %s makes that environment this project's",
			shown(saved),
			paste_quoted(paste_in(u->project.root,
					      joined("avenv use ", paste_word(path_parent(bin))))));
	return error(
		"'.pdm-python' names '%s', so that pdm does not install into %s; %s chooses it",
		shown(saved), place_of(u), line_of(u, "pdm use -f", u->in.python));
}

/* poetry takes the active environment. If there is none, it makes one, or does not. */
static int check_poetry(const struct up *u)
{
	const char *key = "virtualenvs.create", *variable = "POETRY_VIRTUALENVS_CREATE";
	const struct toml *local, *file;

	if (verdict_is_usable(&u->found))
		return check_conda(u, "poetry");
	if (tool_variable(variable))
		return tool_is_on(getenv(variable)) ? check_conda(u, "poetry") :
						      refuse_variable(u, "poetry", variable);
	local = toml_read_project_file(path_join(u->project.root, "poetry.toml"), NULL);
	local = toml_at(local, key) ? local : NULL;
	file = local ? local : toml_read_user_file(store_poetry.settings(), NULL);
	if (!toml_at(file, key) || toml_true_at(file, key))
		return check_conda(u, "poetry");
	return error("poetry's setting '%s' is false, so that it makes no environment; %s changes "
		     "that",
		     key,
		     line_of(u,
			     local ? "poetry config --local virtualenvs.create" :
				     "poetry config virtualenvs.create",
			     "true"));
}

/* pipenv takes the active environment, unless it is told not to: then its own, or .venv. */
static int check_pipenv(const struct up *u)
{
	const char *tool = u->found.candidate.tool, *in_project = getenv("PIPENV_VENV_IN_PROJECT");
	const char *variable = tool_is_on(getenv("PIPENV_IGNORE_VIRTUALENVS")) ?
				       "PIPENV_IGNORE_VIRTUALENVS" :
			       getenv("PIPENV_ACTIVE") ? "PIPENV_ACTIVE" :
							 NULL;
	bool is_own = is_dot_venv(u) ? !is_set(in_project) || tool_is_on(in_project) :
				       tool && streq(tool, "pipenv");

	return variable && verdict_is_usable(&u->found) && !is_own ?
		       refuse_variable(u, "pipenv", variable) :
		       0;
}

/* hatch takes environments of its own alone. */
static int check_hatch(const struct up *u)
{
	const char *tool = u->found.candidate.tool;

	if (!verdict_is_usable(&u->found) || (tool && streq(tool, "hatch")))
		return 0;
	return error("'skip-install' keeps the project out of its environment, which is hatch's, "
		     "not %s; 'hatch env create' makes that",
		     place_of(u));
}

int up_check_place(const struct up *u)
{
	const struct manifest *m = u->project.manifest;

	for (size_t i = 0; i < ARRAY_SIZE(away); i++) {
		const char *value = tool_variable(away[i].variable), *right = away[i].right;

		if (!value || !manifest_is_of(m, away[i].tool))
			continue;
		value = right ? path_clean(path_join(u->project.dir, value)) : value;
		if (right ? !streq(value, path_clean(path_join(u->project.dir, right))) &&
				    !streq(value, path_clean(path_join(u->project.root, right))) :
			    tool_is_on(value) == away[i].wrong)
			return refuse_variable(u, away[i].tool, away[i].variable);
	}
	return manifest_is_of(m, "uv")     ? check_uv(u) :
	       manifest_is_of(m, "pdm")    ? check_pdm(u) :
	       manifest_is_of(m, "poetry") ? check_poetry(u) :
	       manifest_is_of(m, "pipenv") ? check_pipenv(u) :
	       manifest_is_of(m, "hatch")  ? check_hatch(u) :
					     0;
}
