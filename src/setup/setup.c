/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/setup.h"

#include <stdlib.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/startup_file.h"
#include "setup/startup_line.h"

#include "core/banned.h"

/* The path of SHELL's startup file FILE. */
static const char *path_of(const struct settings *settings, const struct shell *shell,
			   const char *file)
{
	const char *variable = shell->startup.dir_variable;
	const char *dir = variable ? settings_path(variable) : NULL;

	if (!dir)
		dir = path_join(settings->home, shell->startup.dir);
	return path_clean(path_join(dir, file));
}

/* The line of the file at PATH that PATTERN matches; 0: there is none that can be read. */
static unsigned find_in(const char *path, const char *pattern)
{
	struct startup_file f;

	return startup_open(path, &f) ? 0 : startup_find(f.text.data, pattern);
}

/* A file that only SHELL reads sets the variable that names the directory. */
static bool is_elsewhere(const struct setup *s, const struct shell *shell)
{
	const char *variable = shell->startup.dir_variable, *file = shell->startup.dir_file;

	if (!file || settings_path(variable) ||
	    !find_in(path_join(s->settings->home, file), shell->startup.dir_pattern))
		return false;
	error("'~/%s' sets %s for %s alone: type 'export %s' in %s, and try again", file, variable,
	      shell->name, variable, shell->name);
	return true;
}

/* Read SHELL's startup file FILE, and edit its text. Returns 0, or -1 having said why not. */
static int read_and_edit(const struct setup *s, const struct shell *shell, const char *file,
			 const char *line, struct startup_file *f, struct startup_edit *e)
{
	const char *path = path_of(s->settings, shell, file), *no = startup_open(path, f);

	if (no)
		return error("cannot read '%s': %s", shown(path), no);
	/* A killed run may have left a temporary file. */
	stage_sweep(f->base);
	startup_replace(shell, &f->text, line, e);
	return 0;
}

/* Make the edit E, which puts LINE into F, or with NULL takes setup's line out. */
static int change(struct setup *s, const struct startup_file *f, const struct startup_edit *e,
		  const char *line)
{
	const char *no = startup_write(f, s->user, s->settings->home, e), *file = shown(f->real);

	if (no)
		return error("cannot change '%s', line %u: %s%s%s", file, e->line, no,
			     line ? "; the line to write is: " : "", line ? line : "");
	note("%s '%s', line %u%s%s", line ? "wrote to" : "removed from", file, e->line,
	     line ? ": " : "", line ? line : "");
	s->changed++;
	return 0;
}

/* A login shell of bash reads another file instead, which may not read ~/.bashrc. */
static void tell_login(const struct settings *settings, const struct shell *shell)
{
	const char *const *files = shell->startup.files, *const *login = files + 1;
	struct file_info info;

	if (!shell->startup.login_reads)
		return;
	while (*login && file_stat(path_of(settings, shell, *login), &info))
		login++;
	if (!*login)
		login = files + 1;
	if (!find_in(path_of(settings, shell, *login), shell->startup.login_reads))
		note("login shells read '~/%s', not '~/%s': put the line '. ~/%s' there", *login,
		     files[0], files[0]);
}

int setup_add(struct setup *s, const struct shell *shell)
{
	const char *line = startup_line(shell, s->program);
	bool found = false;
	struct startup_file f;
	struct startup_edit e;

	if (is_elsewhere(s, shell))
		return -1;
	for (const char *const *file = shell->startup.files; *file; file++) {
		if (read_and_edit(s, shell, *file, line, &f, &e) ||
		    (e.changed && change(s, &f, &e, line)))
			return -1;
		if (!e.changed && e.loads)
			note("'%s', line %u, loads avenv already", shown(f.path), e.loads);
		found = found || e.loads;
	}
	if (found)
		return 0;
	if (read_and_edit(s, shell, shell->startup.files[0], line, &f, &e))
		return -1;
	e.made_file = !f.exists;
	startup_append(line, &e);
	if (change(s, &f, &e, line))
		return -1;
	tell_login(s->settings, shell);
	return 0;
}

int setup_undo(struct setup *s, const struct shell *shell)
{
	int ret = 0;

	for (const char *const *file = shell->startup.files; *file; file++) {
		struct startup_file f;
		struct startup_edit e;

		if (read_and_edit(s, shell, *file, NULL, &f, &e) ||
		    (e.line && change(s, &f, &e, NULL)))
			ret = -1;
		else if (!e.line && e.loads)
			note("'%s', line %u, loads avenv, but is not setup's: it stays",
			     shown(f.path), e.loads);
	}
	return ret;
}

const char *setup_next(const struct settings *settings)
{
	const struct shell *shell = paste_shell();
	const char *login = getenv("SHELL");
	struct buf b = BUF_INIT;

	for (const char *const *file = shell->startup.files; settings->home && *file; file++)
		if (find_in(path_of(settings, shell, *file), startup_loads)) {
			buf_putl(&b, "exec ", shell->name);
			return b.data;
		}
	buf_puts(&b, "avenv setup");
	if (!login || shell_find(login) != shell)
		buf_putl(&b, " ", shell->name);
	return b.data;
}
