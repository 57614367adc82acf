/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/relocate.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "formats/dist_rows.h"
#include "installed/editable.h"
#include "print/msg.h"
#include "system/replace.h"
#include "system/tree.h"

#define SITE "lib*/*/site-packages/"

enum {
	/** largest file that is edited, in bytes; of a larger one the start is read */
	TEXT_MAX = 1024 * 1024,
};

/** The kinds of files that contain a path; the first match counts. */
static const struct kind {
	const char *pattern;
	enum notation notation;
	/** the file names directories of sources, which move with the project */
	bool names_sources;
} kinds[] = {
	{ "pyvenv.cfg", PLAIN, false },
	/* In this order: the last pattern matches the files of the others, too. */
	{ "bin/activate", SHELL, false },
	{ "bin/activate.[cf]*", SHELL, false },
	{ "bin/activate.xsh", XONSH, false },
	{ "bin/activate*", PLAIN, false },
	{ "bin/*", HEAD, false },
	{ SITE "*.pth", PLAIN, true },
	{ SITE "*.egg-link", PLAIN, true },
	/* setuptools, hatchling, pdm-backend, scikit-build-core, meson-python */
	{ SITE "*editable*.py", PLAIN, true },
	{ SITE "*.dist-info/direct_url.json", JSON_URL, true },
	/* poetry writes absolute paths into the RECORD of the project: pip uninstalls by them */
	{ SITE "*.dist-info/RECORD", CSV, false },
	{ "share/jupyter/kernels/*/kernel.json", JSON_TEXT, false },
};

static bool matches(const char *pattern, const char *file)
{
	return !fnmatch(pattern, file, FNM_PATHNAME);
}

static const struct kind *kind_of(const char *file)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (matches(kinds[i].pattern, file))
			return &kinds[i];
	return NULL;
}

/* ---- one file --------------------------------------------------------------- */

/*
 * Add to R->builds the directories named in TEXT, the decoded file of an editable, in which ninja or
 * CMake must build the modules again.
 */
static void find_builds(struct relocation *r, const char *text)
{
	for (; (text = strstr(text, r->old_project)); text++) {
		const char *path = mem_dup(text, strcspn(text, "'\"\r\n")), *new;

		if (!path_under(path, r->old_project))
			continue;
		new = joined(r->new_project, path + strlen(r->old_project));
		if (editable_is_build(new))
			strings_add(&r->builds, new);
	}
}

/* The new text of a file of KIND whose text is OLD. */
static struct buf edited_text(const struct relocation *r, const struct kind *kind,
			      const struct text *old)
{
	struct buf moved = BUF_INIT, result = BUF_INIT;
	struct text text;

	replace_path(kind->notation, r->from, r->to, old, &moved);
	text = (struct text){ .data = moved.data, .len = moved.len };
	if (kind->names_sources && r->old_project)
		replace_path(kind->notation, r->old_project, r->new_project, &text, &result);
	else if (kind->notation == SHELL && r->old_name)
		replace_prompt(r->old_name, r->new_name, &text, &result);
	else
		return moved;
	return result;
}

/* Set ROW to the end of the row in RECORD of a file with the LEN bytes at DATA. */
static void row_end(char row[ROW_END], const char *data, size_t len)
{
	snprintf(row, ROW_END, ",%s,%zu", dist_row_hash(data, len), len);
}

/*
 * True if relocation changes the file of E with the text OLD; the rows of E are set then. Sets
 * *MENTIONS if the new text still mentions R->stale.
 */
static bool edit_changes(struct relocation *r, const struct text *old, struct edit *e,
			 bool *mentions)
{
	struct buf new = edited_text(r, e->kind, old);
	struct text text = { .data = new.data, .len = new.len };
	enum notation notation = e->kind->notation;

	if (e->kind->names_sources && r->old_project)
		find_builds(r, text_decoded(notation, old).data);
	text = text_decoded(notation, &text);
	*mentions = text_mentions(&text, r->stale, r->fresh);
	if (new.len == old->len && !memcmp(new.data, old->data, new.len))
		return false;
	row_end(e->row, old->data, old->len);
	row_end(e->new_row, new.data, new.len);
	return true;
}

int edit_make(const struct relocation *r, struct edit *e)
{
	struct text text;

	if (file_slurp_at(r->dir, e->file, TEXT_MAX, &text))
		return file_failed(r->path, "read", e->file);
	e->text = edited_text(r, e->kind, &text);
	e->seen = text.info;
	return 0;
}

/* ---- the walk --------------------------------------------------------------- */

/* Add E, an edit of FILE, to R. A visitor's memory is released, so FILE is copied. */
static void add_edit(struct relocation *r, const char *file, struct edit e)
{
	e.file = mem_dups(file);
	LIST_ADD(&r->edits, e);
}

static int visit_link(struct relocation *r, int dir, const char *file)
{
	struct edit e = { 0 };
	int failed = file_lstatat(dir, path_base(file), &e.seen);
	const char *to = failed ? NULL : file_link_text(dir, path_base(file));
	/* Links in bin lead to interpreters, which do not move with the project. */
	bool moves_with_project = r->old_project && !starts_with(file, "bin/");

	if (!to)
		return -1;
	e.to = moved_path(to, r->from, r->to);
	if (!e.to && moves_with_project)
		e.to = moved_path(to, r->old_project, r->new_project);
	if (e.to)
		add_edit(r, file, e);
	return 0;
}

static int visit_env_file(struct relocation *r, int dir, const char *file)
{
	struct edit e = { .kind = kind_of(file), .text = BUF_INIT };
	bool changes = false, mentions = false;
	size_t builds_before = r->builds.count;
	struct mem_mark mark;
	struct text text;

	if (ends_with(file, ".pyc"))
		return 0;
	if (matches(SITE "*.dist-info/RECORD", file))
		strings_add(&r->records, mem_dups(file));
	mark = mem_mark();
	if (file_start(dir, path_base(file), TEXT_MAX, &text))
		return -1;
	/* A program in bin without a head is machine code, not a file of a known kind. */
	if (e.kind && text.len == text.info.size &&
	    (e.kind->notation != HEAD || starts_with(text.data, "#!")))
		changes = edit_changes(r, &text, &e, &mentions);
	else
		mentions = text_mentions(&text, r->stale, r->fresh);
	/* A file that added to r->builds keeps its memory: the list and its paths are there. */
	if (r->builds.count == builds_before)
		mem_release(mark);
	if (changes)
		add_edit(r, file, e);
	if (mentions)
		strings_add(&r->others, mem_dups(file));
	return 0;
}

/* Add the edit of NAME in DIR, a file or link of the environment, to the relocation. */
static int visit_entry(struct tree_walk *walk, int dir, const char *name)
{
	const char *file = walk->path.data;
	struct relocation *r = walk->arg;
	struct stat st;

	/* What a killed run left: see edits_sweep(). */
	if (temp_name_is_private(dir, name))
		return 0;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (S_ISLNK(st.st_mode))
		return visit_link(r, dir, file);
	return S_ISREG(st.st_mode) ? visit_env_file(r, dir, file) : 0;
}

/* Enter metadata, but no package. Sets r->has_backend if the package is one. */
static int enter_env_dir(struct tree_walk *walk, int dir, const char *name)
{
	const char *path = walk->path.data;
	struct relocation *r = walk->arg;

	r->has_backend = r->has_backend || matches(SITE "mesonpy", path) ||
			 matches(SITE "scikit_build_core", path);
	/* At depth 0 the environment may be a stage, with a private name. */
	if (walk->depth && (temp_name_is_private(dir, name) || streq(name, "__pycache__")))
		return TREE_SKIP;
	return matches(SITE "*", path) && !ends_with(name, ".dist-info") ? TREE_SKIP : 0;
}

/* The project was moved with the environment if its old directory is missing: set its paths. */
static void find_projects(struct relocation *r)
{
	const char *old = path_parent(r->from);

	/* An environment that got another name was moved alone. */
	if (streq(old, "/") || !streq(path_base(r->from), path_base(r->to)))
		return;
	if (file_exists(old) == 0) {
		r->old_project = old;
		r->new_project = path_parent(r->to);
	}
}

/*
 * Set the names in prompts: without a `prompt` in pyvenv.cfg, scripts show the name of the
 * environment's directory. Returns 0, or -1 after printing why pyvenv.cfg cannot be read.
 */
static int find_names(struct relocation *r)
{
	const char *old = path_base(r->from), *new = path_base(r->to);
	struct text text;
	struct cfg cfg;

	if (streq(old, new))
		return 0;
	if (file_slurp_at(r->dir, "pyvenv.cfg", FILE_MAX, &text))
		return file_is_missing(errno) ? 0 : file_failed(r->path, "read", "pyvenv.cfg");
	cfg_parse(text.data, text.len, &cfg);
	if (!cfg.prompt) {
		r->old_name = old;
		r->new_name = new;
	}
	return 0;
}

int relocate_look(struct relocation *r)
{
	struct tree_walk walk = {
		.file = visit_entry, .enter = enter_env_dir, .arg = r, .keeps = true
	};
	r->edits = (struct edits){ 0 };
	r->others = r->builds = r->records = (struct strings){ 0 };
	find_projects(r);
	r->stale = r->old_project ? r->old_project : r->from;
	r->fresh = r->old_project ? r->new_project : r->to;
	if (find_names(r))
		return -1;
	if (tree_walk(&walk, r->dir, "."))
		return error_errno("cannot read '%s'", shown(tree_fault(r->path)));
	return 0;
}

int cannot_read_activate(const char *path)
{
	return error_errno("cannot read '%s'", shown(path_join(path, "bin/activate")));
}
