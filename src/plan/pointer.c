/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/pointer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/path.h"
#include "core/venv.h"
#include "finders/store.h"
#include "formats/redirect.h"

int pointer_text(const char *path, bool link, const char **text)
{
	struct text file;

	if (link) {
		*text = file_link_text(AT_FDCWD, path);
		return *text ? 0 : -1;
	}
	*text = NULL;
	if (file_slurp(path, FILE_MAX, &file))
		return -1;
	*text = redirect_parse(file.data, file.len);
	return 0;
}

static const char leads_nowhere[] = "it points nowhere",
		  no_path[] = "it is not one line with a path",
		  no_directory[] = "it does not point to a directory";

bool pointer_is_wrong(const char *problem)
{
	return problem == leads_nowhere || problem == no_path || problem == no_directory;
}

const char *path_follow(const char *path, const struct file_info *last, struct chain *chain)
{
	if (!chain_with(path, last, chain))
		return NULL;
	return file_leads_nowhere(errno) ? leads_nowhere : strerror(errno);
}

/* Follow the redirect at PATH in the project DIR. */
static const char *follow_redirect(const char *dir, const char *path, struct chain *env)
{
	const char *line, *store;

	if (pointer_text(path, false, &line))
		return strerror(errno);
	if (!line)
		return no_path;
	store = store_named(dir, line);
	return path_follow(store ? store : path_join(dir, line), NULL, env);
}

const char *pointer_follow(const struct candidate *c, struct chain *env)
{
	const char *problem = path_follow(c->target ? c->target : c->path, NULL, env);

	/* A link may refer to a redirect file; a tool's target may not. */
	if (!problem && !c->target && S_ISREG(chain_end(env)->info.mode))
		problem = follow_redirect(c->project, env->path, env);
	if (!problem && !S_ISDIR(chain_end(env)->info.mode))
		problem = no_directory;
	if (problem)
		*env = (struct chain){ 0 };
	return problem;
}

bool pointer_has_env(const struct candidate *c)
{
	struct chain env;

	return !pointer_follow(c, &env) && venv_exists(env.path) > 0;
}

bool pointer_names_env(const char *file, const struct file_info *info, const char *env)
{
	const char *to, *dir;

	if ((!S_ISLNK(info->mode) && !S_ISREG(info->mode)) ||
	    pointer_text(file, S_ISLNK(info->mode), &to) || !to)
		return false;
	to = path_trimmed(path_join(path_parent(file), to));
	dir = real_path_of(path_parent(to)).path;
	return dir && streq(path_join(dir, path_base(to)), env);
}
