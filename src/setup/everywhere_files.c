/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/path.h"
#include "core/pathvar.h"
#include "core/settings.h"
#include "formats/hash.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/program.h"
#include "system/replace.h"

/*
 * HOME may be spelled in two ways, one of them by a link, and the files have one of them. PATH then
 * has the directory of shims as they spell it: the same directory, at that path.
 */
const char *everywhere_path(const char *name)
{
	static const char *dir;
	const char *path = getenv("PATH"), *shims, *element;

	if (dir)
		return path_join(dir, name);
	dir = settings_home(".local/share/avenv");
	shims = dir ? path_join(dir, "shims") : NULL;
	if (!dir || pathvar_has(path, shims) || file_exists(shims) <= 0)
		return dir ? path_join(dir, name) : NULL;
	while (path && (element = settings_element(&path)))
		if (*element == '/' && ends_with(element, "/avenv/shims") &&
		    file_same_at(element, shims))
			dir = path_parent(element);
	return path_join(dir, name);
}

/*
 * bash expands the value to the file if this user runs bash: the subscript is then 0, and EUID[0]
 * is EUID. For another user, who keeps the variable after su(1), EUID[1] is unset, so bash reads
 * nothing and prints no error. HOME has no part in the path: programs set it to a project. If the
 * environment has an EUID, bash takes that one; only its digits are evaluated.
 */
const char *everywhere_bash_env(void)
{
	return formatted("${EUID[1${EUID//[!0-9]}!=1%u]:+%s}", (unsigned)geteuid(),
			 everywhere_path("everywhere/bash"));
}

const char *everywhere_file(const struct shell *shell)
{
	const char *name = shell == &shell_bash ? "sh" : shell->suffix;

	return everywhere_path(joined("everywhere/", name));
}

/* The files that several shells read, as sh does */
static const char *const common_files[] = { "sh", "agent" };

/*
 * The name of file number I, and the shell *SHELL for which it is quoted: first the common files,
 * then those of shells[]. NULL: I is too large.
 */
static const char *name_at(size_t i, const struct shell **shell)
{
	bool common = i < ARRAY_SIZE(common_files);

	*shell = common ? &shell_bash : shells[i - ARRAY_SIZE(common_files)];
	if (!*shell)
		return NULL;
	return common ? common_files[i] : (*shell)->suffix;
}

/* Words about a file that everywhere_file_is_own() leaves alone */
static const char of_user[] = "is not avenv's";

/* The first line of a file, behind which TEXT follows */
static const char *first_line(const char *text)
{
	return formatted("# avenv replaces and removes this file while its hash is %s\n",
			 hash_id(text));
}

/* The content of the file NAME for SHELL; NULL after printing an error. */
static const char *content(const struct shell *shell, const char *name)
{
	const char *text = program_everywhere(
		shell, name, path_parent(everywhere_path("everywhere")), everywhere_bash_env());

	return text ? joined(first_line(text), text) : NULL;
}

int everywhere_file_is_own(const char *path)
{
	struct text file;
	const char *text;

	if (file_slurp(path, FILE_MAX, &file)) {
		/* A link, not a regular file, larger than avenv's */
		bool is_other = errno == ELOOP || errno == EINVAL || errno == EFBIG;

		return is_other ? 0 : file_is_missing(errno) ? 1 : -1;
	}
	text = strchr(file.data, '\n');
	return text && starts_with(file.data, first_line(text + 1));
}

int everywhere_files_error(const char *path)
{
	return error("'%s' %s; %s moves it away", shown(path), of_user,
		     paste_quoted(paste_aside(path)));
}

int everywhere_files_check(void)
{
	const struct shell *shell;
	const char *name;

	for (size_t i = 0; (name = name_at(i, &shell)); i++) {
		const char *path = everywhere_path(joined("everywhere/", name));
		int may = everywhere_file_is_own(path);

		if (may < 0)
			return error_errno("cannot read '%s'", shown(path));
		if (!may)
			return everywhere_files_error(path);
	}
	return 0;
}

/* Write the file NAME for SHELL into the directory open as DIR. Returns 0, or -1 after an error. */
static int write_one(int dir, const struct shell *shell, const char *name)
{
	const char *path = everywhere_path(joined("everywhere/", name));
	const char *text = content(shell, name);
	/*
	 * Nobody writes to the file for agents, nor do other users read it: an agent's hook may
	 * append a line to the file that CLAUDE_ENV_FILE names.
	 */
	mode_t mode = streq(name, "agent") ? 0400 : 0644;
	struct file_info seen;
	bool exists = !file_lstatat(dir, name, &seen);

	if (!text)
		return -1;
	/* What was judged is what is replaced. */
	if (everywhere_file_is_own(path) <= 0)
		return everywhere_files_error(path);
	if (replace_file(dir, name, text, strlen(text), mode, exists ? &seen : NULL))
		return error_errno("cannot write to '%s'", shown(path));
	return 0;
}

int everywhere_files_write(void)
{
	const char *path = everywhere_path("everywhere"), *name;
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = 0;
	const struct shell *shell;

	if (dir < 0)
		return error_errno("cannot write to '%s'", shown(path));
	for (size_t i = 0; !ret && (name = name_at(i, &shell)); i++)
		ret = write_one(dir, shell, name);
	file_close(dir);
	return ret;
}

int everywhere_files_list(struct strings *paths)
{
	const struct shell *shell;
	const char *name;

	for (size_t i = 0; (name = name_at(i, &shell)); i++) {
		const char *path = everywhere_path(joined("everywhere/", name));
		int may = everywhere_file_is_own(path);

		if (may < 0)
			return -1;
		if (may)
			strings_add(paths, path);
		else
			note("'%s' stays: it %s", shown(path), of_user);
	}
	return 0;
}

const char *everywhere_files_fault(const char **mend)
{
	const struct shell *shell;
	const char *name;
	struct text file;

	for (size_t i = 0; (name = name_at(i, &shell)); i++) {
		const char *wanted = content(shell, name);
		const char *path = everywhere_path(joined("everywhere/", name));

		if (!everywhere_file_is_own(path)) {
			*mend = paste_aside(path);
			return formatted("'%s' %s", shown(path), of_user);
		}
		if (file_slurp(path, FILE_MAX, &file))
			return formatted("'%s' cannot be read: %s", shown(path), strerror(errno));
		if (!wanted || !streq(file.data, wanted))
			return "another version of avenv wrote its files";
	}
	return NULL;
}
