/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/gitindex.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** a directory that a sparse index holds as a whole */
	MODE_DIR = 040000,
};

/** One look for what is tracked in a directory. */
struct look {
	struct tracked *tracked;
	/** the directory below the work tree; "" for the work tree itself */
	const char *rel;
	size_t rel_len;
	/** entries of the shared index that the split one deletes, or NULL */
	const unsigned char *deleted;
	/** the name counted last: a conflict has up to three entries of one */
	const char *last;
	/** a sparse directory holds the one looked for */
	bool hidden;
};

static bool lies_in(const struct look *look, const struct gitindex_entry *e)
{
	size_t n = look->rel_len;

	return !n || (e->len >= n && !memcmp(e->name, look->rel, n) &&
		      (e->name[n] == '/' || e->name[n] == '\0'));
}

static bool holds(const struct look *look, const struct gitindex_entry *e)
{
	return e->mode == MODE_DIR && e->len && e->len <= look->rel_len &&
	       e->name[e->len - 1] == '/' &&
	       !memcmp(e->name, look->rel, e->len);
}

static void visit(void *arg, const struct gitindex_entry *e)
{
	struct look *look = arg;
	struct tracked *t = look->tracked;

	if (look->deleted &&
	    (look->deleted[e->number / 8] >> (e->number % 8) & 1))
		return;
	/* In a split index, an entry replaced has no name of its own. */
	if (!e->len)
		return;
	look->hidden |= holds(look, e);
	if (!lies_in(look, e) || (look->last && streq(look->last, e->name)))
		return;
	look->last = mem_dup(e->name, e->len);
	if (t->count < GITINDEX_NAMES)
		t->names[t->count] = look->last;
	t->count++;
}

/* An index file through links, as some tools put them there. */
static int slurp(const char *path, struct text *text)
{
	char *real = mem_alloc(PATH_MAX);

	if (!realpath(path, real))
		return -1;
	return file_slurp(real, GITINDEX_MAX, text);
}

static const char *shared_path(const char *gitdir, const struct gitindex *index)
{
	static const char hex[] = "0123456789abcdef";
	struct buf b = BUF_INIT;

	buf_putl(&b, gitdir, "/sharedindex.");
	for (size_t i = 0; i < index->hash_len; i++) {
		buf_putc(&b, hex[index->link[i] >> 4]);
		buf_putc(&b, hex[index->link[i] & 15]);
	}
	return b.data;
}

static bool is_zero(const unsigned char *p, size_t n)
{
	while (n && !*p) {
		p++;
		n--;
	}
	return !n;
}

/* The index that a split one builds on. */
static const char *look_at_shared(struct look *look, const char *gitdir,
				  const struct gitindex *split)
{
	size_t n = split->hash_len;
	struct gitindex shared;
	unsigned char *deleted;
	struct text text;

	if (split->link_len < n)
		return "its index is damaged";
	if (is_zero(split->link, n))
		return NULL;
	if (slurp(shared_path(gitdir, split), &text))
		return "the index that its index builds on cannot be read";
	if (gitindex_parse(text.data, text.len, &shared, NULL, NULL) ||
	    shared.hash_len != n || shared.link)
		return "the index that its index builds on is damaged";
	deleted = mem_array(shared.entries / 8 + 1, 1);
	if (split->link_len > n &&
	    !gitindex_bitmap(split->link + n, split->link_len - n, deleted,
			     shared.entries))
		return "its index is damaged";
	look->deleted = deleted;
	if (gitindex_parse(text.data, text.len, &shared, visit, look))
		return "the index that its index builds on is damaged";
	return NULL;
}

/* Returns why it cannot be told, or NULL. */
static const char *look_at_index(struct look *look, const char *gitdir)
{
	const char *problem = NULL;
	struct gitindex index;
	struct text text;

	if (slurp(path_join(gitdir, "index"), &text)) {
		if (errno == ENOENT)
			return NULL;
		return errno == EFBIG ? "its index is too large" :
					"its index cannot be read";
	}
	if (gitindex_parse(text.data, text.len, &index, visit, look))
		return "its index is damaged, or of an unknown kind";
	if (index.link)
		problem = look_at_shared(look, gitdir, &index);
	if (!problem && look->hidden && !look->tracked->count)
		problem = "its sparse index does not go that deep";
	return problem;
}

/* As for git, what is closed to this user is not there. */
static int exists(const char *dir, const char *name)
{
	int there = file_exists_through(AT_FDCWD, path_join(dir, name));

	return there < 0 && errno == EACCES ? 0 : there;
}

/* As git tells a repository from a directory that is only called so. */
static int is_gitdir(const char *path)
{
	int is = exists(path, "HEAD");

	if (is <= 0)
		return is;
	is = exists(path, "objects");
	return is ? is : exists(path, "commondir");
}

/* The directory that a .git file of a submodule or work tree names, or NULL. */
static const char *pointed_gitdir(const char *worktree, const char *file)
{
	static const char key[] = "gitdir: ";
	struct text text;
	size_t len;

	if (file_slurp(file, FILE_MAX, &text) || !starts_with(text.data, key))
		return NULL;
	len = strlen(text.data);
	while (len &&
	       (text.data[len - 1] == '\n' || text.data[len - 1] == '\r'))
		text.data[--len] = '\0';
	return path_join(worktree, text.data + strlen(key));
}

/*
 * The repository of WORKTREE, if there is one right in it.  Returns 1 with its
 * directory in *GITDIR, 0 for none, -1 for one that cannot be followed.
 */
static int find_gitdir(const char *worktree, const char **gitdir)
{
	const char *path = path_join(worktree, ".git");
	struct file_info info;

	if (file_stat(path, &info))
		return file_leads_nowhere(errno) || errno == EACCES ? 0 : -1;
	*gitdir = path;
	if (S_ISDIR(info.mode))
		return is_gitdir(path);
	if (!S_ISREG(info.mode))
		return 0;
	*gitdir = pointed_gitdir(worktree, path);
	return *gitdir && is_gitdir(*gitdir) > 0 ? 1 : -1;
}

int gitindex_look(const char *dir, struct tracked *tracked,
		  const char **problem)
{
	struct look look = { .tracked = tracked };
	size_t len = strlen(dir);

	*tracked = (struct tracked){ 0 };
	*problem = NULL;
	for (; len; len = path_parent_len(dir, len)) {
		const char *gitdir = NULL, *worktree = mem_dup(dir, len);
		int is = find_gitdir(worktree, &gitdir);

		if (!is)
			continue;
		tracked->worktree = worktree;
		look.rel = dir + len + (dir[len] == '/');
		look.rel_len = strlen(look.rel);
		*problem = is < 0 ? "its '.git' cannot be followed" :
				    look_at_index(&look, gitdir);
		break;
	}
	return *problem ? -1 : 0;
}
