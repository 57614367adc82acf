/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/relocate.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stage_dir.h"
#include "core/cfg.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/** bytes of a file that is edited */
	EDIT_MAX = 64 * 1024 * 1024,
};

#define CFG_NAME "pyvenv.cfg"
#define SITE     "site-packages/"

/** A kind of file that has paths baked in. */
struct baker {
	/** its path below the environment, or from site-packages on, for fnmatch() */
	const char *pattern;
	/** what such a file begins with; NULL: anything */
	const char *magic;
	bake *bake;
	/** it leads to sources, maybe in the project around the environment */
	bool leads;
};

// clang-format off
/* The first that fits. */
static const struct baker bakers[] = {
	{ ".venv",                 NULL, bake_lines, false },
	{ "*/.venv",               NULL, bake_lines, false },
	{ "bin/activate",          NULL, bake_shell, false },
	{ "bin/activate.csh",      NULL, bake_csh, false },
	{ "bin/activate.fish",     NULL, bake_fish, false },
	{ "bin/activate.xsh",      NULL, bake_python, false },
	{ "bin/activate*",         NULL, bake_plain, false },
	{ "bin/*",                 "#!", bake_launcher, true },
	{ "Scripts/activate",      NULL, bake_shell, false },
	{ "Scripts/activate.fish", NULL, bake_fish, false },
	{ "Scripts/activate*",     NULL, bake_plain, false },
	{ "Scripts/*",             "#!", bake_launcher, false },
	{ SITE "*.pth",                   NULL, bake_lines, true },
	{ SITE "*.egg-link",              NULL, bake_lines, true },
	{ SITE "__editable__*_finder.py", NULL, bake_python, true },
	{ SITE "*.dist-info/direct_url.json", NULL, bake_urls, true },
	{ "share/jupyter/kernels/*/kernel.json",     NULL, bake_json, false },
};
// clang-format on

/** A run of relocate(). */
struct work {
	struct relocation *r;
	/** what is done to each file, in this order */
	struct baking *bakings;
	size_t baking_count, baking_room;
	/** the directory that is looked at, with a slash behind, or "" */
	struct buf at;
	struct rewrites *rewrites;
	/** what went wrong was said */
	bool said;
};

static int failed(struct work *w, const char *what, const char *file)
{
	w->said = true;
	return error_errno("cannot %s '%s'", what, shown(path_join(w->r->path, file)));
}

/* ---- what there is to do to a file -------------------------------------- */

static void add_baking(struct work *w, const char *from, const char *to)
{
	w->bakings = mem_grow(w->bakings, w->baking_count, &w->baking_room, sizeof(*w->bakings));
	w->bakings[w->baking_count++] = (struct baking){ .from = from, .to = to };
}

/* The longest of LIST, of which COUNT are left, is taken out: what lies in
 * another is not to be taken for a part of that. */
static const char *take_longest(const char **list, size_t count)
{
	size_t best = 0;
	const char *longest;

	for (size_t i = 1; i < count; i++)
		if (strlen(list[i]) > strlen(list[best]))
			best = i;
	longest = list[best];
	list[best] = list[count - 1];
	return longest;
}

static void plan_bakings(struct work *w)
{
	const struct relocation *r = w->r;
	const char **from = NULL;
	size_t count = 0, room = 0;

	for (size_t i = 0; r->from[i]; i++) {
		from = mem_grow(from, count, &room, sizeof(*from));
		from[count++] = r->from[i];
	}
	for (; count; count--) {
		const char *longest = take_longest(from, count);

		/* What names the new place, below the old one, does already. */
		if (path_under(r->to, longest))
			add_baking(w, r->to, longest);
		add_baking(w, longest, r->to);
	}
	for (size_t i = 0; r->projects && r->projects[i]; i++) {
		add_baking(w, r->projects[i], path_parent(r->to));
		w->bakings[w->baking_count - 1].gone_only = true;
	}
}

/* A line of FILE may be a path relative to where that lies. */
static bool leads_outward(const char *file)
{
	return ends_with(file, ".pth") || streq(path_base(file), ".venv");
}

/*
 * What FILE, a path below the environment, will be.  Its row in RECORD speaks of
 * it as it was with LF.
 */
static void edit(struct work *w, const char *file, const struct text *text, bake *as, bool leads)
{
	struct buf out = BUF_INIT;
	struct text old = *text;

	if (w->r->mend && crlf_harms(file) && crlf_mend(text, &out)) {
		old.data = out.data;
		old.len = out.len;
		w->r->crlf++;
	} else {
		out.data = text->data;
		out.len = text->len;
	}
	if (w->r->lay && leads_outward(file)) {
		struct buf whole = BUF_INIT;

		relocate_outward_lines(w->r, file, out.data, out.len, &whole);
		out = whole;
	}
	for (size_t i = 0; i < w->baking_count; i++) {
		const struct baking *b = &w->bakings[i];
		struct buf next = BUF_INIT;

		if (b->gone_only && !leads)
			continue;
		as(b, out.data, out.len, &next);
		out = next;
	}
	if (out.len != old.len || memcmp(out.data, old.data, out.len) != 0)
		w->r->named++;
	rewrites_set(w->rewrites, file, text, &out);
	if (rewrites_find(w->rewrites, REWRITE_TEXT, file))
		rewrites_find(w->rewrites, REWRITE_TEXT, file)->old = old;
	if (!w->r->quick)
		leftovers_in(w->r, file, out.data, out.len);
}

/* Returns whether FD does, or -1 with errno. */
static int begins_with(int fd, const char *magic)
{
	char head[2];
	ssize_t n;

	if (!magic)
		return true;
	n = files_read_at(fd, head, sizeof(head), 0);
	return n < 0 ? -1 : n == sizeof(head) && !memcmp(head, magic, sizeof(head));
}

/* What is right in site-packages is Python's and pip's; below, it is a package's data. */
static bool fits(const char *pattern, const char *file)
{
	const char *site = strstr(file, "/" SITE);

	return starts_with(pattern, SITE) ? site && !fnmatch(pattern, site + 1, FNM_PATHNAME) :
					    !fnmatch(pattern, file, 0);
}

static const struct baker *baker_of(const char *file)
{
	for (size_t i = 0; i < ARRAY_SIZE(bakers); i++)
		if (fits(bakers[i].pattern, file))
			return &bakers[i];
	return NULL;
}

static void note_record(struct work *w, const char *file)
{
	if (fits(SITE "*.dist-info/RECORD", file))
		strings_add(&w->rewrites->records, file);
}

/* Compiled code names its source only until it is imported. */
static bool is_compiled(const char *file)
{
	return ends_with(file, ".pyc");
}

/* Nothing is to be done to it, nor looked for in it. */
static bool is_past(const struct work *w, const char *file, const struct baker *baker)
{
	if (is_compiled(file) || streq(file, CFG_NAME))
		return true;
	if (!baker)
		return w->r->quick;
	return !w->baking_count && !crlf_harms(file);
}

static int visit_file(struct work *w, int dir, const char *file)
{
	const struct baker *baker = baker_of(file);
	struct text text;
	int fd, meant, ret = 0;

	note_record(w, file);
	if (is_past(w, file, baker))
		return 0;
	fd = files_open(dir, path_base(file));
	if (fd < 0)
		return baker ? failed(w, "open", file) : 0;
	meant = baker ? begins_with(fd, baker->magic) : false;
	if (meant > 0 && file_read(fd, EDIT_MAX, &text))
		meant = errno == EFBIG ? false : -1;
	if (meant < 0)
		ret = failed(w, "read", file);
	else if (meant)
		edit(w, file, &text, baker->bake, baker->leads);
	else if (!w->r->quick)
		leftovers_of(w->r, file, fd);
	close(fd);
	return ret;
}

/* Point a link of the environment into itself as it will be. */
static int visit_link(struct work *w, int dir, const char *file)
{
	const char *end = files_link_text(dir, path_base(file)), *to;

	if (!end)
		return failed(w, "read", file);
	to = relocate_outward(w->r, file, end);
	for (size_t i = 0; i < w->baking_count; i++) {
		const struct baking *b = &w->bakings[i];
		struct buf moved = BUF_INIT;

		if (b->gone_only || !path_under(to, b->from))
			continue;
		buf_putl(&moved, b->to, to + strlen(b->from));
		/* The copy of one that leads to its original. */
		if (!streq(moved.data, path_join(w->r->to, file)))
			to = moved.data;
	}
	if (!streq(to, end)) {
		rewrites_add(w->rewrites, REWRITE_LINK, file)->to = to;
		w->r->named++;
	}
	return 0;
}

static int visit(struct tree_walk *walk, int dir, const char *name)
{
	struct work *w = walk->arg;
	struct buf file = BUF_INIT;
	struct stat st;

	buf_putl(&file, w->at.data, name);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return failed(w, "look at", file.data);
	if (S_ISLNK(st.st_mode))
		return visit_link(w, dir, file.data);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (w->r->see)
		w->r->see(w->r->arg, dir, file.data);
	return visit_file(w, dir, file.data);
}

static int enter(struct tree_walk *walk, int dir, const char *name)
{
	struct work *w = walk->arg;

	(void)dir;
	if (!walk->depth)
		return 0;
	if (stage_is_private(name))
		return TREE_SKIP;
	buf_putl(&w->at, name, "/");
	return 0;
}

static int leave(struct tree_walk *walk, int dir, const char *name)
{
	struct work *w = walk->arg;

	(void)dir;
	if (walk->depth)
		buf_cut(&w->at, w->at.len - strlen(name) - 1);
	return 0;
}

static int visit_all(struct work *w)
{
	struct tree_walk walk = { .file = visit, .enter = enter, .leave = leave, .arg = w };

	if (!tree_walk(&walk, w->r->dir, "."))
		return 0;
	return w->said ? -1 : error_errno("cannot look at '%s'", shown(tree_fault(w->r->path)));
}

static int by_place(const void *a, const void *b)
{
	const struct leftover *one = a, *other = b;
	int order = strcmp(one->file, other->file);

	return order ? order : (one->line > other->line) - (one->line < other->line);
}

/* Unless the user chose a prompt, it shows the environment's own name. */
static void name_prompt(struct work *w, const struct text *cfg_text)
{
	struct cfg cfg;

	cfg_parse(cfg_text->data, cfg_text->len, &cfg);
	for (size_t i = 0; !cfg.prompt && i < w->baking_count; i++) {
		struct baking *b = &w->bakings[i];

		if (b->gone_only || streq(path_base(b->from), path_base(b->to)))
			continue;
		b->old_name = path_base(b->from);
		b->new_name = path_base(b->to);
	}
}

int relocate_plan(struct relocation *r, struct rewrites *rewrites)
{
	struct work w = { .r = r, .at = BUF_INIT, .rewrites = rewrites };
	struct text cfg;

	rewrites->dir = r->dir;
	rewrites->path = r->path;
	if (rewrites_read(rewrites, CFG_NAME, FILE_MAX, &cfg))
		return failed(&w, "read", CFG_NAME);
	plan_bakings(&w);
	name_prompt(&w, &cfg);
	if (visit_all(&w))
		return -1;
	edit(&w, CFG_NAME, &cfg, bake_cfg, false);
	if (r->left_count)
		qsort(r->left, r->left_count, sizeof(*r->left), by_place);
	return 0;
}

int relocate(struct relocation *r)
{
	struct rewrites rewrites = { 0 };

	if (relocate_plan(r, &rewrites) || rewrites_write(&rewrites))
		return -1;
	r->rewritten = rewrites.written;
	return 0;
}
