/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size of a tree, in which a file with several links counts once. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "system/tree.h"

/** A link to a file that has several. */
struct linked {
	ino_t ino;
	nlink_t count;
	uint64_t allocated;
};

struct measuring {
	struct tree_size *size;
	/** the links so far, from malloc(): a walk gives back all other memory */
	struct linked *links;
	size_t count, room;
};

/* Add FILE to the links of M. Returns 0, or -1 with errno. */
static int add_link(struct measuring *m, const struct linked *file)
{
	size_t room = m->room ? 2 * m->room : 64;
	struct linked *links;

	if (m->count == m->room) {
		links = reallocarray(m->links, room, sizeof(*links));
		if (!links)
			return -1;
		m->links = links;
		m->room = room;
	}
	m->links[m->count++] = *file;
	return 0;
}

static int add_to_size(struct tree_walk *w, int dir, const char *name)
{
	struct measuring *m = w->arg;
	struct linked file;
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	/* st_blocks counts units of 512 bytes, whatever the file system's block size. */
	file = (struct linked){ st.st_ino, st.st_nlink, (uint64_t)st.st_blocks * 512 };
	if (!S_ISDIR(st.st_mode) && st.st_nlink > 1)
		return add_link(m, &file);
	m->size->allocated += file.allocated;
	m->size->freed += file.allocated;
	return 0;
}

static int compare_inodes(const void *a, const void *b)
{
	const struct linked *x = a, *y = b;

	return x->ino < y->ino ? -1 : x->ino > y->ino;
}

/* Add each file of M->links once. It is freed if all links to it are there. */
static void add_linked_files(struct measuring *m)
{
	size_t next;

	if (m->count)
		qsort(m->links, m->count, sizeof(*m->links), compare_inodes);
	for (size_t i = 0; i < m->count; i = next) {
		const struct linked *file = &m->links[i];

		for (next = i + 1; next < m->count && m->links[next].ino == file->ino; next++)
			;
		m->size->allocated += file->allocated;
		if (next - i >= file->count)
			m->size->freed += file->allocated;
	}
}

int tree_measure(int dir, const char *name, struct tree_size *size)
{
	struct measuring m = { .size = size };
	struct tree_walk w = { .file = add_to_size, .enter = add_to_size, .arg = &m };
	int ret;

	*size = (struct tree_size){ 0 };
	ret = tree_walk(&w, dir, name);
	add_linked_files(&m);
	free(m.links);
	if (ret)
		*size = (struct tree_size){ SIZE_UNKNOWN, SIZE_UNKNOWN };
	return ret;
}
