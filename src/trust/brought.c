/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/brought.h"

#include <errno.h>
#include <fcntl.h>

#include "core/escape.h"
#include "core/path.h"
#include "core/venv.h"
#include "formats/sh_word.h"

/* ---- where it was made ------------------------------------------------------- */

/* The path to which LINE, of an sh script, sets VIRTUAL_ENV; else NULL. */
static const char *line_path(const char *line)
{
	static const char export[] = "export ", key[] = "VIRTUAL_ENV=";
	const char *word;

	line += strspn(line, " \t");
	line += starts_with(line, export) ? strlen(export) : 0;
	if (!starts_with(line, key))
		return NULL;
	line += strlen(key);
	word = sh_take_word(&line);
	return word && word[0] == '/' ? word : NULL;
}

int activate_path(int dir, const char *env, const char **path)
{
	const char *line;
	struct text text;

	*path = NULL;
	if (file_slurp_at(dir, path_join(env, "bin/activate"), FILE_MAX, &text))
		/* The file is missing, is not a regular file, or is too large. */
		return file_leads_nowhere(errno) || errno == EINVAL || errno == EFBIG ? 0 : -1;
	for (line = text.data; line && !*path; line = strchr(line, '\n')) {
		line += *line == '\n';
		*path = line_path(line);
	}
	return 0;
}

const char *env_made_at(const char *env)
{
	const char *at;

	return activate_path(AT_FDCWD, env, &at) ? NULL : at;
}

/* ENV, a real path, spelled as below $HOME, which may be a link; outside of that ENV itself. */
static const char *below_home(const struct settings *settings, const char *env)
{
	const char *home = settings->home ? real_path_of(settings->home).path : NULL;

	if (!home || streq(home, "/") || !path_under(env, home) || streq(env, home))
		return env;
	return path_join(settings->home, env + strlen(home) + 1);
}

/* ENV was not made at its path, as text: no path that an untrusted file has is looked at. */
static const char *place_is_other(const struct settings *settings, const char *env,
				  const char *spelled)
{
	const char *at = env_made_at(env);

	if (!at)
		return "its 'bin/activate' does not say where it was made";
	if (streq(at, env) || streq(at, spelled) || streq(at, below_home(settings, env)))
		return NULL;
	return joined("it was made at ", escape_quoted(at));
}

/* ---- its Python, and repositories --------------------------------------------- */

/* `home` of ENV has no Python, or is in the project. */
static const char *home_is_other(const char *env)
{
	struct venv venv;
	const char *home;

	venv_read(env, &venv);
	home = venv.cfg.home;
	if (!home)
		return "its 'pyvenv.cfg' names no Python";
	if (home[0] == '/' && !path_under(path_clean(home), path_parent(env))) {
		const char *const names[] = { "python3", "python",
					      joined("python", cfg_series(venv.cfg.version)),
					      "pypy3" };

		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
			if (file_is_program(path_join(home, names[i])))
				return NULL;
	}
	return joined("its 'home' is ", escape_quoted(home),
		      ", which is no directory of a Python outside of the project");
}

const char *const repository_names[] = {
	".hg",
	".svn",
	".jj",
	".bzr",
	/* Sapling */
	".sl",
	/* Fossil */
	".fslckout",
	"_FOSSIL_",
	"_darcs",
	".pijul",
	"CVS",
	NULL,
};

/* ENV is in a repository of another kind: only git can be asked whether it tracks ENV. */
static const char *repository_is_above(const char *env)
{
	for (const char *dir = env;; dir = path_parent(dir)) {
		for (size_t i = 0; repository_names[i]; i++) {
			const char *path = path_join(dir, repository_names[i]);

			if (file_exists(path))
				return joined("the repository of ", escape_quoted(path),
					      " may have brought it along");
		}
		if (streq(dir, "/"))
			return NULL;
	}
}

const char *brought_along(const struct settings *settings, struct real_path env,
			  const char *spelled)
{
	const char *why = place_is_other(settings, env.path, spelled);

	why = why ? why : home_is_other(env.path);
	return why ? why : repository_is_above(env.path);
}
