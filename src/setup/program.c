/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/program.h"

#include <stdlib.h>

#include "core/file.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/others.h"
#include "system/child.h"
#include "system/platform.h"

const char *program_path(void)
{
	static const char *path;

	if (!path)
		path = platform_own_program();
	if (!path) {
		error_errno("cannot find the program 'avenv' itself");
		exit(1);
	}
	return path;
}

const char *program_helper(void)
{
	return programs_own("avenv-hook");
}

const char *program_need_helper(void)
{
	const char *helper = program_helper();

	if (!helper)
		error("cannot find 'avenv-hook' beside '%s': install avenv again",
		      shown(program_path()));
	return helper;
}

int program_check(const char *program)
{
	const char *const all[] = { program, program_path(), program_need_helper() };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		struct reason r;

		if (!all[i])
			return -1;
		r = others_along(all[i], false);
		if (r.why)
			return error("'%s' is not written into startup files: %s%s", shown(all[i]),
				     reason_line(r),
				     *r.next ? "" :
					       "; install avenv where only you or root can write");
	}
	return 0;
}

const char *program_manual(void)
{
	const char *prefix = path_parent(path_parent(program_path()));
	const char *file = path_join(prefix, "share/man/man1/avenv.1");

	if (path_under(file, "/usr") || !file_reachable(file))
		return "'man avenv'";
	return paste_command("man", file);
}

/* TEXT with each HOLE replaced by PATH, quoted for SHELL. */
static const char *fill(const struct shell *shell, const char *text, const char *hole,
			const char *path)
{
	struct buf b = BUF_INIT;

	for (const char *at; (at = strstr(text, hole)); text = at + strlen(hole)) {
		buf_put(&b, text, (size_t)(at - text));
		shell->quote(&b, path);
	}
	buf_puts(&b, text);
	return b.data;
}

/* TEXT, a file of `embedded`, with the paths of the two programs; NULL after printing an error. */
static const char *with_paths(const struct shell *shell, const char *text)
{
	const char *helper = program_need_helper();

	if (!helper)
		return NULL;
	return fill(shell, fill(shell, text, "'@HELPER@'", helper), "'@AVENV@'", program_path());
}

static const struct embedded *embedded_of(const char *name)
{
	const struct embedded *e = embedded;

	while (!streq(e->shell, name))
		e++;
	return e;
}

const char *program_hook(const struct shell *shell, bool completion)
{
	const struct embedded *e = embedded_of(shell->suffix);

	return with_paths(shell, completion ? e->completion : e->hook);
}

const char *program_everywhere(const struct shell *shell, const char *name, const char *data,
			       const char *bash_env)
{
	const struct embedded *e = embedded_of(name);
	const char *text =
		fill(shell, fill(shell, e->everywhere, "'@DATA@'", data), "'@BASH_ENV@'", bash_env);

	return strstr(text, "'@HELPER@'") ? with_paths(shell, text) : text;
}
