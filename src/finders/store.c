/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base64.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/sha256.h"

#include "core/banned.h"

enum {
	/** a store with more is not read to its end */
	ENTRIES_MAX = 1024,
	/** characters, as poetry and pipenv have it */
	NAME_MAX_CHARS = 42,
};

/** What a search has seen of stores. */
struct stores {
	/** by tool: 1 it is there, -1 it is not, 0 not asked yet */
	int there[TOOLS];
	/** the user's settings, once read */
	const char *settings[TOOLS];
	/** the directory whose entries are known, and the entries */
	const char *listed[TOOLS];
	struct strings names[TOOLS];
	struct store_projects projects;
	/** the directories for which the rest was asked */
	const char *pyproject_of, *real_of;
	bool pyproject;
	const char *real;
};

static struct stores *stores_of(struct search *search)
{
	if (!search->stores)
		search->stores = mem_array(1, sizeof(*search->stores));
	return search->stores;
}

const char *store_absolute(const struct search *search, const char *path)
{
	const char *home = search->trust->settings->home;

	if (path && path[0] == '~' && (!path[1] || path[1] == '/') && home)
		path = path_join(home, path[1] ? path + 2 : ".");
	return path && path[0] == '/' ? path_clean(path) : NULL;
}

const char *store_variable(const struct search *search, const char *name)
{
	return store_absolute(search, getenv(name));
}

const char *store_user_dir(const struct search *search, const char *xdg, const char *dir,
			   const char *rest)
{
	const char *home = search->trust->settings->home, *base = settings_path(xdg);

	if (!base && home)
		base = path_join(home, dir);
	return base ? path_join(base, rest) : NULL;
}

bool store_is_there(struct search *search, enum tool tool,
		    const char *(*path)(const struct search *search))
{
	int *there = &stores_of(search)->there[tool];
	const char *at = *there ? NULL : path(search);
	struct file_info info;

	if (!*there)
		*there = at && !file_stat(at, &info) ? 1 : -1;
	return *there > 0;
}

/* The user's own file may be a link. */
const char *store_settings(struct search *search, enum tool tool, const char *path)
{
	const char **known = &stores_of(search)->settings[tool];
	struct chain chain;
	struct text text;
	int err;

	if (*known)
		return *known;
	*known = "";
	err = path ? file_slurp(path, FILE_MAX, &text) : -1;
	if (err && path && errno == ELOOP && !chain_of(path, &chain))
		err = file_slurp(chain.path, FILE_MAX, &text);
	if (!err)
		*known = text.data;
	return *known;
}

bool store_has_pyproject(struct search *search)
{
	struct stores *stores = stores_of(search);

	if (stores->pyproject_of != search->dir) {
		stores->pyproject_of = search->dir;
		stores->pyproject =
			file_exists(AT_FDCWD, search_path(search, "pyproject.toml")) > 0;
	}
	return stores->pyproject;
}

const char *store_real(struct search *search)
{
	struct stores *stores = stores_of(search);
	struct chain chain;

	if (search->physical && path_under(search->physical, search->dir))
		return search->dir;
	if (stores->real_of != search->dir) {
		stores->real_of = search->dir;
		stores->real = chain_of(search->dir, &chain) ? search->dir : chain.path;
	}
	return stores->real;
}

bool store_is_name(const char *name)
{
	return *name && !strchr(name, '/') && !streq(name, ".") && !streq(name, "..");
}

const char *store_clean_name(const char *name, const char *bad)
{
	const char *end = name;
	char *clean;

	for (int i = 0; *end && i < NAME_MAX_CHARS; i++)
		for (end++; ((unsigned char)*end & 0xC0) == 0x80;)
			end++;
	clean = mem_dup(name, (size_t)(end - name));
	for (char *c = clean; *c; c++)
		if (strchr(bad, *c))
			*c = '_';
	return clean;
}

const char *store_id(const char *text)
{
	uint8_t sum[SHA256_SIZE];
	char *id = mem_alloc(9);

	sha256(text, strlen(text), sum);
	base64_url(sum, 6, id);
	return id;
}

bool store_has_env(const char *path, struct file_info *info)
{
	struct file_info unused;

	return !file_lstat(path_join(path, "pyvenv.cfg"), info ? info : &unused) &&
	       S_ISREG((info ? info : &unused)->mode);
}

static bool add_name(void *arg, int fd, const char *name, int type)
{
	struct strings *names = arg;

	(void)fd;
	if (type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN)
		strings_add(names, mem_dups(name));
	return names->count < ENTRIES_MAX;
}

/* The entries of the store PATH of TOOL, read once. */
static const struct strings *entries(struct search *search, enum tool tool, const char *path)
{
	struct stores *stores = stores_of(search);
	struct strings *names = &stores->names[tool];

	if (!stores->listed[tool] || !streq(stores->listed[tool], path)) {
		stores->listed[tool] = path;
		*names = (struct strings){ 0 };
		if (file_scan(path, add_name, names))
			*names = (struct strings){ 0 };
	}
	return names;
}

struct strings store_matches(struct search *search, enum tool tool, const char *path,
			     const char *tag, const char **newest)
{
	const struct strings *names = entries(search, tool, path);
	struct strings found = { 0 };
	int64_t last = INT64_MIN;
	struct file_info info;

	*newest = NULL;
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i];

		if (!strstr(name, tag) || !store_has_env(path_join(path, name), &info))
			continue;
		strings_add(&found, name);
		if (info.mtime > last) {
			last = info.mtime;
			*newest = name;
		}
	}
	return found;
}

const char *store_project(const char *env)
{
	struct text text;

	if (file_slurp(path_join(env, ".project"), PATH_MAX, &text) || text.data[0] != '/')
		return NULL;
	return path_trimmed(mem_dup(text.data, strcspn(text.data, "\r\n")));
}

const struct store_projects *store_projects(struct search *search, const char *path)
{
	struct stores *stores = stores_of(search);
	struct store_projects *projects = &stores->projects;
	bool known = stores->listed[TOOL_WRAPPER];
	const struct strings *names = entries(search, TOOL_WRAPPER, path);

	for (size_t i = 0; !known && i < names->count; i++) {
		const char *dir = store_project(path_join(path, names->list[i]));

		if (!dir)
			continue;
		strings_add(&projects->names, names->list[i]);
		strings_add(&projects->dirs, dir);
	}
	return projects;
}

bool store_is_followed(struct search *search)
{
	struct judgement j;
	struct chain chain;

	return !search_dir_judgement(search, &chain, &j) && j.verdict == VERDICT_ALLOWED;
}

void store_candidate(struct search *search, struct candidate *c, const char *tool, const char *name)
{
	c->tool = tool;
	c->name = name;
	c->path = search_path(search, name);
	c->pointer = POINTER_STORE;
}

/* A repository could have brought along what lies below DIR. */
static bool in_repository(const char *dir)
{
	for (size_t len = strlen(dir); len; len = path_parent_len(dir, len))
		if (file_exists(AT_FDCWD, path_join(mem_dup(dir, len), ".git")))
			return true;
	return false;
}

bool store_tied(struct search *search, struct candidate *c, const char *env)
{
	struct chain chain;

	if (!store_has_env(env, NULL) || chain_of(env, &chain))
		return false;
	c->target = chain.path;
	c->tied = !path_under(chain.path, store_real(search)) && !in_repository(chain.path);
	return true;
}

bool store_chosen(struct search *search, struct candidate *c, const char *target)
{
	size_t len = strlen(search->dir);
	struct file_info info;
	const char *first;

	c->target = target;
	if (store_is_followed(search))
		return store_has_env(target, NULL);
	if (!path_under(target, search->dir) || !target[len])
		return true;
	/* In the project it is not there if its first directory is not. */
	first = target + len + (target[len] == '/');
	return !file_lstat(search_path(search, mem_dup(first, strcspn(first, "/"))), &info);
}
