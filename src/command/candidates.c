/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/candidates.h"

#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "known/envs.h"
#include "known/here.h"
#include "python/places.h"
#include "system/files.h"

#include "core/banned.h"

void complete_add(struct completions *c, const char *value, const char *description)
{
	if (!starts_with(value, c->prefix) || c->count == 1024)
		return;
	c->list = mem_grow(c->list, c->count, &c->room, sizeof(*c->list));
	c->list[c->count++] = (struct completion){ concat(c->head, value, ""), description };
}

void complete_envs(struct completions *c)
{
	struct envs envs;

	envs_glance(c->ctx, c->prefix, &envs);
	for (size_t i = 0; i < envs.count; i++) {
		const struct env *e = &envs.list[i];

		complete_add(c, env_word(e), e->project ? e->project : e->source);
	}
}

void complete_pythons(struct completions *c)
{
	/* Without a directory no project's file says which versions pyenv uses. */
	const struct python_from from = { .settings = &c->ctx->settings };
	struct python_bins bins;

	python_bins(&from, &bins);
	for (size_t i = 0; i < bins.count; i++) {
		const struct python_bin *bin = &bins.list[i];
		struct strings paths = { 0 };
		struct python_name name;

		if (bin->name && python_in(bin->dir))
			complete_add(c, bin->name, bin->source);
		places_match(path_join(bin->dir, "python3.*"), &paths);
		for (size_t k = 0; k < paths.count; k++)
			if (python_name_parse(path_base(paths.list[k]), &name))
				complete_add(c, name.version, "");
	}
}

void complete_requirements(struct completions *c)
{
	struct strings paths = { 0 };

	if (strpbrk(c->prefix, "*?[{\\"))
		return;
	places_match(concat(c->prefix, "*.{txt,in}", ""), &paths);
	for (size_t i = 0; i < paths.count; i++)
		complete_add(c, paths.list[i], "");
}

/* The path of what was typed as ENV; or NULL. */
static const char *named(struct context *ctx, const char *env)
{
	const struct env *known;
	struct envs envs;

	if (strchr(env, '/') || venv_exists(env) > 0)
		return env;
	envs_glance(ctx, env, &envs);
	return envs_match(&envs, env, &known) == 1 ? known->venv.path : NULL;
}

static bool visit_programs(void *c, int fd, const char *name, int type)
{
	struct file_info info;

	(void)type;
	if (!file_lstatat(fd, name, &info) &&
	    (S_ISLNK(info.mode) || (S_ISREG(info.mode) && (info.mode & 0111))))
		complete_add(c, mem_dups(name), "");
	return true;
}

void complete_programs(struct completions *c)
{
	struct found found = { .outcome = FIND_ENV };
	uint64_t room[1024];
	int bin;

	if (c->env)
		found.venv.path = named(c->ctx, c->env);
	else
		here_find(c->ctx, NULL, &found);
	if (!found.venv.path || found.outcome != FIND_ENV)
		return;
	/* Through no link, which may lead to anybody's files. */
	bin = files_open_dir(AT_FDCWD, path_join(found.venv.path, "bin"));
	(void)!file_scan_fd(bin, room, sizeof(room), visit_programs, c);
	file_close(bin);
}
