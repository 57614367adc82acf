/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the shims, or the hook of `setup --everywhere`, are not in effect in a process. */
#include "setup/everywhere.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
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

/*
 * The fault that PYTHON is on PATH before SHIMS. *MEND is the command that puts them first here,
 * NULL: a new shell changes nothing. If a line of a startup file is known to put PYTHON there, the
 * fault has what stands below that.
 */
static const char *shadowed(const struct shell *shell, const char *python, const char *shims,
			    const char **mend)
{
	const char *cause = everywhere_path_line(shell, path_parent(python));
	const char *why = formatted("'%s' is before its shims on PATH", shown(python));
	struct buf line = BUF_INIT;

	shell_put(&line, shell, shell->path_line, NULL, shims);
	*mend = cause || is_set(getenv("AVENV_SHELL")) ? NULL : line.data;
	if (!cause)
		return why;
	return formatted("%s: %s, puts it there; below that, add %s", why, cause,
			 paste_quoted(line.data));
}

/* PATH without the active environment, whose programs come before the shims. */
static const char *path_outside(const char *path)
{
	const char *active = getenv("VIRTUAL_ENV");

	return is_set(active) ? pathvar_remove_all(path, path_join(active, "bin")) : path;
}

/*
 * The fault of this process, whose user's shell is SHELL; NULL: none. Set *MEND to the command that
 * changes that; NULL: none is known to.
 */
static const char *fault_here(const struct shell *shell, const char **mend)
{
	const char *shims = shims_dir(), *path = getenv("PATH"), *bash_env = getenv("BASH_ENV");
	const char *shadow;

	*mend = load_command(shell);
	if (!path || !pathvar_has(path, shims))
		return "its shims are not on PATH";
	shadow = shims_shadow(path_outside(path));
	if (shadow)
		return shadowed(shell, shadow, shims, mend);
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
