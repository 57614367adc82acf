/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/gitindex.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/here.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/strings.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/**
	 * bytes of names for one of an index file: those that extend one another
	 * would need the square of it.  An entry has 64 without its name.
	 */
	NAMES_PER_BYTE = 16,
};

/**
 * What the index of a repository names.  It is kept, as many environments of one
 * repository are asked about in turn.
 */
struct listing {
	struct listing *next;
	/** the index file as it was when it was read, by its real path */
	const char *path;
	struct stat st;
	/** sorted; a conflict up to three times */
	struct strings names;
	/** bytes that there may yet be of them */
	size_t left;
	/** they are not sorted yet: those of a split index are not */
	bool mixed;
	/** entries of the shared index that the split one deletes, or NULL */
	const unsigned char *deleted;
	/** why it cannot be told what is tracked, or NULL */
	const char *problem;
};

static void visit(void *arg, const struct gitindex_entry *e)
{
	struct listing *l = arg;

	if (l->deleted && (l->deleted[e->number / 8] >> (e->number % 8) & 1))
		return;
	/* In a split index, an entry replaced has no name of its own. */
	if (!e->len)
		return;
	if (e->len > l->left) {
		l->problem = "its index is too large";
		return;
	}
	l->left -= e->len;
	l->mixed |= l->names.count && strcmp(l->names.list[l->names.count - 1], e->name) > 0;
	strings_add(&l->names, mem_dup(e->name, e->len));
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
static const char *read_shared(struct listing *l, const char *gitdir, const struct gitindex *split)
{
	char *real = mem_alloc(PATH_MAX);
	size_t n = split->hash_len;
	struct gitindex shared;
	unsigned char *deleted;
	struct text text;

	if (split->link_len < n)
		return "its index is damaged";
	if (is_zero(split->link, n))
		return NULL;
	if (!realpath(shared_path(gitdir, split), real) || file_slurp(real, GITINDEX_MAX, &text))
		return "the index that its index builds on cannot be read";
	if (gitindex_parse(text.data, text.len, &shared, NULL, NULL) || shared.hash_len != n ||
	    shared.link)
		return "the index that its index builds on is damaged";
	deleted = mem_array(shared.entries / 8 + 1, 1);
	if (split->link_len > n &&
	    !gitindex_bitmap(split->link + n, split->link_len - n, deleted, shared.entries))
		return "its index is damaged";
	l->deleted = deleted;
	l->left += NAMES_PER_BYTE * text.len;
	if (gitindex_parse(text.data, text.len, &shared, visit, l))
		return "the index that its index builds on is damaged";
	return NULL;
}

/* Returns why it cannot be told, or NULL. */
static const char *read_index(struct listing *l, const char *gitdir)
{
	const char *problem = NULL;
	struct gitindex index;
	struct text text;

	if (file_slurp(l->path, GITINDEX_MAX, &text))
		return errno == EFBIG ? "its index is too large" : "its index cannot be read";
	l->left = NAMES_PER_BYTE * text.len;
	if (gitindex_parse(text.data, text.len, &index, visit, l))
		return "its index is damaged, or of an unknown kind";
	if (index.link)
		problem = read_shared(l, gitdir, &index);
	if (l->mixed)
		strings_sort(&l->names);
	return problem ? problem : l->problem;
}

/* The index of GITDIR, read or as it was read before; none is an empty one. */
static const struct listing *listing_of(const char *gitdir)
{
	static const struct listing none, unread = { .problem = "its index cannot "
								"be read" };
	static struct listing *all;
	/* Some tools have a link there. */
	char path[PATH_MAX];
	struct listing *l;
	struct stat st;

	if (!realpath(path_join(gitdir, "index"), path) || stat(path, &st))
		return errno == ENOENT ? &none : &unread;
	for (l = all; l; l = l->next)
		if (streq(l->path, path) && tree_is_unchanged(&l->st, &st))
			return l;
	l = mem_array(1, sizeof(*l));
	*l = (struct listing){ .next = all, .path = mem_dups(path), .st = st };
	l->problem = read_index(l, gitdir);
	all = l;
	return l;
}

/* A sparse index ends at a directory above REL: it has that as "above/". */
static bool hides(const struct strings *names, const char *rel)
{
	for (const char *end = strchr(rel, '/'); end; end = strchr(end + 1, '/'))
		if (strings_has(names, mem_dup(rel, (size_t)(end - rel) + 1)))
			return true;
	return false;
}

static void add(struct tracked *t, const char *name)
{
	if (t->count < GITINDEX_NAMES)
		t->names[t->count] = name;
	t->count++;
}

/* What is tracked in REL, "" for the work tree itself. */
static const char *look_at_index(const char *gitdir, const char *rel, struct tracked *t)
{
	const char *below = *rel ? path_join(rel, "") : "", *last = NULL;
	const struct listing *l = listing_of(gitdir);
	const struct strings *names = &l->names;

	if (l->problem)
		return l->problem;
	/* A submodule in its place. */
	if (strings_has(names, rel))
		add(t, rel);
	for (size_t i = 0; i < names->count; i++) {
		if (!starts_with(names->list[i], below))
			continue;
		if (!last || !streq(names->list[i], last))
			add(t, names->list[i]);
		last = names->list[i];
	}
	return !t->count && hides(names, rel) ? "its sparse index does not go that deep" : NULL;
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
	while (len && (text.data[len - 1] == '\n' || text.data[len - 1] == '\r'))
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
	struct file_info info, around;

	if (file_stat(path, &info))
		return file_leads_nowhere(errno) || errno == EACCES ? 0 : -1;
	/* Somebody put it where all may write: not even git has to do with it. */
	if (info.uid && info.uid != geteuid() && !file_stat(worktree, &around) &&
	    info.uid != around.uid)
		return 0;
	*gitdir = path;
	if (S_ISDIR(info.mode))
		return is_gitdir(path);
	if (!S_ISREG(info.mode))
		return 0;
	*gitdir = pointed_gitdir(worktree, path);
	return *gitdir && is_gitdir(*gitdir) > 0 ? 1 : -1;
}

int gitindex_look(const char *dir, struct tracked *tracked, const char **problem)
{
	size_t len = strlen(dir), slash;

	*tracked = (struct tracked){ 0 };
	*problem = NULL;
	for (; len; len = path_parent_len(dir, len)) {
		const char *gitdir = NULL, *worktree = mem_dup(dir, len);
		int is = find_gitdir(worktree, &gitdir);

		if (!is)
			continue;
		tracked->worktree = worktree;
		slash = dir[len] == '/';
		*problem = is < 0 ? "its '.git' cannot be followed" :
				    look_at_index(gitdir, dir + len + slash, tracked);
		break;
	}
	return *problem ? -1 : 0;
}

const char *gitindex_untrack(const struct tracked *tracked, const char *dir)
{
	size_t len = strlen(tracked->worktree);
	struct buf b = BUF_INIT;
	bool pattern;

	if (streq(dir, tracked->worktree))
		return NULL;
	dir += len + !streq(tracked->worktree, "/");
	/* To git a path is a pattern, and one with a colon first has options. */
	pattern = *dir == ':' || strpbrk(dir, "*?[\\");
	/* With -f also what is not committed as it is there; --cached leaves the files. */
	buf_putl(&b, "git ", pattern ? "--literal-pathspecs " : "", "-C ",
		 here_word(tracked->worktree), " rm -r -f -q --cached -- ", here_word(dir));
	return b.data;
}
