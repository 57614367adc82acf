/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the files of a project, the limits of a comparison, names, and lists of requirements. */
#include "declared/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/tool_settings.h"
#include "formats/pep440.h"
#include "formats/toml_file.h"
#include "print/msg.h"
#include "system/file_at.h"

/* ---- files ------------------------------------------------------------------------ */

void declared_fault(struct comparison *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (!c->fault)
		c->fault = formatted_args(format, args);
	va_end(args);
}

bool reading_goes_on(const struct reading *r, size_t work)
{
	r->c->work += work;
	if (!r->c->fault && r->c->work > WORK_MAX)
		declared_fault(r->c, "'%s' is too large to be compared", shown(path_base(r->path)));
	return !r->c->fault;
}

/* The line of TEXT, counted from 1, in which git has marked a conflict of a merge; 0: none. */
static size_t conflict_line(const char *text)
{
	static const char mark[] = "\n<<<<<<< ";
	const char *at = starts_with(text, mark + 1) ? text : strstr(text, mark);
	size_t line = at > text ? 2 : 1;

	for (; at > text; at--)
		line += at[-1] == '\n';
	return at ? line : 0;
}

static const char *reason_of_errno(size_t max)
{
	if (errno == EINVAL || errno == EISDIR || errno == ENXIO)
		return "it is not a regular file";
	return errno == EFBIG ? formatted("it is larger than %s", size_text(max)) : strerror(errno);
}

/* No component of PATH is a link. */
static bool is_real(const char *path)
{
	const char *real = real_path_of(path).path;

	return real && streq(real, path);
}

const struct document *reading_open(struct reading *r, const char *path, bool toml)
{
	struct document *d = mem_array(1, sizeof(*d));
	struct comparison *c = r->c;
	struct text text;
	size_t line;

	d->path = path;
	d->name = path_relative(path, r->c->project.root);
	if ((c->bounded && !is_real(path)) || file_slurp_follow(path, c->most, &text)) {
		declared_fault(c, "cannot read '%s': %s", shown(d->name), reason_of_errno(c->most));
		return NULL;
	}
	c->most -= c->bounded ? text.len : 0;
	d->data = text.data;
	d->len = text.len;
	line = conflict_line(text.data);
	if (line)
		declared_fault(c, "'%s' has the conflicts of a merge, at line %zu", shown(d->name),
			       line);
	d->root = toml && !c->fault ? toml_parse_file(d->name, &text, &c->fault) : NULL;
	return c->fault ? NULL : d;
}

void reading_set_project(struct reading *r, const struct document *project)
{
	r->project = project;
	r->project_root = project ? project->root : NULL;
	if (!r->started_root)
		r->started_root = r->project_root;
}

bool reading_knows(struct reading *r, const char *version, long from, long to)
{
	long number = version ? strtol(version, NULL, 10) : 0;

	if (number < from || number > to)
		declared_fault(r->c, "'%s' %s, which avenv does not know", shown(r->document->name),
			       version ? formatted("is of format %s", shown(version)) :
					 "names no format");
	return !r->c->fault;
}

/* ---- names ------------------------------------------------------------------------ */

const struct toml *table_first(const struct toml *value)
{
	return value && value->type == TOML_TABLE ? value->first : NULL;
}

struct chosen chosen_names(const struct strings *names)
{
	struct chosen chosen = { 0 };

	for (size_t i = 0; i < names->count; i++)
		strings_add(&chosen.names, requirement_key(names->list[i]));
	return chosen;
}

bool is_chosen(const struct chosen *chosen, const char *name)
{
	return strings_contain(&chosen->names, requirement_key(name));
}

void note_name(const struct reading *r, struct chosen *chosen, const char *name)
{
	if (reading_goes_on(r, NAME_WORK))
		set_add(&chosen->known, requirement_key(name));
}

void note_group(const struct reading *r, const char *name)
{
	if (!r->locked_groups || array_has(r, r->locked_groups, name))
		note_name(r, r->groups, name);
}

void note_names(const struct reading *r, struct chosen *chosen, const struct toml *table)
{
	for (const struct toml *member = table_first(table); member; member = member->next)
		note_name(r, chosen, member->key);
}

void check_chosen(struct comparison *c, const struct chosen *chosen, const char *word)
{
	const struct strings *names = &chosen->known.strings;
	struct buf known = BUF_INIT;

	for (size_t i = 0; chosen->names.count && i < names->count; i++)
		buf_putl(&known, i ? ", " : "; it has ", shown(names->list[i]));
	for (size_t i = 0; i < chosen->names.count && !c->fault; i++)
		if (!set_has(&chosen->known, chosen->names.list[i]))
			c->unknown = formatted("'%s' has no %s '%s'%s", shown(c->file), word,
					       shown(chosen->names.list[i]),
					       names->count ? known.data : ", and no other");
}

/* NAME, in any spelling, has the normal form KEY. */
static bool is_name(const char *name, const char *key)
{
	struct mem_mark mark = mem_mark();
	bool same = streq(requirement_key(name), key);

	mem_release(mark);
	return same;
}

const struct toml *member_named(const struct reading *r, const struct toml *table, const char *name)
{
	const struct toml *member = table_first(table);
	const char *key = requirement_key(name);

	for (; member && reading_goes_on(r, strlen(member->key)); member = member->next)
		if (is_name(member->key, key))
			return member;
	return NULL;
}

/* TEXT is a requirement of the package KEY. */
static bool requires(const char *text, const char *key)
{
	struct mem_mark mark = mem_mark();
	struct requirement requirement;
	bool same = !requirement_parse(text, &requirement) && streq(requirement.key, key);

	mem_release(mark);
	return same;
}

bool array_has(const struct reading *r, const struct toml *list, const char *name)
{
	const struct toml *member = toml_first(list);
	const char *key = requirement_key(name);

	for (; member && reading_goes_on(r, member->len); member = member->next)
		if (member->type == TOML_STRING && requires(member->text, key))
			return true;
	return false;
}

const struct dist *installed_from(const struct dists *dists, const char *dir)
{
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i];
		const char *copied =
			dist->origin.kind == ORIGIN_DIR ? url_path(dist->origin.url) : NULL;
		const char *from = dist->editable ? dist->editable : copied;

		if (from && streq(path_clean(from), dir))
			return dist;
	}
	return NULL;
}

void add_replaced(struct reading *r, const struct toml *list)
{
	for (const struct toml *m = toml_first(list); m; m = m->next)
		if ((m->key || m->type == TOML_STRING) && reading_goes_on(r, NAME_WORK))
			set_add(&r->replaced, requirement_key(m->key ? m->key : m->text));
}

/* ---- requirements ----------------------------------------------------------------- */

struct declared declared_at(const struct reading *r, const struct toml *value, const char *name)
{
	const char *text = name ? name : "";

	return (struct declared){
		.requirement = { .name = text, .key = requirement_key(text), .specifiers = "" },
		.document = r->document,
		.line = value ? value->line : 0,
	};
}

void declared_add(const struct reading *r, struct declared_list *list, const struct declared *req)
{
	if (!reading_goes_on(r, REQUIREMENT_WORK))
		return;
	LIST_ADD(list, *req);
}

bool declared_applies(const struct reading *r, struct declared *req, const char *extra)
{
	const char *marker = req->requirement.marker;
	int holds;

	/* marker_judge_series() may read the marker ten times. */
	if (marker && !reading_goes_on(r, strlen(marker) * 10 + r->marker_work))
		return false;
	holds = marker_judge_series(marker, &r->env, extra);
	if (holds < 0)
		req->unsure = "only its tool and its Python tell if its marker holds";
	return holds;
}

void suit_nothing(struct declared *req)
{
	req->local = false;
	req->requirement.url = req->requirement.name;
}

void set_versions(struct declared *req, const char *version, bool locked)
{
	const char *specifiers = specifiers_for(version, locked);

	req->requirement.specifiers = specifiers ? specifiers : "";
	if (specifiers)
		return;
	req->unsure = formatted("'%s' is no constraint that avenv knows", shown(version));
	suit_nothing(req);
}

/* declared_applies() with one of EXTRAS; NULL: without an extra. */
static bool applies_in(const struct reading *r, struct declared *req, const struct strings *extras)
{
	size_t count = extras ? extras->count : 0;
	bool applies = !count && declared_applies(r, req, "");

	for (size_t i = 0; i < count && !applies; i++)
		applies = declared_applies(r, req, extras->list[i]);
	return applies;
}

void declare_in(const struct reading *r, struct declared_list *list, struct declared req,
		const struct strings *extras)
{
	if (applies_in(r, &req, extras))
		declared_add(r, list, &req);
}

void declare_queued(struct reading *r, struct declared req)
{
	const char *key = req.requirement.key;

	if (!req.unsure)
		req.unsure = r->unsure;
	if (!req.unsure && set_has(&r->stale, key))
		req.unsure = "the project's file is newer than the lock file, and differs";
	if (!req.unsure && set_has(&r->replaced, key))
		req.unsure = SETTINGS_REPLACE;
	if (!(r->own && streq(key, r->own)) && declared_applies(r, &req, ""))
		declared_add(r, &r->queue[req.unsure ? UNSURE : CERTAIN], &req);
}

void declare_unsure(struct reading *r, struct declared req, const char *why)
{
	req.unsure = why;
	suit_nothing(&req);
	declare_queued(r, req);
}
