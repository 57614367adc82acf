/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/relocate.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/msg.h"
#include "cli/relocate_parts.h"
#include "cli/stage_dir.h"
#include "cli/tree.h"
#include "cli/tree_walk.h"
#include "core/cfg.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** bytes of a file that is edited */
	EDIT_MAX = 64 * 1024 * 1024,
};

#define CFG_NAME  "pyvenv.cfg"
#define LINK_TEMP ".avenv-new-link"

/** A kind of file that has paths baked in. */
struct baker {
	/** its path below the environment, for fnmatch() */
	const char *pattern;
	/** what such a file begins with; NULL: anything */
	const char *magic;
	bake *bake;
};

// clang-format off
/* The first that fits. */
static const struct baker bakers[] = {
	{ "bin/activate",          NULL, bake_shell },
	{ "bin/activate.csh",      NULL, bake_shell },
	{ "bin/activate.fish",     NULL, bake_fish },
	{ "bin/activate.xsh",      NULL, bake_python },
	{ "bin/activate*",         NULL, bake_plain },
	{ "bin/*",                 "#!", bake_launcher },
	{ "Scripts/activate",      NULL, bake_shell },
	{ "Scripts/activate.fish", NULL, bake_fish },
	{ "Scripts/activate*",     NULL, bake_plain },
	{ "Scripts/*",             "#!", bake_launcher },
	{ "*/site-packages/*.pth",                   NULL, bake_lines },
	{ "*/site-packages/*.egg-link",              NULL, bake_lines },
	{ "*/site-packages/__editable__*_finder.py", NULL, bake_python },
	{ "*/site-packages/*.dist-info/direct_url.json", NULL, bake_urls },
	{ "share/jupyter/kernels/*/kernel.json",     NULL, bake_json },
};
// clang-format on

/** A run of relocate(). */
struct work {
	struct relocation *r;
	struct baking baking;
	/** the directory that is looked at, with a slash behind, or "" */
	struct buf at;
	struct rewrites rewrites;
	/** what went wrong was said */
	bool said;
	/** RECORD files that were seen, below the environment */
	const char **records;
	size_t record_count, record_room;
};

static int failed(struct work *w, const char *what, const char *file)
{
	w->said = true;
	return error_errno("cannot %s '%s'", what,
			   shown(path_join(w->r->path, file)));
}

static void note_rewrite(struct work *w, const char *file,
			 const struct text *old, const struct buf *text)
{
	struct rewrites *all = &w->rewrites;

	all->list =
		mem_grow(all->list, all->count, &all->room, sizeof(*all->list));
	all->list[all->count++] =
		(struct rewrite){ .file = file, .old = *old, .text = *text };
}

/* What FILE, a path below the environment, will be; not on the disk yet. */
static void edit(struct work *w, const char *file, const struct text *text,
		 bake *as)
{
	struct buf out = BUF_INIT;

	as(&w->baking, text->data, text->len, &out);
	if (out.len != text->len ||
	    memcmp(out.data, text->data, text->len) != 0)
		note_rewrite(w, file, text, &out);
	if (!w->r->quick)
		leftovers_in(w->r, file, out.data, out.len);
}

static bool begins_with(int fd, const char *magic)
{
	char head[2];

	return !magic || (pread(fd, head, sizeof(head), 0) == sizeof(head) &&
			  !memcmp(head, magic, sizeof(head)));
}

static const struct baker *baker_of(const char *file)
{
	for (size_t i = 0; i < ARRAY_SIZE(bakers); i++)
		if (!fnmatch(bakers[i].pattern, file, FNM_PERIOD))
			return &bakers[i];
	return NULL;
}

static void note_record(struct work *w, const char *file)
{
	if (fnmatch("*/site-packages/*.dist-info/RECORD", file, 0) != 0)
		return;
	w->records = mem_grow(w->records, w->record_count, &w->record_room,
			      sizeof(*w->records));
	w->records[w->record_count++] = file;
}

/* Compiled code names its source only until it is imported. */
static bool is_compiled(const char *file)
{
	size_t len = strlen(file);

	return len > 4 && streq(file + len - 4, ".pyc");
}

static int visit_file(struct work *w, int dir, const char *file)
{
	const struct baker *baker = baker_of(file);
	struct text text;
	int fd, ret = 0;

	note_record(w, file);
	if (is_compiled(file) || streq(file, CFG_NAME) ||
	    (!baker && w->r->quick))
		return 0;
	fd = openat(dir, path_base(file),
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return baker ? failed(w, "open", file) : 0;
	if (baker && begins_with(fd, baker->magic)) {
		ret = file_read(fd, EDIT_MAX, &text);
		if (ret)
			failed(w, "read", file);
		else
			edit(w, file, &text, baker->bake);
	} else if (!w->r->quick) {
		leftovers_of(w->r, file, fd);
	}
	close(fd);
	return ret;
}

/* Point a link of the environment into itself as it will be. */
static int visit_link(struct work *w, int dir, const char *file)
{
	const char *name = path_base(file), *from = w->baking.from;
	char *end = mem_alloc(PATH_MAX);
	ssize_t len = readlinkat(dir, name, end, PATH_MAX - 1);
	struct buf b = BUF_INIT;

	if (len < 0)
		return failed(w, "read", file);
	end[len] = '\0';
	if (!path_under(end, from))
		return 0;
	buf_putl(&b, w->baking.to, end + strlen(from));
	if ((unlinkat(dir, LINK_TEMP, 0) && errno != ENOENT) ||
	    symlinkat(b.data, dir, LINK_TEMP) ||
	    renameat(dir, LINK_TEMP, dir, name))
		return failed(w, "replace", file);
	w->r->rewritten++;
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
	return S_ISREG(st.st_mode) ? visit_file(w, dir, file.data) : 0;
}

static int enter(struct tree_walk *walk, int dir, const char *name)
{
	struct work *w = walk->arg;

	(void)dir;
	if (!walk->depth)
		return 0;
	if (stage_is_private(name))
		return TREE_WALK_PAST;
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
	struct tree_walk walk = {
		.file = visit, .enter = enter, .leave = leave, .arg = w
	};

	if (!tree_walk(&walk, w->r->dir, "."))
		return 0;
	return w->said ? -1 : failed(w, "look at", tree_fault());
}

static int by_place(const void *a, const void *b)
{
	const struct leftover *one = a, *other = b;
	int order = strcmp(one->file, other->file);

	return order ? order : (one->line > other->line) - 1;
}

/* Unless the user chose a prompt, it shows the environment's own name. */
static void name_prompt(struct work *w, const struct text *cfg_text)
{
	struct baking *b = &w->baking;
	struct cfg cfg;

	cfg_parse(cfg_text->data, cfg_text->len, &cfg);
	if (cfg.prompt || streq(path_base(b->from), path_base(b->to)))
		return;
	b->old_name = path_base(b->from);
	b->new_name = path_base(b->to);
}

/*
 * RECORD first: a second run after a kill finds rows that speak of what the
 * files are going to be, and leaves them.
 */
static int write_all(struct work *w)
{
	const struct rewrites *all = &w->rewrites;

	for (size_t i = 0; all->count && i < w->record_count; i++)
		if (record_rewrites(w->r, w->records[i], all))
			return -1;
	for (size_t i = 0; i < all->count; i++) {
		const struct rewrite *one = &all->list[i];

		if (tree_replace(w->r->dir, one->file, one->text.data,
				 one->text.len, one->old.info.mode & 07777))
			return failed(w, "write", one->file);
		w->r->rewritten++;
	}
	return 0;
}

int relocate(struct relocation *r)
{
	struct work w = { .r = r,
			  .baking = { .from = r->from, .to = r->to },
			  .at = BUF_INIT };
	struct text cfg;
	int fd, ret = -1;

	fd = openat(r->dir, CFG_NAME,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return failed(&w, "open", CFG_NAME);
	if (file_read(fd, FILE_MAX, &cfg)) {
		failed(&w, "read", CFG_NAME);
		goto out;
	}
	name_prompt(&w, &cfg);
	if (visit_all(&w))
		goto out;
	/* The last, so that a second run finishes what was cut short. */
	edit(&w, CFG_NAME, &cfg, bake_cfg);
	if (r->left_count)
		qsort(r->left, r->left_count, sizeof(*r->left), by_place);
	ret = write_all(&w);
out:
	close(fd);
	return ret;
}
