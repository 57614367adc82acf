/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/trust.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** the shortest there is: "deny env path - - - /\n" */
#define RECORD_LEN_MIN ((size_t)22)

void trust_init(struct trust *trust, const struct settings *settings, const struct user *user)
{
	*trust = (struct trust){ .settings = settings, .user = *user };
}

static struct record *new_record(struct trust *trust)
{
	trust->records =
		mem_grow(trust->records, trust->count, &trust->room, sizeof(*trust->records));
	return &trust->records[trust->count];
}

/* The first fault is kept: it is what a message can name. */
static void set_fault(struct trust *trust, enum trust_fault fault, const char *file, unsigned line)
{
	if (trust->fault)
		return;
	trust->error = errno;
	trust->fault = fault;
	trust->fault_file = file;
	trust->bad_line = line;
}

/* Returns the fault of a file or directory that only UID may write to. */
static enum trust_fault private_to(const struct file_info *info, uid_t uid)
{
	if (info->uid != uid && info->uid != 0)
		return TRUST_FOREIGN;
	if (info->mode & (S_IWGRP | S_IWOTH))
		return TRUST_WRITABLE;
	return TRUST_SOUND;
}

static void parse_store(struct trust *trust, struct text *text, const char *file)
{
	char *line = text->data, *end = text->data + text->len;
	unsigned number = 1;

	/* What is not touched of that costs nothing, and copies would. */
	trust->room = text->len / RECORD_LEN_MIN + 1;
	trust->records = mem_array(trust->room, sizeof(*trust->records));
	for (; line < end; number++) {
		char *eol = memchr(line, '\n', (size_t)(end - line));
		struct record *r = new_record(trust);
		size_t len = (size_t)((eol ? eol : end) - line);
		int parsed;

		line[len] = '\0';
		parsed = record_parse(line, len, r);
		if (parsed < 0)
			set_fault(trust, TRUST_DAMAGED, file, number);
		if (parsed > 0) {
			r->source = file;
			r->line = number;
			trust->count++;
		}
		line += len + 1;
	}
}

/* The user's own store: it and its directory must be theirs and closed. */
static void load_store(struct trust *trust)
{
	const char *file = trust->settings->store;
	struct file_info dir;
	struct text text;
	enum trust_fault fault;

	if (!file)
		return;
	if (file_slurp(file, TRUST_STORE_MAX, &text)) {
		if (errno != ENOENT && errno != ENOTDIR) {
			set_fault(trust, TRUST_UNREADABLE, file, 0);
			trust->closed = true;
		}
		return;
	}
	trust->closed = true;
	errno = ELOOP;
	if (file_lstat(path_parent(file), &dir) || S_ISLNK(dir.mode)) {
		set_fault(trust, TRUST_UNREADABLE, file, 0);
		return;
	}
	fault = private_to(&text.info, trust->user.uid);
	if (!fault)
		fault = private_to(&dir, trust->user.uid);
	if (fault) {
		set_fault(trust, fault, file, 0);
		return;
	}
	trust->closed = false;
	parse_store(trust, &text, file);
}

static void add_tree(struct trust *trust, const char *path, const char *source, unsigned line)
{
	struct record *r = new_record(trust);
	char *real;

	if (path[0] != '/')
		return;
	real = mem_alloc(PATH_MAX);
	if (!realpath(path, real))
		return;
	*r = (struct record){ .path = real,
			      .path_len = strlen(real),
			      .tree = true,
			      .by_path = true,
			      .source = source,
			      .line = line };
	trust->count++;
}

void trust_load(struct trust *trust)
{
	const char *list = trust->settings->trust, *path;

	if (trust->loaded)
		return;
	trust->loaded = true;
	load_store(trust);
	while ((path = settings_element(&list)))
		add_tree(trust, path, "AVENV_TRUST", 0);
}

/* Whether R names the directory of LEN bytes of PATH by its path. */
static bool names_path(const struct record *r, const char *path, size_t len)
{
	return r->path_len == len && !memcmp(r->path, path, len);
}

static bool same_identity(const struct record *r, const struct file_info *info)
{
	return r->ino == info->ino && r->btime == info->btime;
}

/** Which records count at one directory. */
struct scope {
	const char *path;
	const struct step *step;
	/** the environment itself, and its project: what a record may say of */
	bool end, project;
	/** a record of the project covers environments of this name */
	bool fixed;
};

/* Whether R, by its scope, speaks of the environment when it stands here. */
static bool speaks(const struct record *r, const struct scope *at)
{
	/* Nothing below a denied directory is turned on, be it an environment. */
	if (r->tree || r->deny || at->end)
		return true;
	return !r->env && at->project && at->fixed;
}

/* What the records at one directory say; a deny outweighs an allow. */
static struct judgement judge_step(const struct trust *trust, const struct scope *at)
{
	const struct file_info *info = &at->step->info;
	struct judgement j = { 0 };

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		bool here = !r->moved && names_path(r, at->path, at->step->len);
		/* A deny follows its directory wherever that is moved to. */
		bool moved = r->deny && !r->by_path && r->btime && same_identity(r, info);

		if (!(here || moved) || !speaks(r, at))
			continue;
		if (r->deny)
			return (struct judgement){ VERDICT_DENIED, r };
		if (r->by_path || same_identity(r, info))
			j = (struct judgement){ VERDICT_ALLOWED, r };
		else if (j.verdict == VERDICT_NONE)
			j = (struct judgement){ VERDICT_CHANGED, r };
	}
	return j;
}

struct judgement trust_env(struct trust *trust, const struct chain *chain, const char *project,
			   bool fixed)
{
	struct judgement changed = { 0 };
	size_t project_len = project ? strlen(project) : 0;

	trust_load(trust);
	if (trust->closed)
		return changed;
	for (size_t i = chain->count; i-- > 0;) {
		const struct step *step = &chain->steps[i];
		bool end = i + 1 == chain->count;
		bool at_project = project && step->len == project_len &&
				  !memcmp(project, chain->path, project_len);
		struct scope scope = {
			.path = chain->path,
			.step = step,
			.end = end,
			.project = at_project,
			.fixed = fixed,
		};
		struct judgement j = judge_step(trust, &scope);

		if (j.verdict > VERDICT_CHANGED)
			return j;
		if (j.verdict == VERDICT_CHANGED && !changed.by)
			changed = j;
	}
	return changed;
}

struct judgement trust_dir(struct trust *trust, const struct chain *chain)
{
	return trust_env(trust, chain, NULL, false);
}

/*
 * Whether what stands at a record's path is what was recorded, as far as can be
 * seen: a tree is searched, what is found there has to be trusted on its own.
 */
static bool is_current(const struct record *r)
{
	struct file_info info;

	if (r->by_path)
		return true;
	if (file_lstat(r->path, &info))
		return !file_is_missing(errno);
	return same_identity(r, &info);
}

bool trust_covers(struct trust *trust, const char *dir)
{
	const struct record *nearest = NULL;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->tree && !r->moved && path_under(dir, r->path) &&
		    (!nearest || r->path_len > nearest->path_len ||
		     (r->path_len == nearest->path_len && r->deny)))
			nearest = r;
	}
	return nearest && !nearest->deny && is_current(nearest);
}

const struct record *trust_named(struct trust *trust, const char *dir, size_t *at)
{
	size_t len = strlen(dir);

	trust_load(trust);
	while (*at < trust->count) {
		const struct record *r = &trust->records[(*at)++];

		if (r->env && !r->deny && path_parent_len(r->path, r->path_len) == len &&
		    !memcmp(r->path, dir, len))
			return r;
	}
	return NULL;
}

/* The owner that the tree J was decided by has now. */
static void take_owner(const struct judgement *j, const struct chain *chain, struct accepted *ok)
{
	for (size_t i = 0; i < chain->count; i++) {
		if (chain->steps[i].len != j->by->path_len)
			continue;
		ok->has_uid = true;
		ok->uid = chain->steps[i].info.uid;
	}
}

struct accepted trust_accepted(const struct judgement *j, const struct chain *chain,
			       const struct user *user)
{
	struct accepted ok = { 0 };

	if (!j->by)
		return ok;
	ok = j->by->accepted;
	if (j->by->by_path && !ok.has_uid)
		take_owner(j, chain, &ok);
	if (ok.uid == OVERFLOW_UID || (user->root && ok.uid == user->root))
		ok.has_uid = false;
	return ok;
}
