/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "cli/msg.h"
#include "cli/python.h"
#include "core/file.h"
#include "core/path.h"

#include "core/banned.h"

static bool is_program(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && (info.mode & 0111);
}

/* The NAME that PATH gives, or NULL. */
static const char *on_path(const char *name)
{
	const char *list = getenv("PATH"), *dir;

	while ((dir = settings_element(&list))) {
		const char *path = path_join(dir, name);

		if (dir[0] == '/' && is_program(path))
			return path;
	}
	return NULL;
}

static const char *named(const struct context *ctx, const char *spec)
{
	struct buf name = BUF_INIT;

	if (strchr(spec, '/'))
		return path_clean(path_join(ctx->pwd ? ctx->pwd : "/", spec));
	if (strncmp(spec, "py", 2) != 0)
		buf_puts(&name, "python");
	buf_puts(&name, spec);
	return on_path(name.data);
}

int python_pick(struct context *ctx, const char *spec, const char *project,
		struct python *python, const char **why)
{
	const char *path = named(ctx, spec ? spec : "python3");

	(void)project;
	*why = NULL;
	if (!path)
		return error("no Python '%s'", shown(spec ? spec : "python3"));
	return python_ask(path, python);
}
