/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/store.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "finders/finders.h"
#include "formats/toml_file.h"
#include "trust/owners.h"

struct real_path search_real(const struct search *search)
{
	const char *dir = search->dir, *physical = search->physical.path;
	struct real_path real = { 0 };

	if (!physical || !path_under(physical, dir))
		real = real_path_of(dir);
	return real.path ? real : real_path_kept(dir);
}

/* Read PATH, a TOML file of a project, into TEXT. Returns false if it is missing or too large. */
static bool slurp_toml(struct search *search, const char *path, struct text *text)
{
	size_t *read = &search->stores->toml_bytes;

	if (file_slurp(path, STORE_TOML_MAX - *read, text)) {
		if (errno == EFBIG && !search->too_large)
			search->too_large = path;
		return false;
	}
	*read += text->len;
	return true;
}

const struct toml *store_toml(struct search *search, const char *path, const char *word)
{
	struct text text;

	return slurp_toml(search, path, &text) && strstr(text.data, word) ?
		       toml_parse(text.data, text.len, NULL) :
		       NULL;
}

const struct toml *store_pyproject(struct search *search, const char *word)
{
	const char *path = path_join(search->dir, STORE_PYPROJECT);
	struct stores *known = search->stores;

	if (!known->pyproject || !streq(known->pyproject, path)) {
		known->pyproject = path;
		known->toml = NULL;
		if (!slurp_toml(search, path, &known->text))
			known->text.data = NULL;
	}
	if (!known->text.data || !strstr(known->text.data, word))
		return NULL;
	if (!known->toml)
		known->toml = toml_parse(known->text.data, known->text.len, NULL);
	return known->toml;
}

const char *store_path_in(int dir, const char *file)
{
	struct text text;
	const char *path;

	if (file_slurp_at(dir, file, FILE_MAX, &text) || text.data[0] != '/')
		return NULL;
	if (text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	/* The path ends where the file does, also if that has a NUL. */
	if (strcspn(text.data, "\r\n") != text.len)
		return NULL;
	path = path_trimmed(text.data);
	return path_is_clean(path) ? path : NULL;
}

/** A scan of a store, and its result so far */
struct store_scan {
	const char *path, *tag, *below;
	struct strings *envs;
};

/* NAME ends with TAG and a version. */
static bool has_tag(const char *name, const char *tag)
{
	const char *at = strstr(name, tag), *end = at ? at + strlen(tag) : NULL;

	return end && *end && !end[strspn(end, "0123456789.")];
}

static bool visit_store_entry(void *arg, int fd, const char *name, int type)
{
	struct store_scan *scan = arg;
	const char *env = path_join(scan->path, name);
	struct file_info info;

	if (scan->below)
		env = joined(env, "/", scan->below, ends_with(scan->below, "/") ? name : "");
	if ((scan->below || has_tag(name, scan->tag)) &&
	    !file_lstat(path_join(env, "pyvenv.cfg"), &info) && S_ISREG(info.mode))
		strings_insert(scan->envs, env);
	return true;
}

void store_list(const char *path, const char *tag, const char *below, struct strings *envs)
{
	struct store_scan scan = { .path = path, .tag = tag, .below = below, .envs = envs };

	*envs = (struct strings){ 0 };
	/* After an error those that were read before count. */
	(void)!file_scan(path, visit_store_entry, &scan);
}

void store_await(struct search *search, const char *env)
{
	search_await(search, path_join(env, "pyvenv.cfg"));
}

bool store_is_followed(struct search *search, const char *name)
{
	struct real_path dir = search_real(search);
	const struct record *r = trust_named(search->trust, dir, name);
	struct file_info info;

	return search->user_named_project ||
	       (r && !file_lstat(dir.path, &info) && record_is_of(r, dir.path, &info));
}

const char *store_env_name(const char *project, const char *replaced)
{
	struct buf name = BUF_INIT;

	for (size_t n = 0; *project; project++) {
		/* A continuation byte of UTF-8 is no new character. */
		n += ((unsigned char)*project & 0xC0) != 0x80;
		if (n > STORE_NAME_MAX)
			break;
		buf_putc(&name, (char)(strchr(replaced, *project) ? '_' : *project));
	}
	return name.data;
}

/*
 * Answer with ENV, an environment in the user's store whose name or .project refers to search->dir.
 * Returns false if ENV does not exist. ENV needs no record outside of the project and of each
 * directory with a .git.
 */
static bool store_use_tool_env(struct search *search, struct candidate *c, const char *env)
{
	struct chain chain;

	if (chain_read(env, &chain))
		return false;
	c->target = chain.path;
	/* An environment in the project or in a repository may have come with a clone. */
	c->made_by_tool = !path_under(chain.path, search_real(search).path) &&
			  !file_above(chain.path, ".git");
	return true;
}

bool store_use_project_choice(struct search *search, struct candidate *c, const char *target)
{
	size_t len = strlen(search->dir) + 1;
	const char *first;

	c->target = target;
	if (store_is_followed(search, c->name)) {
		if (venv_exists(target) > 0)
			return true;
		store_await(search, target);
		return false;
	}
	if (!path_under(target, search->dir) || strlen(target) < len)
		return true;
	/*
	 * In the project a missing first component of TARGET is enough: the rest is not looked up.
	 */
	first = mem_dup(target, len + strcspn(target + len, "/"));
	if (file_exists(first) > 0)
		return true;
	search_await(search, first);
	return false;
}

bool store_use(struct search *search, struct candidate *c, const char *env, bool by_project)
{
	return by_project ? store_use_project_choice(search, c, env) :
			    store_use_tool_env(search, c, env);
}

bool store_use_one(struct search *search, struct candidate *c, const struct strings *envs,
		   bool by_project)
{
	struct buf names = BUF_INIT;
	struct strings left = { 0 };

	if (!envs->count)
		return false;
	/* verdict_look() asks about the only one. */
	for (size_t i = 0; envs->count > 1 && i < envs->count; i++)
		if (!trust_denial_of(search->trust, envs->list[i]))
			strings_add(&left, envs->list[i]);
	if (left.count < 2)
		return store_use(search, c, left.count ? left.list[0] : envs->list[0], by_project);
	for (size_t i = 0; i < left.count; i++)
		buf_putl(&names, i ? ", " : "", escape_quoted(path_base(left.list[i])));
	c->several = names.data;
	c->target = left.list[0];
	return true;
}

const char *store_dir(const struct search *search, const struct store_place *place,
		      bool *by_project)
{
	*by_project = place->dir[0] != '/';
	return path_clean(path_join(search->dir, place->dir));
}

const struct store *const stores[] = {
	&store_poetry, &store_pipenv, &store_hatch, &store_virtualenvwrapper, &store_pyenv, NULL,
};

/*
 * Read the user's settings FILE, which can choose a store that needs no record, if nobody else can
 * change it.
 */
static const struct toml *read_settings(const char *file, struct store_fault *fault)
{
	const struct toml *settings;
	struct owners others = { 0 };

	if (!file_exists(file))
		return NULL;
	fault->path = file;
	owners_along(&others, file, false);
	if (others.count) {
		fault->text = joined(escape_quoted(file),
				     " is not used: ", owner_fault_words(others.list));
		fault->error = others.list->error;
		fault->others = !fault->error;
		return NULL;
	}
	settings = toml_read_user_file(file, &fault->text);
	fault->error = fault->text ? errno : 0;
	return settings;
}

/* Set PLACE to that of STORE. CONFIG: the user has a ~/.config, in which settings may be. */
static void find_place(const struct store *store, bool config, struct store_place *place)
{
	const char *file = store->settings ? store->settings() : NULL,
		   *dir = settings_home(".config/");

	*place = (struct store_place){ 0 };
	if (file && (config || !dir || !starts_with(file, dir)))
		place->settings = read_settings(file, &place->fault);
	place->dir = store->dir(place->settings);
	if (place->dir && place->dir[0] == '/')
		place->dir = path_clean(place->dir);
}

void store_place(const struct store *store, struct store_place *place)
{
	find_place(store, true, place);
}

/* The user has used the tool of STORE. */
static bool is_used(const struct store *store, const struct store_place *place)
{
	const char *dir = place->dir;

	for (unsigned i = 0; dir && dir[0] == '/' && i < store->above; i++)
		dir = path_parent(dir);
	return dir && (place->settings || dir[0] != '/' || file_reachable(dir));
}

/* The stores; looked up once in a search. */
static const struct stores *stores_of(struct search *search)
{
	struct stores *known = search->stores;
	const char *dir = settings_home(".config/");
	bool config;

	if (known)
		return known;
	config = dir && file_exists(dir) > 0;
	search->stores = known = mem_array(1, sizeof(*known));
	known->places = mem_array(ARRAY_SIZE(stores), sizeof(*known->places));
	for (size_t i = 0; stores[i]; i++) {
		struct store_place *place = &known->places[i];

		find_place(stores[i], config, place);
		place->used = is_used(stores[i], place);
	}
	return known;
}

/*
 * A file of the project may name a place for STORE, which is not used: that is looked up in the
 * shell's directory, and where the user has allowed that file.
 */
static bool may_be_named(struct search *search, const struct store *store)
{
	return store->by_project &&
	       (search->in_shell_dir || store_is_followed(search, store->file) ||
		(store->local && store_is_followed(search, store->local)));
}

/* search->dir has a pyproject.toml. *KNOWN: the answer, or -1: not looked up yet. */
static bool has_pyproject(const struct search *search, int *known)
{
	if (*known < 0)
		*known = file_exists(path_join(search->dir, STORE_PYPROJECT)) > 0;
	return *known;
}

static bool look_in_stores(struct search *search, struct candidate *c)
{
	const struct stores *known = stores_of(search);
	int pyproject = -1;

	for (size_t i = 0; stores[i]; i++) {
		const struct store_place *place = &known->places[i];
		const char *file = stores[i]->file;

		if (!place->dir || (!place->used && !may_be_named(search, stores[i])))
			continue;
		if (streq(file, STORE_PYPROJECT) && !has_pyproject(search, &pyproject))
			continue;
		*c = (struct candidate){ .project = search->dir,
					 .path = path_join(search->dir, file),
					 .name = file,
					 .tool = stores[i]->tool,
					 .pointer = POINTER_STORE };
		if (stores[i]->look(search, c, place))
			return true;
	}
	return false;
}

const struct finder find_stores = { .look = look_in_stores, .tools = true };
