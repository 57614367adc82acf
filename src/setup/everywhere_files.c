/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/everywhere_files.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "setup/program.h"
#include "system/replace.h"

const char *everywhere_path(const char *name)
{
	return settings_home(joined(".local/share/avenv/", name));
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

/* The content of the file NAME for SHELL; NULL after printing an error. */
static const char *content(const struct shell *shell, const char *name)
{
	return program_everywhere(shell, name, path_parent(everywhere_path("everywhere")),
				  everywhere_bash_env());
}

int everywhere_files_write(void)
{
	const char *path = everywhere_path("everywhere"), *name;
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), failed = dir < 0;
	const struct shell *shell;

	for (size_t i = 0; !failed && (name = name_at(i, &shell)); i++) {
		const char *file = content(shell, name);

		if (!file) {
			file_close(dir);
			return -1;
		}
		/*
		 * Nobody writes to the file for agents, nor do other users read it: an agent's hook
		 * may append a line to the file that CLAUDE_ENV_FILE names.
		 */
		failed = replace_file(dir, name, file, strlen(file),
				      streq(name, "agent") ? 0400 : 0644);
	}
	if (failed)
		error_errno("cannot write to '%s'", shown(path));
	file_close(dir);
	return failed ? -1 : 0;
}

void everywhere_files_list(struct strings *paths)
{
	const struct shell *shell;
	const char *name;

	for (size_t i = 0; (name = name_at(i, &shell)); i++)
		strings_add(paths, everywhere_path(joined("everywhere/", name)));
}

const char *everywhere_files_fault(void)
{
	const struct shell *shell;
	const char *name;
	struct text file;

	for (size_t i = 0; (name = name_at(i, &shell)); i++) {
		const char *wanted = content(shell, name);
		const char *path = everywhere_path(joined("everywhere/", name));

		if (file_slurp(path, FILE_MAX, &file))
			return formatted("'%s' cannot be read: %s", shown(path), strerror(errno));
		if (!wanted || !streq(file.data, wanted))
			return "another version of avenv wrote its files";
	}
	return NULL;
}
