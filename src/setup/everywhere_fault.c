/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the shims, or the hook of `setup --everywhere`, are not in effect in a process. */
#include "setup/everywhere.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/everywhere_lines.h"
#include "setup/setup.h"
#include "setup/shims.h"
#include "system/child.h"

/*
 * The command that loads the file for SHELL, the user's. If the hook runs here, the command ends in
 * a new shell: in this one, the next answer would put an environment behind what the file has added
 * to PATH. A new bash inherits PATH: it reads the file only as a login shell.
 */
static const char *load_command(const struct shell *shell)
{
	struct buf command = BUF_INIT;
	bool hook = is_set(getenv("AVENV_SHELL"));

	if (!hook || shell == &shell_bash)
		shell_put(&command, shell, shell->read_line, paste_word(everywhere_file(shell)),
			  NULL);
	if (hook)
		buf_putl(&command, command.len ? shell->and_then : "", setup_new_shell(shell));
	return command.data;
}

/* The command that puts the directory SHIMS first on PATH; NULL: a new shell changes nothing. */
static const char *path_command(const struct shell *shell, const char *shims)
{
	struct buf command = BUF_INIT;

	if (is_set(getenv("AVENV_SHELL")))
		return NULL;
	shell_put(&command, shell, shell->path_line, NULL, shims);
	return command.data;
}

/* PYTHON, first on PATH, hides the shims: it is not one of them, nor the active environment's. */
static bool is_before_shims(const char *python, const char *shims)
{
	const char *active = getenv("VIRTUAL_ENV");

	return !path_under(python, shims) && !(is_set(active) && path_under(python, active));
}

/*
 * The fault of this process, whose user's shell is SHELL; NULL: none. Set *MEND to the command that
 * changes that; NULL: none is known to.
 */
static const char *fault_here(const struct shell *shell, const char **mend)
{
	const char *shims = shims_dir(), *path = getenv("PATH"), *bash_env = getenv("BASH_ENV");
	const char *python = programs_find(path, "python3"), *cause;

	*mend = load_command(shell);
	if (!path || !pathvar_has(path, shims))
		return "its shims are not on PATH";
	if (python && is_before_shims(python, shims)) {
		*mend = path_command(shell, shims);
		cause = everywhere_path_line(shell, path_parent(python));
		return formatted("'%s' is before its shims on PATH%s", shown(python),
				 cause ? joined(": ", cause, ", puts it there") : "");
	}
	if (!bash_env || !streq(bash_env, everywhere_bash_env()))
		return "BASH_ENV is not its file, so `bash -c` does not load the hook";
	return NULL;
}

bool everywhere_is_set_up(void)
{
	const char *shims = shims_dir();
	struct file_info info;

	/* Another user's files are not for this one. */
	return shims && !file_stat(shims, &info) && info.uid == geteuid();
}

const char *everywhere_fault(const char **mend)
{
	const struct shell *shell = paste_shell();
	struct reason others;
	const char *fault;

	*mend = "avenv setup --everywhere";
	if (!everywhere_is_set_up())
		return "";
	others = everywhere_others();
	if (others.why) {
		*mend = is_set(others.next) ? others.next : NULL;
		return others.why;
	}
	if ((fault = shims_fault()))
		return fault;
	if ((fault = everywhere_files_fault(mend)))
		return fault;
	fault = fault_here(shell, mend);
	/* bash inherits all that it needs: where that works, no line is missing. */
	if ((fault || shell != &shell_bash) && everywhere_lacks_line(shell)) {
		*mend = everywhere_line_command(shell);
		if (!fault)
			fault = formatted("no startup file of %s loads it", shell->name);
	}
	return fault;
}
