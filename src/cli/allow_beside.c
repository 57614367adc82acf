/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the record of a project would allow beside the environment that is meant. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/create.h"
#include "cli/here.h"
#include "cli/link_file.h"
#include "cli/place.h"
#include "cli/stage_dir.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** entries that are looked at: of more nobody knows what is among them */
	LOOKS_MAX = 1024,
};

/** A look at what else is in a project. */
struct beside {
	const struct settings *settings;
	const char *project, *env;
	/** what leads to it in the project; NULL: nothing has to */
	const char *by;
	uid_t uid;
	/** names that count only by another AVENV_NAMES are of interest */
	bool any_name;
	/** what is called .venv, and what comes first of all else by its name */
	const char *dotvenv, *other;
	unsigned looks;
};

/* What is in PATH makes it an environment; or, unless SURE, that cannot be told. */
static bool is_env(const char *path, bool sure)
{
	struct file_info info;

	return !file_lstat(path_join(path, "pyvenv.cfg"), &info) ||
	       (!sure && !file_is_missing(errno));
}

/* AVENV_NAMES is what it is now, or not set. */
static bool is_known_name(const struct settings *settings, const char *name)
{
	static const struct settings usual = { .names = SETTINGS_NAMES };

	return settings_name_is_fixed(settings, name) ||
	       settings_name_is_fixed(&usual, name);
}

/* What leads to an environment without being a link or a directory. */
static bool is_file_name(const char *name)
{
	return streq(name, ".venv") || streq(name, ".python-envs");
}

/*
 * A link may lead elsewhere tomorrow: to ENV leads what holds its name, in the same
 * directory, or its path.
 */
static bool is_link_to(const char *path, const char *env)
{
	const char *text = link_text(AT_FDCWD, path);

	return text && (streq(text, env) ||
			(streq(text, path_base(env)) &&
			 streq(path_parent(path), path_parent(env))));
}

/*
 * By a name that counts for nothing now, what somebody else keeps closed is none: it
 * could not be used.
 */
static bool is_other(const struct beside *b, const char *name, const char *path)
{
	bool known = is_known_name(b->settings, name);
	struct file_info info;

	if (file_lstat(path, &info))
		return known && !file_is_missing(errno);
	if (S_ISREG(info.mode))
		return info.size && is_file_name(name);
	/* By another name it leads to what is here anyway, or to what is not covered. */
	if (S_ISLNK(info.mode))
		return known && !is_link_to(path, b->env);
	if (streq(path, b->env))
		return false;
	/* What only lacks a pyvenv.cfg may have one tomorrow. */
	return known ? is_env(path, false) || create_has_parts(path) :
		       b->any_name && is_env(path, info.uid != b->uid);
}

static bool look(void *arg, int fd, const char *name, int type)
{
	struct beside *b = arg;
	const char *path;

	(void)fd;
	/* A project may have many files, on a slow file system. */
	if ((type == DT_REG && !is_file_name(name)) || stage_is_private(name) ||
	    (b->by && streq(name, b->by)) ||
	    (!b->any_name && !is_file_name(name) &&
	     !is_known_name(b->settings, name)))
		return true;
	if (b->looks++ == LOOKS_MAX) {
		b->other = b->project;
		return false;
	}
	path = path_join(b->project, name);
	if (!is_other(b, name, path))
		return true;
	if (streq(name, ".venv"))
		b->dotvenv = path;
	else if (!b->other || strcmp(path, b->other) < 0)
		b->other = path;
	return true;
}

static const char *search(struct beside *b)
{
	/* It would be on in the directory above as well; or what is there is not known. */
	if (is_env(b->project, false) || file_scan(b->project, look, b))
		return b->project;
	return b->other ? b->other : b->dotvenv;
}

const char *allow_beside(const struct settings *settings, const char *project,
			 const char *env, const char *by)
{
	struct beside b = {
		.settings = settings, .project = project, .env = env, .by = by
	};

	return search(&b);
}

const char *allow_beside_found(const struct settings *settings,
			       const char *project, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *env = found->venv.path ? found->venv.path : c->path;
	const char *other;

	/* Of several each is named where that is told. */
	if (found->outcome == FIND_AMBIGUOUS)
		return NULL;
	other = allow_beside(settings, project, env ? env : "",
			     c->pointer ? c->name : NULL);
	/* Many directories; or it leads to the very one. */
	return other && !streq(other, project) &&
			       !streq(path_base(other), ".venv") ?
		       other :
		       NULL;
}

bool allow_by_project(const struct settings *settings, const char *env)
{
	struct beside b = { .settings = settings,
			    .project = path_parent(env),
			    .env = env,
			    .uid = geteuid(),
			    .any_name = true };

	/* In $HOME it would cover nearly everything, and of a clone it does not speak. */
	return settings_name_is_fixed(settings, path_base(env)) &&
	       !target_is_home(settings, b.project) &&
	       !file_exists(AT_FDCWD, path_join(env, ".git")) && !search(&b);
}

const char *allow_line(struct context *ctx, const char *env)
{
	const struct settings *settings = &ctx->settings;
	bool fixed = settings_name_is_fixed(settings, path_base(env));
	struct buf b = BUF_INIT;

	if (fixed ? allow_by_project(settings, env) :
		    !allow_beside(settings, path_parent(env), env, NULL))
		return place_line(ctx, "avenv allow", env);
	buf_putl(&b, "\"avenv allow ", here_word(env), "\"");
	return b.data;
}
