/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/setup.h"

#include <stdlib.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/others.h"
#include "setup/startup_file.h"

/* The path of SHELL's startup file FILE. */
static const char *path_of(const struct shell *shell, const char *file)
{
	const char *variable = shell->startup.dir_variable;
	const char *dir = variable ? settings_path(variable) : NULL;

	return path_clean(dir ? path_join(dir, file) : settings_home(file));
}

unsigned setup_line(const char *path, const char *pattern)
{
	struct startup_file f;

	return startup_open(path, &f) ? 0 : startup_match(f.text.data, pattern);
}

/*
 * True if a file that only SHELL reads sets the variable that names the directory of its startup
 * files, which this process does not know then.
 */
static bool has_unknown_dir(const struct shell *shell)
{
	const char *variable = shell->startup.dir_variable, *file = shell->startup.dir_file;

	return file && !settings_path(variable) &&
	       setup_line(settings_home(file), shell->startup.dir_pattern);
}

/* Returns -1 after printing that SHELL has an unknown directory of startup files; else 0. */
static int check_startup_dir(const struct shell *shell)
{
	const char *variable = shell->startup.dir_variable, *file = shell->startup.dir_file;

	if (!has_unknown_dir(shell))
		return 0;
	return error("'~/%s' sets %s for %s alone: type 'export %s' in %s, and try again", file,
		     variable, shell->name, variable, shell->name);
}

const char *setup_find_line(const struct shell *shell, const char *pattern, unsigned *number)
{
	for (const char *const *file = shell->startup.files; *file; file++) {
		const char *path = path_of(shell, *file);

		*number = setup_line(path, pattern);
		if (*number)
			return path;
	}
	return NULL;
}

/*
 * The first startup file of SHELL with a line that loads its hook, setup's or not; *NUMBER is that
 * line's. NULL if there is none.
 */
static const char *loading_file(const struct shell *shell, unsigned *number)
{
	const char *pattern = formatted("avenv[\"']?[[:blank:]]+(hook|init)[[:blank:]]+[\"']?%s|"
					"(^|[[:blank:];&|])(\\.|source)[[:blank:]].*/avenv\\.%s",
					shell->name, shell->name);
	const struct loader own = hook_loader(shell);
	struct startup_line line;
	struct startup_file f;

	for (const char *const *file = shell->startup.files; *file; file++) {
		const char *path = path_of(shell, *file);

		if (startup_open(path, &f))
			continue;
		*number = startup_find(&own, f.text.data, &line) ?
				  line.number :
				  startup_match(f.text.data, pattern);
		if (*number)
			return path;
	}
	return NULL;
}

bool setup_has(struct loader loader, const char *program)
{
	const char *code = startup_code(&loader, program);
	struct startup_file f;
	struct startup_line line;

	for (const char *const *file = loader.files; *file; file++)
		if (!startup_open(path_of(loader.shell, *file), &f) &&
		    startup_find(&loader, f.text.data, &line) && startup_has_code(&line, code))
			return true;
	return false;
}

/* Read the startup file FILE. Returns 1 if LOADER is its LINE, 0, or -1 after printing why. */
static int open_file(const struct loader *loader, const char *file, struct startup_file *f,
		     struct startup_line *line)
{
	const char *path = path_of(loader->shell, file), *no = startup_open(path, f);

	if (no)
		return error("cannot read '%s': %s", shown(path), no);
	/* Remove the temporary file of a killed run. */
	stage_sweep(f->existing_dir);
	return startup_find(loader, f->text.data, line);
}

/* Refuse F if another user can change it, or lead its path elsewhere. */
static int check_startup_file(const struct startup_file *f)
{
	const struct reason r = others_along(f->path, false);

	return r.why ? error("'%s' is not changed: %s", shown(f->path), reason_line(r)) : 0;
}

/* Append the line with CODE to F. Returns 1 or -1, and prints that; unless BRIEF, with the line. */
static int append_line(const struct startup_file *f, const char *code, bool brief)
{
	struct startup_made made = { !f->exists, f->missing_dirs };
	const char *why, *file = shown(f->real);

	if (check_startup_file(f))
		return -1;
	why = startup_append(f, startup_addition(f->text.data, code, made));
	if (why)
		return error("cannot change '%s': %s; the line to write is: %s", file, why, code);
	if (brief)
		note("wrote a line to '%s'", file);
	else
		note("wrote to '%s': %s", file, code);
	return 1;
}

/* Cut the lines that are LOADER out of F. Returns 1, or -1; either is printed. */
static int cut_lines(const struct loader *loader, const struct startup_file *f)
{
	static struct strings told;
	const char *rest = startup_without(loader, f->text.data), *why;
	const char *file = shown(f->real);

	if (check_startup_file(f))
		return -1;
	why = startup_cut(f, rest);
	if (why)
		return error("cannot change '%s': %s", file, why);
	if (!rest)
		startup_remove_dirs(f, startup_made(loader, f->text.data).dirs);
	/* A file may have a line for the hook and one for `setup --everywhere`. */
	if (!strings_contain(&told, f->real))
		note("removed the line from '%s'", file);
	strings_add(&told, f->real);
	return 1;
}

/* A line of SHELL's startup file FILE reads the startup file READ. */
static bool reads_file(const struct shell *shell, const char *file, const char *read)
{
	return setup_line(path_of(shell, file), joined("/\\", read));
}

/* Print a note if login shells of bash read another file that does not read ~/.bashrc. */
static void note_login_shell(const struct shell *shell)
{
	const char *const *files = shell->startup.files, *const *login = files + 1;
	const char *profile = ".profile";

	if (!shell->startup.has_login_files)
		return;
	/* Where none exists, it is the last one: another would keep that from being read. */
	while (login[1] && !file_reachable(path_of(shell, *login)))
		login++;
	if (reads_file(shell, *login, files[0]))
		return;
	if (reads_file(shell, *login, profile) && reads_file(shell, profile, files[0]))
		return;
	/* Other shells read ~/.profile, too. */
	note("login shells read '~/%s', not '~/%s': put the line '%s. ~/%s' there", *login,
	     files[0], streq(*login, profile) ? "[ -z \"$BASH_VERSION\" ] || " : "", files[0]);
}

/*
 * Open the startup file that has the line LOADER, else the one to which that is added. Returns 1, 0
 * if there is no such line, or -1 after printing why.
 */
static int open_own(const struct loader *loader, struct startup_file *f, struct startup_line *line)
{
	const char *read = NULL;

	for (const char *const *file = loader->files; *file; file++) {
		int own = open_file(loader, *file, f, line);

		if (own)
			return own;
		if (!read && f->exists)
			read = *file;
	}
	if (!read || !loader->shell->startup.reads_one)
		read = loader->files[0];
	return open_file(loader, read, f, line) < 0 ? -1 : 0;
}

int setup_add(struct loader loader, const char *program)
{
	const char *code = startup_code(&loader, program), *loading;
	struct startup_line line = { 0 };
	struct startup_made made;
	struct startup_file f;
	int own, ret, cut = 0;

	if ((!loader.everywhere && check_startup_dir(loader.shell)) ||
	    (own = open_own(&loader, &f, &line)) < 0)
		return -1;
	/* A line that loads another avenv goes, and the new line comes last. */
	if (own && !startup_has_code(&line, code)) {
		made = startup_made(&loader, f.text.data);
		cut = cut_lines(&loader, &f);
		if (cut < 0 || open_own(&loader, &f, &line) < 0)
			return -1;
		/* Directories that are not empty stay, and are setup's still. */
		if (!f.exists && f.missing_dirs < made.dirs)
			f.missing_dirs = made.dirs;
		own = 0;
	}
	loading = own ? f.path : NULL;
	if (!own && !loader.everywhere)
		loading = loading_file(loader.shell, &line.number);
	if (loading) {
		note("'%s', line %u, loads avenv already", shown(loading), line.number);
		return cut;
	}
	if (ends_with(f.text.data, "\\") || ends_with(f.text.data, "\\\n"))
		return error("'%s' ends in a backslash, which would join the new line with it; "
			     "add an empty line to the file first",
			     shown(f.path));
	ret = append_line(&f, code, loader.everywhere);
	if (ret > 0 && !loader.everywhere)
		note_login_shell(loader.shell);
	return ret;
}

int setup_undo(struct loader loader)
{
	const struct shell *shell = loader.shell;
	struct startup_line line = { 0 };
	struct startup_file f;
	const char *loading;
	unsigned number;
	int ret = 0;

	for (const char *const *file = loader.files; *file; file++) {
		int own = open_file(&loader, *file, &f, &line);

		if (own > 0)
			ret = own = cut_lines(&loader, &f);
		if (own < 0)
			return -1;
	}
	if (loader.everywhere)
		return ret;
	if (!ret && has_unknown_dir(shell))
		note("'~/%s' sets %s, whose files were not looked at: %s in %s does that",
		     shell->startup.dir_file, shell->startup.dir_variable,
		     paste_quoted("avenv setup --undo"), shell->name);
	loading = loading_file(shell, &number);
	if (loading)
		note("'%s', line %u, loads avenv, but is not setup's: it stays", shown(loading),
		     number);
	return ret;
}

int setup_both(int one, int other)
{
	return one < 0 || other < 0 ? -1 : one || other;
}

bool setup_has_file(const struct shell *shell)
{
	for (const char *const *file = shell->startup.files; *file; file++)
		if (file_reachable(path_of(shell, *file)))
			return true;
	return false;
}

bool setup_loads_hook(const struct shell *shell)
{
	unsigned number;

	return loading_file(shell, &number);
}

const char *setup_new_shell(const struct shell *shell)
{
	unsigned number;
	const char *file = settings_path("HOME") ? loading_file(shell, &number) : NULL;
	bool login =
		shell->startup.has_login_files && file && !ends_with(file, shell->startup.files[0]);

	return formatted("exec %s%s", shell->name, login ? " -l" : "");
}

struct reason setup_missing(void)
{
	static const char missing[] = "the hook is not loaded in this shell";
	const struct shell *shell = paste_shell();
	const char *login = getenv("SHELL");
	bool is_login = login && shell_find(login) == shell;

	if (settings_path("HOME") && setup_loads_hook(shell))
		return (struct reason){ joined(missing, ", or you called avenv without it"),
					setup_new_shell(shell), "loads it" };
	return (struct reason){
		missing, joined("avenv setup", is_login ? "" : " ", is_login ? "" : shell->name),
		"loads it"
	};
}

bool setup_in_cache(const char *program)
{
	/*
	 * Begin above the environment: uv and pip mark the environments of their tools as caches,
	 * too.
	 */
	for (const char *dir = path_parent(path_parent(program)); !streq(dir, "/");) {
		dir = path_parent(dir);
		if (real_path_of(path_join(dir, "CACHEDIR.TAG")).path)
			return true;
	}
	return false;
}
