/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/select.h"

#include <errno.h>
#include <stdlib.h>

#include "core/mem.h"

#include "core/banned.h"

void choice_init(struct choice *c, const struct envs *envs)
{
	*c = (struct choice){ .envs = envs };
	c->left = mem_array(envs->count + 1, sizeof(*c->left));
	choice_reset(c);
}

void choice_reset(struct choice *c)
{
	c->count = c->envs->count;
	memset(c->left, true, c->count * sizeof(*c->left));
}

static bool has_name(const struct env *env, const char *text)
{
	return streq(env->name, text);
}

static bool has_in_name(const struct env *env, const char *text)
{
	return strcasestr(env->name, text) != NULL;
}

static bool has_in_path(const struct env *env, const char *text)
{
	return strcasestr(env->venv.path, text) != NULL;
}

size_t choice_narrow(struct choice *c, const char *text)
{
	static bool (*const fits[])(const struct env *env, const char *text) = {
		has_name,
		has_in_name,
		has_in_path,
	};
	const struct envs *envs = c->envs;

	/* Each way first in what is left, then in all. */
	for (size_t way = 0; way < 2 * ARRAY_SIZE(fits); way++) {
		bool all = way >= ARRAY_SIZE(fits);
		bool *kept = mem_array(envs->count + 1, sizeof(*kept));
		size_t count = 0;

		for (size_t i = 0; i < envs->count; i++) {
			kept[i] = (all || c->left[i]) &&
				  fits[way % ARRAY_SIZE(fits)](&envs->list[i], text);
			count += kept[i];
		}
		if (!count)
			continue;
		c->left = kept;
		c->count = count;
		return count;
	}
	return 0;
}

const struct env *choice_first(const struct choice *c)
{
	size_t i = 0;

	while (!c->left[i])
		i++;
	return &c->envs->list[i];
}

const struct env *choice_number(const struct choice *c, const char *text)
{
	unsigned long n;

	if (!*text || text[strspn(text, "0123456789")])
		return NULL;
	errno = 0;
	n = strtoul(text, NULL, 10);
	if (errno || n < 1 || n > c->envs->count)
		return NULL;
	return &c->envs->list[n - 1];
}
