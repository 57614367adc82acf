/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/complete.h"

#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

#include "cli/envs.h"
#include "core/mem.h"
#include "shell/shell.h"

#include "core/banned.h"

bool complete_add(struct completions *c, const char *value, const char *description)
{
	size_t len = strlen(c->prefix);

	if (c->fold ? strncasecmp(value, c->prefix, len) != 0 : strncmp(value, c->prefix, len) != 0)
		return true;
	if (c->count == COMPLETE_MAX)
		return false;
	c->list = mem_grow(c->list, c->count, &c->room, sizeof(*c->list));
	c->list[c->count++] = (struct completion){ value, description };
	return true;
}

bool complete_visit(void *bounded, int fd, const char *name, int type)
{
	struct bounded *b = bounded;

	return b->left-- && b->visit(b->arg, fd, name, type);
}

void complete_scan(const char *dir, int flags, file_visitor *visit, void *arg)
{
	struct bounded b = { visit, arg, COMPLETE_ENTRIES };
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC | flags);
	uint64_t room[1024];

	if (fd < 0)
		return;
	(void)!file_scan_fd(fd, room, sizeof(room), complete_visit, &b);
	close(fd);
}

static void complete_env(struct context *ctx, const char *env, struct completions *c)
{
	struct envs envs;

	(void)env;
	envs_glance(ctx, c->prefix, &envs);
	for (size_t i = 0; i < envs.count; i++) {
		const struct env *e = &envs.list[i];

		if (!complete_add(c, env_word(e), e->project ? e->project : e->source))
			return;
	}
}

/* The most recent first.  Only what stands in the user's own store goes. */
static void complete_record(struct context *ctx, const char *env, struct completions *c)
{
	struct trust *trust = &ctx->trust;

	(void)env;
	trust_load(trust);
	for (size_t i = trust->count; i--;) {
		const struct record *r = &trust->records[i];
		const char *store = ctx->settings.store;

		if (store && r->line && !complete_add(c, r->path, r->deny ? "denied" : "allowed"))
			return;
	}
}

static void complete_shell(struct context *ctx, const char *env, struct completions *c)
{
	(void)ctx;
	(void)env;
	for (const struct shell *const *s = shells; *s; s++)
		complete_add(c, (*s)->name, "");
}

/* The words that an option called for KIND takes: NAME for "name". */
static void complete_words(const char *kind, struct completions *c)
{
	for (const struct command *const *cmd = commands; *cmd; cmd++)
		for (const struct option_spec *o = (*cmd)->options; o && o->name; o++)
			if (o->words && !strcasecmp(o->arg, kind))
				for (size_t i = 0; o->words[i]; i++)
					complete_add(c, o->words[i], "");
}

void complete_kind(struct context *ctx, const char *kind, const char *env, struct completions *c)
{
	static const struct {
		const char *name;
		void (*add)(struct context *ctx, const char *env, struct completions *c);
	} kinds[] = {
		{ "env", complete_env },
		{ "python", complete_python },
		{ "record", complete_record },
		{ "shell", complete_shell },
		{ "command", complete_command },
		{ "package", complete_package },
		{ "dir", complete_dir },
		{ "file", complete_file },
		{ "requirement", complete_requirement },
		{ "program", complete_program },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(kind, kinds[i].name))
			kinds[i].add(ctx, env, c);
	complete_words(kind, c);
}
