/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/relocate.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include "build/launcher.h"
#include "build/record_csv.h"
#include "build/stage_dir.h"
#include "core/cfg.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/origin.h"
#include "installed/script.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

#define SITE "lib*/*/site-packages/"
#define CFG  "pyvenv.cfg"

enum {
	/** bytes of a file that is edited, and of all of them: an environment has 1 MiB */
	TEXT_MAX = 1024 * 1024,
	TEXTS_MAX = 64 * TEXT_MAX,
	/** bytes of any other file that are looked at */
	OTHER_MAX = 256 * 1024,
};

enum how {
	/** the path stands as it is */
	PLAIN,
	/** in a script of sh, csh or fish, which names the environment in prompts as well */
	SHELL,
	/** as file:///a%20b */
	URL,
	/** in the first lines of a script */
	HEAD,
};

/** The kinds of files that have a path in them. The first that fits counts. */
static const struct kind {
	const char *pattern;
	enum how how;
	/** it leads to sources, maybe in the project around the environment */
	bool leads;
} kinds[] = {
	{ CFG, PLAIN, false },
	{ "bin/activate", SHELL, false },
	{ "bin/activate.csh", SHELL, false },
	{ "bin/activate.fish", SHELL, false },
	{ "bin/activate*", PLAIN, false },
	{ "bin/*", HEAD, true },
	{ SITE "*.pth", PLAIN, true },
	{ SITE "*.egg-link", PLAIN, true },
	{ SITE "__editable__*_finder.py", PLAIN, true },
	{ SITE "*.dist-info/direct_url.json", URL, true },
	{ "share/jupyter/kernels/*/kernel.json", PLAIN, false },
};

/** The look of one relocation. */
struct looking {
	struct relocation *r;
	/** names in prompts; NULL: they stay */
	const char *old_name, *new_name;
	/** bytes that were read */
	size_t bytes;
	/** what went wrong was said */
	bool said;
};

static int failed(const struct relocation *r, const char *what, const char *file)
{
	return error_errno("cannot %s '%s'", what, shown(path_join(r->path, file)));
}

/* ---- one file --------------------------------------------------------------- */

/* The head of a script that starts a Python of FROM starts that of TO. */
static void swap_head(const char *from, const char *to, const struct text *text, struct buf *out)
{
	struct launcher l;
	size_t len = 0;

	if (launcher_parse(text->data, &l) && path_under(l.interpreter, from)) {
		launcher_head(out, path_join(to, l.interpreter + strlen(from) + 1), l.args);
		len = l.len;
	}
	buf_put(out, text->data + len, text->len - len);
}

static void swap(enum how how, const char *from, const char *to, const struct text *text,
		 struct buf *out)
{
	if (how == HEAD)
		swap_head(from, to, text, out);
	else if (how == URL)
		swap_path(url_of_path(from), url_of_path(to), false, text, out);
	else
		swap_path(from, to, how == SHELL, text, out);
}

static struct text text_of(const struct buf *b)
{
	return (struct text){ .data = b->data, .len = b->len };
}

static struct edit *add_edit(struct relocation *r, const char *file)
{
	struct edits *all = &r->edits;

	all->list = mem_grow(all->list, all->count, &all->room, sizeof(*all->list));
	all->list[all->count] = (struct edit){ .file = mem_dups(file) };
	return &all->list[all->count++];
}

/* What OLD, a file of KIND, becomes. */
static struct buf edited(const struct looking *l, const struct kind *kind, const struct text *old)
{
	const struct relocation *r = l->r;
	struct buf out = BUF_INIT, next = BUF_INIT;
	struct text text;

	swap(kind->how, r->from, r->to, old, &out);
	text = text_of(&out);
	if (kind->leads && r->old_project)
		swap(kind->how == HEAD ? PLAIN : kind->how, r->old_project, r->new_project, &text,
		     &next);
	else if (kind->how == SHELL && l->old_name)
		swap_prompt(l->old_name, l->new_name, &text, &next);
	else
		return out;
	return next;
}

static void edit(const struct looking *l, const char *file, const struct kind *kind,
		 const struct text *old)
{
	struct buf new = edited(l, kind, old);
	struct edit *e;

	if (new.len != old->len || memcmp(new.data, old->data, new.len) != 0) {
		e = add_edit(l->r, file);
		e->old = *old;
		e->text = new;
		e->old_hash = record_hash(old->data, old->len);
	}
}

/* ---- the walk --------------------------------------------------------------- */

static bool is_like(const char *pattern, const char *file)
{
	return !fnmatch(pattern, file, FNM_PATHNAME);
}

static const struct kind *kind_of(const char *file)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (is_like(kinds[i].pattern, file))
			return &kinds[i];
	return NULL;
}

static int visit_link(struct relocation *r, int dir, const char *file)
{
	const char *to = files_link_text(dir, path_base(file));
	size_t len = strlen(r->from);

	if (!to)
		return failed(r, "read", file);
	if (path_under(to, r->from))
		add_edit(r, file)->to = to[len] ? path_join(r->to, to + len + 1) : r->to;
	return 0;
}

/* Does FILE, of an unknown kind, name the old path? Its first bytes tell. */
static int visit_other(struct relocation *r, int dir, const char *file)
{
	static char room[OTHER_MAX];
	struct text text = { .data = room };
	int fd = files_open(dir, path_base(file));
	ssize_t n = fd < 0 ? -1 : files_read_at(fd, room, sizeof(room), 0);

	if (fd >= 0)
		file_close(fd);
	if (n < 0)
		return failed(r, "read", file);
	text.len = (size_t)n;
	if (text_names(&text, r->from))
		strings_add(&r->others, mem_dups(file));
	return 0;
}

static int visit_file(struct looking *l, int dir, const char *file)
{
	const struct kind *kind = kind_of(file);
	struct relocation *r = l->r;
	struct text text;

	if (ends_with(file, ".pyc"))
		return 0;
	if (is_like(SITE "*.dist-info/RECORD", file))
		strings_add(&r->records, mem_dups(file));
	if (!kind)
		return visit_other(r, dir, file);
	if (file_slurp_at(dir, path_base(file), TEXT_MAX, &text))
		return errno == EFBIG ? visit_other(r, dir, file) : failed(r, "read", file);
	l->bytes += text.len;
	if (l->bytes > TEXTS_MAX)
		return error("'%s' has more scripts than avenv reads; %s makes it anew",
			     shown(r->path), paste_command("avenv recreate", r->to));
	if (kind->how == HEAD && !starts_with(text.data, "#!"))
		return visit_other(r, dir, file);
	edit(l, file, kind, &text);
	return 0;
}

static int visit(struct tree_walk *walk, int dir, const char *name)
{
	const char *file = walk->path.data;
	struct looking *l = walk->arg;
	struct stat st;
	int ret = 0;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		ret = failed(l->r, "look at", file);
	else if (S_ISLNK(st.st_mode))
		ret = visit_link(l->r, dir, file);
	else if (S_ISREG(st.st_mode))
		ret = visit_file(l, dir, file);
	l->said = ret != 0;
	return ret;
}

/* Packages are passed over, their metadata is not. */
static int enter(struct tree_walk *walk, int dir, const char *name)
{
	const char *path = walk->path.data;

	(void)dir;
	if (walk->depth && (stage_is_private(name) || streq(name, "__pycache__")))
		return TREE_SKIP;
	return is_like(SITE "*", path) && !ends_with(name, ".dist-info") ? TREE_SKIP : 0;
}

/* The project came along, if the old one is gone. */
static void find_projects(struct relocation *r)
{
	const char *old = path_parent(r->from);
	struct file_info info;

	if (streq(path_base(r->from), path_base(r->to)) && old[1] && file_lstat(old, &info) &&
	    file_is_missing(errno)) {
		r->old_project = old;
		r->new_project = path_parent(r->to);
	}
}

/* Unless the user chose a prompt, it shows the environment's own name. */
static int find_names(struct looking *l)
{
	const char *old = path_base(l->r->from), *new = path_base(l->r->to);
	struct text text;
	struct cfg cfg;

	if (streq(old, new))
		return 0;
	if (file_slurp_at(l->r->dir, CFG, FILE_MAX, &text))
		return file_is_missing(errno) ? 0 : failed(l->r, "read", CFG);
	cfg_parse(text.data, text.len, &cfg);
	if (!cfg.prompt) {
		l->old_name = old;
		l->new_name = new;
	}
	return 0;
}

int relocate_look(struct relocation *r)
{
	struct looking l = { .r = r };
	struct tree_walk walk = { .file = visit, .enter = enter, .arg = &l };

	find_projects(r);
	if (find_names(&l))
		return -1;
	if (!tree_walk(&walk, r->dir, "."))
		return 0;
	return l.said ? -1 : error_errno("cannot look at '%s'", shown(tree_fault(r->path)));
}
