/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/pip.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "context/calling_shell.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "declared/install.h"
#include "finders/tool_settings.h"
#include "formats/requirement.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"
#include "system/file_at.h"

/* ---- settings by which pip installs elsewhere, or nothing ------------------------- */

static const char *const settings[] = { "target", "prefix", "root", "user", "python", "dry-run" };
/* The later one counts. */
static const char *const sections[] = { "global", "install" };

/** The last file that has a setting in a section, in words; "": it is off there; NULL: no file */
struct places {
	const char *of[ARRAY_SIZE(sections)][ARRAY_SIZE(settings)];
};

/* The index of NAME in NAMES; COUNT, their number: it is none of them. */
static size_t index_in(const char *const *names, size_t count, const char *name)
{
	size_t i = 0;

	while (i < count && !streq(name, names[i]))
		i++;
	return i;
}

/* Add what FILE, a pip.conf, has to PLACES. */
static void read_file(const char *file, struct places *places)
{
	size_t section = ARRAY_SIZE(sections), len;
	struct text text;

	if (file_slurp_follow(file, FILE_MAX, &text))
		return;
	for (const char *line = text.data; *line; line += len, line += *line != 0) {
		size_t key_len = strcspn(line, "=:\n"), i;

		len = strcspn(line, "\n");
		if (*line == '[')
			section = index_in(sections, ARRAY_SIZE(sections),
					   mem_dup(line + 1, strcspn(line + 1, "]\n")));
		/* A blank begins the rest of a value. */
		if (section == ARRAY_SIZE(sections) || key_len + 1 >= len || strchr(" \t#;", *line))
			continue;
		i = index_in(settings, ARRAY_SIZE(settings),
			     requirement_key(mem_stripped(line, line + key_len)));
		if (i < ARRAY_SIZE(settings))
			places->of[section][i] =
				tool_is_on(mem_stripped(line + key_len + 1, line + len)) ?
					formatted("'%s.%s' in '%s'", sections[section], settings[i],
						  shown(file)) :
					"";
	}
}

/* Set FILES to the files of settings that the pip of ENV, or NULL, reads, in its order. */
static void list_files(const char *env, struct strings *files)
{
	const char *dirs = getenv("XDG_CONFIG_DIRS"), *own = getenv("PIP_CONFIG_FILE"), *dir;

	if (is_set(own) && streq(own, "/dev/null"))
		return;
	dirs = is_set(dirs) ? dirs : "/etc/xdg";
	while ((dir = pathvar_next_dir(&dirs)))
		strings_add(files, path_join(dir, "pip/pip.conf"));
	strings_add(files, "/etc/pip.conf");
	if (settings_path("HOME") && !(is_set(own) && file_exists(own) > 0)) {
		strings_add(files, path_join(settings_path("HOME"), ".pip/pip.conf"));
		strings_add(files, settings_home(".config/pip/pip.conf"));
	}
	if (env)
		strings_add(files, path_join(env, "pip.conf"));
	if (is_set(own))
		strings_add(files, own);
}

/* The variable of pip for the setting NAME: "PIP_DRY_RUN". */
static const char *variable_of(const char *name)
{
	char *variable = mem_dups(joined("PIP_", name));

	for (char *c = variable; *c; c++)
		*c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
	return variable;
}

int pip_check_place(const char *env)
{
	struct places places = { 0 };
	struct strings files = { 0 };

	list_files(env, &files);
	for (size_t i = 0; i < files.count; i++)
		read_file(files.list[i], &places);
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		const char *variable = variable_of(settings[i]), *value = getenv(variable);
		const char *place = NULL;

		for (size_t k = 0; k < ARRAY_SIZE(sections); k++)
			place = places.of[k][i] ? places.of[k][i] : place;
		if (tool_is_on(value))
			return error("with %s set pip does not install into the environment; %s "
				     "first",
				     variable, paste_quoted(paste_unset(variable)));
		if (is_set(place) && !is_set(value))
			return error("with %s pip does not install into the environment; that "
				     "setting has to go first",
				     place);
	}
	return 0;
}

/* ---- running ---------------------------------------------------------------------- */

int pip_run(const char *env, const char *exe, const char *const *args)
{
	const char *const pip[] = { path_join(path_join(env, "bin"), exe), "-I", "-m", "pip",
				    "--disable-pip-version-check",         NULL };
	struct strings argv = { 0 };
	struct venv venv;
	int status;

	venv_read(env, &venv);
	strings_add_all(&argv, pip);
	if (msg_quiet)
		strings_add(&argv, "-q");
	strings_add_all(&argv, args);
	status = child_run(argv.list, calling_shell_child(&venv, path_parent(env)), STDERR_FILENO);
	if (status < 0)
		return error_errno("cannot start '%s'", shown(pip[0]));
	if (WIFSIGNALED(status))
		return error("'%s' was ended by signal %d", shown(pip[0]), WTERMSIG(status));
	/* pip has printed the reason. */
	return WEXITSTATUS(status);
}

const char *pip_line(const struct context *ctx, const char *python, const struct strings *files)
{
	const char *dir = ctx->physical.path ? ctx->physical.path : "/";
	struct strings words = { 0 };

	if (!files->count)
		return pip_upgrade(python);
	strings_add_all(&words,
			(const char *const[]){ python, "-I", "-m", "pip", "install", NULL });
	put_options(&words, "-r", files);
	return install_line(&words, dir, ctx->shell_dir.path ? ctx->shell_dir.path : dir);
}

int pip_check_files(const struct strings *files)
{
	for (size_t i = 0; i < files->count; i++) {
		if (!strstr(files->list[i], "://") &&
		    faccessat(AT_FDCWD, files->list[i], R_OK, AT_EACCESS))
			return error_errno("cannot read '%s'", shown(files->list[i]));
		if (ends_with(files->list[i], ".py"))
			return error(
				"'%s' is a script, and lists no requirements as pip reads them; "
				"'uv run' runs a script with what it asks for",
				shown(files->list[i]));
	}
	return 0;
}
