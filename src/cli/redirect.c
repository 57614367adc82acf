/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/redirect.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "cli/msg.h"
#include "cli/place.h"
#include "cli/unseen.h"
#include "core/file.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"

#include "core/banned.h"

/* The real path that FILE in PROJECT leads to, or NULL, *ERR saying why. */
static const char *leads_to(const char *project, const char *file, int *err)
{
	char real[PATH_MAX];
	const char *line;
	struct text text;

	*err = 0;
	if (file_slurp(file, FILE_MAX, &text)) {
		*err = unseen_is_answer(errno) ? 0 : errno;
		return NULL;
	}
	line = pointer_redirect_line(text.data, text.len);
	line = pointer_path(project, line);
	if (!line)
		return NULL;
	return realpath(line, real) ? mem_dups(real) : place_unfollowed(line);
}

static int look_in(struct names *files, const char *project, const char *env)
{
	const char *file = path_join(project, ".venv");
	int err;
	const char *to = leads_to(project, file, &err);

	errno = err;
	/* In a project that others closed, it is theirs. */
	if (err && err != EACCES)
		return error_errno("cannot read '%s'", shown(file));
	if (!to || !streq(to, env))
		return 0;
	for (size_t i = 0; i < files->count; i++)
		if (streq(files->list[i], file))
			return 0;
	names_add(files, file);
	return 0;
}

int redirects_find(struct context *ctx, const char *env, struct names *files)
{
	*files = (struct names){ 0 };
	trust_load(&ctx->trust);
	if (ctx->trust.closed) {
		struct buf why = BUF_INIT;

		hint_store(&why, &ctx->trust);
		return error("%s", why.data);
	}
	if (look_in(files, path_parent(env), env))
		return -1;
	for (size_t i = 0; i < ctx->trust.count; i++)
		if (!ctx->trust.records[i].env &&
		    look_in(files, ctx->trust.records[i].path, env))
			return -1;
	return 0;
}
