/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/pip.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "context/calling_shell.h"
#include "core/path.h"
#include "declared/install.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

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
	status = child_run(argv.list, calling_shell_child(&venv, path_parent(env)), STDERR_FILENO,
			   STDERR_FILENO);
	if (status < 0)
		return error_errno("cannot start '%s'", shown(pip[0]));
	if (WIFSIGNALED(status) && !child_interrupted)
		return error("'%s' was ended by signal %d", shown(pip[0]), WTERMSIG(status));
	/* pip has printed the reason, or the user pressed ^C. */
	return WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
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

int pip_check_files(const struct context *ctx, const struct strings *files)
{
	const char *dir = ctx->physical.path ? ctx->physical.path : "/";

	for (size_t i = 0; i < files->count; i++) {
		const char *path = files->list[i];
		struct reason r;

		if (strstr(path, "://"))
			continue;
		if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS))
			return error_errno("cannot read '%s'", shown(path));
		r = install_refusal(ctx, path_clean(path_join(dir, path)));
		if (r.why)
			return error("%s", reason_line(r));
	}
	return 0;
}
