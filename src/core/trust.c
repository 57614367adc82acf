/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/trust.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/record_text.h"

const char trust_writable[] = " or its directory can be written to by others; it is not used";

static void add_record(struct trust *trust, const struct record *r)
{
	trust->records = mem_grow(trust->records, trust->count, &trust->room, sizeof(*r));
	trust->records[trust->count++] = *r;
}

static void add_kept(struct trust *trust, const struct record *r)
{
	trust->kept = mem_grow(trust->kept, trust->kept_count, &trust->kept_room, sizeof(*r));
	trust->kept[trust->kept_count++] = *r;
}

static void add_fault(struct trust *trust, const char *what)
{
	trust->fault = joined(path_quoted(trust->file), what);
}

/* Messages name the first damaged line only. */
static void add_damaged(struct trust *trust, unsigned line)
{
	struct buf b = BUF_INIT;

	if (trust->bad_line)
		return;
	trust->bad_line = line;
	buf_puts(&b, " is damaged in line ");
	buf_putu(&b, line);
	add_fault(trust, b.data);
}

void trust_read(struct trust *trust, char *text, size_t len)
{
	char *line = text, *end = text + len;

	for (unsigned number = 1; line < end; number++) {
		char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((eol ? eol : end) - line);
		struct record r;
		int parsed;

		line[n] = '\0';
		parsed = record_parse(line, n, &r);
		r.line = number;
		if (parsed < 0)
			add_damaged(trust, number);
		else if (parsed && r.kept)
			add_kept(trust, &r);
		else if (parsed)
			add_record(trust, &r);
		line += n + 1;
	}
}

/* The fault of a file or directory that only the user may write to; NULL: none. */
static const char *not_private(const struct file_info *info)
{
	switch (private_refused(info)) {
	case REFUSED_OWNER:
		return " or its directory is not yours; it is not used";
	case REFUSED_WRITABLE:
		return trust_writable;
	case REFUSED_NOT:
		break;
	}
	return NULL;
}

/*
 * Read the records file. It and its directory must be the user's or root's, and writable by nobody
 * else.
 */
static void load_file(struct trust *trust)
{
	const char *fault;
	struct file_info dir;
	struct text text;
	bool read;

	trust->file = trust->settings->records;
	if (!trust->file)
		return;
	read = !file_slurp(trust->file, TRUST_FILE_MAX, &text);
	if (!read && file_is_missing(errno))
		return;
	if (!read || file_lstat(path_parent(trust->file), &dir) || S_ISLNK(dir.mode))
		fault = " cannot be read";
	else if (!(fault = not_private(&text.info)))
		fault = not_private(&dir);
	trust->closed = fault != NULL;
	if (fault)
		add_fault(trust, fault);
	else
		trust_read(trust, text.data, text.len);
}

static void add_tree(struct trust *trust, const char *path)
{
	struct record r = { .tree = true };

	r.path = path[0] == '/' ? file_real(path) : NULL;
	if (r.path)
		add_record(trust, &r);
}

void trust_load(struct trust *trust)
{
	const char *list = trust->settings->trust, *path;

	if (trust->loaded)
		return;
	trust->loaded = true;
	load_file(trust);
	while ((path = settings_element(&list)))
		add_tree(trust, path);
}

bool record_is_of(const struct record *r, const struct file_info *info)
{
	return !r->id.ino || identity_same(&r->id, &info->id);
}

bool record_leads_into(const struct record *r, const struct file_info *around)
{
	return identity_same(&r->target_id, &around->id);
}

bool record_was_moved(const struct record *r, const struct identity *id, const char *slot)
{
	return !r->tree && r->id.btime && identity_same(&r->id, id) &&
	       streq(path_base(r->path), path_base(slot));
}

/* The element of CHAIN at the path of R; NULL: CHAIN is not below it. */
static const struct path_dir *step_of(const struct record *r, const struct real_path *chain)
{
	const struct path_dir *step = chain->dirs;

	if (!path_under(chain->path, r->path))
		return NULL;
	while (step->len < strlen(r->path))
		step++;
	return step;
}

/* R denies CHAIN: by its path, or by its identity after a move. */
static bool denies(const struct record *r, const struct real_path *chain)
{
	if (!r->deny)
		return false;
	if (step_of(r, chain))
		return true;
	for (size_t i = 0; r->id.btime && i < chain->count; i++)
		if (record_is_of(r, &chain->dirs[i].info))
			return true;
	return false;
}

const struct record *trust_denies(struct trust *trust, const char *path)
{
	struct real_path chain = { 0 };

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		/* Most users deny nothing: then PATH is not resolved. */
		if (r->deny && !chain.path && real_path_read(path, &chain))
			return NULL;
		if (denies(r, &chain))
			return r;
	}
	return NULL;
}

bool record_denies(const struct record *r, const struct slot *slot)
{
	return denies(r, slot->project) || (slot->env && denies(r, slot->env)) ||
	       (r->deny && streq(r->path, slot->path));
}

/* R, of SLOT, allows its environment: the slot itself, or a target that did not change. */
static bool allows(const struct record *r, const struct slot *slot)
{
	if (!slot->is_pointer || !r->target)
		return !slot->is_pointer && !r->target;
	return !slot->env || (streq(r->target, slot->env->path) &&
			      record_leads_into(r, &real_path_around(slot->env)->info));
}

static struct judgement judge_slots(const struct trust *trust, const struct slot *slot)
{
	const struct file_info *project = &real_path_end(slot->project)->info;
	struct judgement j = { 0 };

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		bool here = !r->tree && streq(r->path, slot->path);

		if (here && record_is_of(r, project) && allows(r, slot))
			return (struct judgement){ VERDICT_ALLOWED, r };
		if (here || (!j.record && record_was_moved(r, &project->id, slot->path)))
			j = (struct judgement){ VERDICT_CHANGED, r };
	}
	return j;
}

/* With a damaged line no tree allows: the line may be a denial. */
static struct judgement judge_trees(const struct trust *trust, const struct slot *slot)
{
	const struct real_path *chain = slot->env ? slot->env : slot->project;
	struct judgement j = { 0 };

	for (size_t i = 0; !trust->bad_line && i < trust->count; i++) {
		const struct record *r = &trust->records[i];
		const struct path_dir *at = r->tree && !r->deny ? step_of(r, chain) : NULL;

		if (at && !r->line)
			return (struct judgement){ VERDICT_ALLOWED, r };
		if (at && !slot->is_pointer && record_is_of(r, &at->info))
			j = (struct judgement){ VERDICT_NEW, r };
	}
	return j;
}

struct judgement trust_slot(struct trust *trust, const struct slot *slot)
{
	struct judgement j = { 0 }, tree;

	trust_load(trust);
	if (trust->closed)
		return j;
	for (size_t i = 0; i < trust->count; i++)
		if (record_denies(&trust->records[i], slot))
			return (struct judgement){ VERDICT_DENIED, &trust->records[i] };
	j = judge_slots(trust, slot);
	if (j.verdict == VERDICT_ALLOWED)
		return j;
	tree = judge_trees(trust, slot);
	/* A changed slot outranks an allowed tree, but not one of AVENV_TRUST: ask again. */
	if (j.record && streq(j.record->path, slot->path) && tree.verdict != VERDICT_ALLOWED)
		return j;
	return tree.record ? tree : j;
}

const struct record *trust_next(struct trust *trust, const char *dir, size_t *at)
{
	/* The length of DIR/. */
	ptrdiff_t len = (ptrdiff_t)strlen(dir) + !streq(dir, "/");

	trust_load(trust);
	while (*at < trust->count) {
		const struct record *r = &trust->records[(*at)++];

		if (!r->tree && path_under(r->path, dir) && path_base(r->path) - r->path == len)
			return r;
	}
	return NULL;
}

const struct record *trust_named(struct trust *trust, const char *dir, const char *name)
{
	const struct record *r;
	size_t at = 0;

	while ((r = trust_next(trust, dir, &at)))
		if (streq(path_base(r->path), name))
			return r;
	return NULL;
}

uid_t trust_accepted(const struct judgement *j, const struct real_path *chain)
{
	const struct path_dir *at =
		j->record && !j->record->line ? step_of(j->record, chain) : NULL;

	return at && at->info.uid != OVERFLOW_UID ? at->info.uid : 0;
}
