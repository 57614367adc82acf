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

static const char *const diverting[] = { "target", "prefix", "root", "user", "python", "dry-run" };
static const char *const sections[] = { "global", "install" };

/*
 * Set the element of PLACES, for each of `diverting` in SECTION of FILE, a pip.conf with TEXT, to
 * the place in words; "" if the setting is off there.
 */
static void read_section(const char *file, const char *text, const char *section,
			 const char **places)
{
	bool inside = false;
	size_t len;

	for (const char *line = text; *line; line += line[len] ? len + 1 : len) {
		size_t key_len = strcspn(line, "=:\n"), i = 0;
		const char *key, *value;

		len = strcspn(line, "\n");
		if (*line == '[')
			inside = starts_with(line, joined("[", section, "]"));
		/* A blank begins the rest of a value. */
		if (!inside || key_len + 1 >= len || strchr(" \t#;", *line))
			continue;
		key = requirement_key(mem_stripped(line, line + key_len));
		value = mem_stripped(line + key_len + 1, line + len);
		while (i < ARRAY_SIZE(diverting) && !streq(key, diverting[i]))
			i++;
		if (i < ARRAY_SIZE(diverting))
			places[i] = tool_is_on(value) ? formatted("'%s.%s' in '%s'", section,
								  diverting[i], shown(file)) :
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
		*c = (char)(*c == '-' ? '_' : toupper((unsigned char)*c));
	return variable;
}

int pip_check_place(const char *env)
{
	const char *places[ARRAY_SIZE(diverting)] = { 0 };
	struct strings files = { 0 }, texts = { 0 };
	struct text text;

	list_files(env, &files);
	for (size_t i = 0; i < files.count; i++)
		strings_add(&texts,
			    file_slurp_follow(files.list[i], FILE_MAX, &text) ? "" : text.data);
	/* A later file replaces an earlier one, and [install] any [global]. */
	for (size_t k = 0; k < ARRAY_SIZE(sections); k++)
		for (size_t i = 0; i < files.count; i++)
			read_section(files.list[i], texts.list[i], sections[k], places);
	for (size_t i = 0; i < ARRAY_SIZE(diverting); i++) {
		const char *variable = variable_of(diverting[i]), *value = getenv(variable);

		if (tool_is_on(value))
			return error("with %s set pip does not install into the environment; %s "
				     "first",
				     variable, paste_quoted(paste_unset(variable)));
		/* A variable that is set, though off, replaces what a file has. */
		if (is_set(places[i]) && !is_set(value))
			return error("with %s pip does not install into the environment; that "
				     "setting has to go first",
				     places[i]);
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
