/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/redirect.h"

#include <limits.h>
#include <stdlib.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"

#include "core/banned.h"

const char *redirect_place(const char *path)
{
	const char *end = path + strlen(path), *base;
	char real[PATH_MAX];

	while (end > path + 1 && end[-1] == '/')
		end--;
	path = mem_dup(path, (size_t)(end - path));
	base = path_base(path);
	/* Those two have no name of their own. */
	if (streq(base, ".") || streq(base, "..") || streq(base, "/"))
		return realpath(path, real) ? mem_dups(real) : NULL;
	if (!realpath(path_parent(path), real))
		return NULL;
	return path_join(real, base);
}

/* The real path that FILE in PROJECT leads to, or NULL. */
static const char *leads_to(const char *project, const char *file)
{
	char real[PATH_MAX];
	const char *line;
	struct text text;

	if (file_slurp(file, FILE_MAX, &text))
		return NULL;
	line = pointer_redirect_line(text.data, text.len);
	if (!line)
		return NULL;
	line = path_join(project, line);
	return realpath(line, real) ? mem_dups(real) : redirect_place(line);
}

static void look_in(struct redirects *r, const char *project, const char *env)
{
	const char *file = path_join(project, ".venv");
	const char *to = leads_to(project, file);

	if (!to || !streq(to, env))
		return;
	for (size_t i = 0; i < r->count; i++)
		if (streq(r->files[i], file))
			return;
	r->files = mem_grow(r->files, r->count, &r->room, sizeof(*r->files));
	r->files[r->count++] = file;
}

void redirects_find(struct context *ctx, const char *env,
		    struct redirects *redirects)
{
	*redirects = (struct redirects){ 0 };
	trust_load(&ctx->trust);
	look_in(redirects, path_parent(env), env);
	for (size_t i = 0; i < ctx->trust.count; i++)
		if (!ctx->trust.records[i].env)
			look_in(redirects, ctx->trust.records[i].path, env);
}
