/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/brought.h"

#include <errno.h>
#include <fcntl.h>

#include "core/escape.h"
#include "core/path.h"
#include "core/venv.h"

/* ---- where it was made ------------------------------------------------------- */

/* Add the quoted text at *AT to B and move *AT behind it. Returns false if it is not plain text. */
static bool take_quoted(const char **at, struct buf *b)
{
	char quote = *(*at)++;

	for (; **at && **at != quote; ++*at) {
		if (quote == '"' && strchr("$`\\", **at))
			return false;
		buf_putc(b, **at);
	}
	return *(*at)++ == quote;
}

/* The absolute path in the word of sh at AT, without quotes; NULL for anything but plain text. */
static const char *word_path(const char *at)
{
	struct buf b = BUF_INIT;

	while (!strchr(" \t\n;)", *at)) {
		if (*at == '\'' || *at == '"') {
			if (!take_quoted(&at, &b))
				return NULL;
		} else if (strchr("$`\\", *at)) {
			return NULL;
		} else {
			buf_putc(&b, *at++);
		}
	}
	return b.data[0] == '/' ? b.data : NULL;
}

/* The path to which LINE, of an sh script, sets VIRTUAL_ENV; else NULL. */
static const char *line_path(const char *line)
{
	static const char export[] = "export ", key[] = "VIRTUAL_ENV=";

	line += strspn(line, " \t");
	line += starts_with(line, export) ? strlen(export) : 0;
	return starts_with(line, key) ? word_path(line + strlen(key)) : NULL;
}

int activate_path(int dir, const char **path)
{
	const char *line;
	struct text text;

	*path = NULL;
	if (file_slurp_at(dir, "bin/activate", FILE_MAX, &text))
		/* The file is missing, is not a regular file, or is too large. */
		return file_leads_nowhere(errno) || errno == EINVAL || errno == EFBIG ? 0 : -1;
	for (line = text.data; line && !*path; line = strchr(line, '\n')) {
		line += *line == '\n';
		*path = line_path(line);
	}
	return 0;
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
	int dir = file_open(AT_FDCWD, env, O_DIRECTORY | O_NOFOLLOW);
	const char *at = NULL;

	if (dir >= 0 && activate_path(dir, &at))
		at = NULL;
	file_close(dir);
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
