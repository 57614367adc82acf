/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the record of a project would allow beside the environment that is meant. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/create.h"
#include "cli/place.h"
#include "cli/stage_dir.h"
#include "cli/typed.h"
#include "core/hint.h"
#include "core/judge.h"
#include "core/path.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** entries that are looked at: of more nobody knows what is among them */
	LOOKS_MAX = 1024,
};

/** A look at what else is in a project. */
struct beside {
	const struct settings *settings;
	const char *project, *env;
	uid_t uid;
	unsigned looks;
	/** there is something, or more than is looked at */
	bool any;
};

/* What is in PATH makes it an environment; or, unless SURE, that cannot be told. */
static bool is_env(const char *path, bool sure)
{
	int there = venv_exists(path);

	return sure ? there > 0 : there;
}

/* AVENV_NAMES is what it is now, or not set. */
static bool is_known_name(const struct settings *settings, const char *name)
{
	static const struct settings usual = { .names = SETTINGS_NAMES };

	return settings_name_is_fixed(settings, name) || settings_name_is_fixed(&usual, name);
}

/* What only lacks a pyvenv.cfg may have one tomorrow. */
static bool may_be_env(const char *path)
{
	return is_env(path, false) || create_has_parts(path);
}

/*
 * A link may lead elsewhere tomorrow: to ENV leads what holds its name, in the same
 * directory, or its path.
 */
static bool is_link_to(const char *path, const char *env)
{
	const char *text = files_link_text(AT_FDCWD, path);

	return text && (streq(text, env) || (streq(text, path_base(env)) &&
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
		return info.size && streq(name, ".venv");
	/* By another name it leads to what is here anyway, or to what is not covered. */
	if (S_ISLNK(info.mode))
		return known && !is_link_to(path, b->env);
	if (streq(path, b->env))
		return false;
	return known ? may_be_env(path) : is_env(path, info.uid != b->uid);
}

static bool look(void *arg, int fd, const char *name, int type)
{
	struct beside *b = arg;

	(void)fd;
	/* A project may have many files, on a slow file system. */
	if ((type == DT_REG && !streq(name, ".venv")) || stage_is_private(name))
		return true;
	b->any = b->looks++ == LOOKS_MAX || is_other(b, name, path_join(b->project, name));
	return !b->any;
}

bool allow_by_project(const struct settings *settings, const char *env)
{
	struct beside b = {
		.settings = settings, .project = path_parent(env), .env = env, .uid = geteuid()
	};

	/* In $HOME it would cover nearly everything. */
	return judge_covered(settings, env) && !target_is_home(settings, b.project) &&
	       /* It would be on in the directory above as well. */
	       !is_env(b.project, false) && !file_scan(b.project, look, &b) && !b.any;
}

void allow_narrow(struct context *ctx, const char *arg, struct target *target)
{
	const char *project = target->chain.path;
	struct file_info info;
	struct target named;
	struct venv venv;

	arg = path_trimmed(arg);
	if (target->env || target_leads(ctx, arg, project) || file_stat(arg, &info) ||
	    !S_ISDIR(info.mode) || target_dir(arg, &named))
		return;
	venv_read(named.chain.path, &venv);
	if (!venv_is_env(&venv) || (streq(path_parent(named.chain.path), project) &&
				    allow_by_project(&ctx->settings, named.chain.path)))
		return;
	*target = named;
	target->env = true;
}

/* The next after *AT of PROJECT that is one or has parts of one, and is not ENV; NULL: no more. */
static const char *next(const char *project, const char *env, const char **at)
{
	const char *name;

	while ((name = settings_element(at))) {
		const char *path = path_join(project, name);
		struct file_info info;

		/* What a link leads to is looked at by itself, or needs its own record. */
		if (*name && !strchr(name, '/') && !streq(path, env) && !file_lstat(path, &info) &&
		    S_ISDIR(info.mode) && may_be_env(path))
			return path;
	}
	return NULL;
}

/* The names that count, the first of them first. */
static const char *names(const struct settings *settings)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, ".venv:", settings->names);
	return b.data;
}

size_t allow_beside(struct trust *trust, const char *project, const struct found *found,
		    struct buf *b)
{
	const struct candidate *c = &found->candidate;
	const char *env = found->venv.path ? found->venv.path : c->path;
	const char *at = names(trust->settings), *path;
	size_t n = 0;

	while ((path = next(project, env ? env : "", &at))) {
		struct chain chain;

		/* What cannot be searched now is no clone for all one knows. */
		if (file_exists(AT_FDCWD, path_join(path, ".git")) > 0 ||
		    (!chain_of(path, &chain) &&
		     trust_env(trust, &chain, project, true).verdict != VERDICT_ALLOWED))
			continue;
		buf_puts(b, n++ ? ", " : "");
		hint_quote(b, path);
	}
	return n;
}

/* What allow_line() says; *BOTH: that is of the project of ENV as well. */
static const char *line_of(struct context *ctx, const char *env, bool *both)
{
	const struct settings *settings = &ctx->settings;
	const char *at = names(settings), *line;
	bool fixed = settings_name_is_fixed(settings, path_base(env));

	*both = fixed ? allow_by_project(settings, env) : !next(path_parent(env), env, &at);
	if (!*both)
		return typed_allow(env);
	line = place_line(ctx, "avenv allow", env);
	/* An oddly named one is recorded with its project where neither is named. */
	*both = fixed || streq(line, "'avenv allow'");
	return line;
}

const char *allow_line(struct context *ctx, const char *env)
{
	bool both;

	return line_of(ctx, env, &both);
}

const char *allow_remedy(struct context *ctx, const char *path, const char *does)
{
	struct buf b = BUF_INIT;

	if (ctx->trust.closed)
		hint_store(&b, &ctx->trust);
	else
		buf_putl(&b, allow_line(ctx, path), " ", does);
	return b.data;
}

const char *allow_lifts(struct context *ctx, const char *env, const struct record *by)
{
	bool both;
	const char *line = line_of(ctx, env, &both);
	bool back = streq(by->path, env) || (both && streq(by->path, path_parent(env)));
	struct buf b = BUF_INIT;

	buf_putl(&b, line, back ? " takes that back" : " allows it all the same");
	return b.data;
}
