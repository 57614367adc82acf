/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/pip.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

/* The variable in ENTRY selects another Python, or another place to install to. */
static bool is_pip_variable(const char *entry)
{
	static const char *const names[] = {
		"PIP_TARGET",          "PIP_PREFIX",  "PIP_ROOT",    "PIP_USER",
		"PIP_PYTHON",          "PIP_DRY_RUN", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
		"__PYVENV_LAUNCHER__", NULL,
	};

	return starts_with(entry, "PYTHON") || child_has_variable(entry, names);
}

int pip_run(const char *env, const char *exe, const char *const *args)
{
	const char *const pip[] = { path_join(path_join(env, "bin"), exe), "-I", "-m", "pip",
				    NULL };
	const char *const variables[] = {
		formatted("VIRTUAL_ENV=%s", env),
		formatted("PATH=%s", pathvar_prepend(getenv("PATH"), path_join(env, "bin"))),
		"PIP_DISABLE_PIP_VERSION_CHECK=1", NULL
	};
	struct strings argv = { 0 };
	int status;

	strings_add_all(&argv, pip);
	if (msg_quiet)
		strings_add(&argv, "-q");
	strings_add_all(&argv, args);
	status = child_run(argv.list, child_environment(is_pip_variable, variables), STDERR_FILENO);
	if (status < 0)
		return error_errno("cannot start '%s'", shown(pip[0]));
	if (WIFSIGNALED(status))
		return error("'%s' was ended by signal %d", shown(pip[0]), WTERMSIG(status));
	/* pip has printed the reason. */
	return WEXITSTATUS(status);
}

const char *pip_line(const char *python, const struct strings *files)
{
	struct buf line = BUF_INIT;

	buf_putl(&line, paste_word(python), " -I -m pip install",
		 files->count ? "" : " --upgrade pip");
	for (size_t i = 0; i < files->count; i++)
		buf_putl(&line, " -r ", paste_word(files->list[i]));
	return line.data;
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
