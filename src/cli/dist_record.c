/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/dist_record.h"

#include <bsd/stdlib.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/record_csv.h"
#include "cli/dist.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/files.h"

#include "core/banned.h"

#define TOO_MUCH "is too large, with all the others"

enum {
	/** files of all distributions together that are kept */
	OWNED_MAX = 2 * RECORD_ROWS_MAX,
};

/* NAME in DIR, neither of which is a link, of at most *LEFT bytes. */
static int slurp_in(const char *dir, const char *name, size_t *left, struct text *text)
{
	int parent = files_open_dir(AT_FDCWD, dir), ret;

	if (parent < 0)
		return -1;
	ret = file_slurp_at(parent, name, *left < RECORD_MAX ? *left : RECORD_MAX, text);
	file_close(parent);
	if (!ret)
		*left -= text->len;
	return ret;
}

static const char *read_problem(int err, size_t left)
{
	switch (err) {
	case ELOOP:
		return "is a link";
	case EINVAL:
		return "is not a regular file";
	case EFBIG:
		return left < RECORD_MAX ? TOO_MUCH : "is too large";
	default:
		errno = err;
		return dist_reason();
	}
}

/** Where the files of one distribution are told. */
struct reading {
	const struct venv *venv;
	const struct dist *dist;
	struct dist_record *record;
	/** bytes that may be read yet */
	size_t *left;
	/** what paths are relative to */
	const char *base;
};

/*
 * PATH below the environment, but that lib64 is a name of lib there: what of a
 * wheel goes to the one and what to the other, its RECORD tells.
 */
static const char *below_lib(const struct reading *r, const char *path)
{
	const char *below = record_below(r->venv->path, r->base, path);
	const char *lib64 = path_join(r->venv->path, "lib64");
	char target[PATH_MAX];
	ssize_t len;

	if (!below || !starts_with(below, "lib64/"))
		return below;
	len = readlink(lib64, target, sizeof(target));
	if (len < 0)
		unseen(lib64);
	if (len < 3 || memcmp(target + len - 3, "lib", 3) != 0)
		return below;
	return path_join("lib", below + strlen("lib64/"));
}

static void add_file(struct reading *r, const struct record_row *row)
{
	struct dist_record *record = r->record;
	const char *below = below_lib(r, row->path);

	record->files =
		mem_grow(record->files, record->count, &record->room, sizeof(*record->files));
	record->files[record->count++] = (struct dist_file){
		.of = r->dist,
		.path = below ? path_join(r->venv->path, below) :
				path_clean(path_join(r->base, row->path)),
		.below = below,
		.hash = row->hash,
		.size = row->size,
	};
}

/* NAME in the directory of metadata lists the files; false: there is none. */
static bool read_list(struct reading *r, const char *name, struct text *text)
{
	const char *path = path_join(r->dist->path, name);

	*text = (struct text){ .data = buf_empty };
	if (slurp_in(r->dist->path, name, r->left, text)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return false;
		r->record->problem = read_problem(errno, *r->left);
	} else if (memchr(text->data, '\0', text->len)) {
		r->record->problem = "has a NUL byte in it";
	}
	r->record->path = path;
	return true;
}

static void read_rows(struct reading *r)
{
	struct record_rows rows;
	struct text text;

	r->base = path_parent(r->dist->path);
	if (!read_list(r, "RECORD", &text) || r->record->problem)
		return;
	if (record_rows_parse(text.data, text.len, &rows)) {
		r->record->problem = "is malformed";
		return;
	}
	for (size_t i = 0; i < rows.count; i++)
		if (*rows.list[i].path)
			add_file(r, &rows.list[i]);
}

/* One of the sources that lies where they do, and that is there. */
static bool is_source(const struct reading *r, const char *line)
{
	const char *path = path_clean(path_join(r->base, line));
	struct file_info info;

	return path_under(path, r->base) && !file_lstat(path, &info);
}

/* One a line; what ends in a slash is a directory. */
static void add_lines(struct reading *r, char *text)
{
	for (char *line; (line = strsep(&text, "\n"));) {
		struct record_row row = { line, "", "" };

		line[strcspn(line, "\r")] = '\0';
		if (!*line || ends_with(line, "/"))
			continue;
		if (r->record->sources && !is_source(r, line))
			continue;
		if (r->record->count == RECORD_ROWS_MAX) {
			r->record->problem = "is too large";
			return;
		}
		add_file(r, &row);
	}
}

/* What pip had setuptools write; else what the sources were. */
static void read_lines(struct reading *r)
{
	struct text text;

	r->base = r->dist->path;
	if (!read_list(r, "installed-files.txt", &text)) {
		r->base = path_parent(r->dist->path);
		if (!read_list(r, "SOURCES.txt", &text))
			return;
		r->record->sources = true;
	}
	if (!r->record->problem)
		add_lines(r, text.data);
}

static void read_within(const struct venv *venv, const struct dist *dist,
			struct dist_record *record, size_t *left)
{
	struct reading r = {
		.venv = venv,
		.dist = dist,
		.record = record,
	};

	r.left = left;
	*record = (struct dist_record){ 0 };
	if (dist->form == DIST_INFO)
		read_rows(&r);
	else if (dist->form != DIST_EGG_INFO_FILE)
		read_lines(&r);
}

void dist_record_read(const struct venv *venv, const struct dist *dist, struct dist_record *record)
{
	size_t left = RECORD_MAX;

	read_within(venv, dist, record, &left);
}

long long dist_record_size(const struct dist *dist, size_t *left)
{
	long long sum = 0;
	struct record_reader reader;
	struct record_row row;
	struct text text;
	int ret;

	if (dist->form != DIST_INFO)
		return -1;
	if (slurp_in(dist->path, "RECORD", left, &text)) {
		unseen(path_join(dist->path, "RECORD"));
		return -1;
	}
	if (record_reader_init(&reader, text.data, text.len))
		return -1;
	while ((ret = record_next(&reader, &row)) > 0) {
		const char *fault = NULL;

		if (*row.size)
			sum += strtonum(row.size, 0, INT32_MAX * 1024LL, &fault);
	}
	return ret ? -1 : sum;
}

/* ---- owners ------------------------------------------------------------- */

static int by_below(const void *a, const void *b)
{
	const struct dist_file *const *x = a, *const *y = b;

	return strcmp((*x)->below, (*y)->below);
}

void dist_owners_read(const struct venv *venv, const struct dists *dists,
		      struct dist_owners *owners)
{
	size_t left = DIST_RECORDS_MAX, rows = 0;

	*owners = (struct dist_owners){ 0 };
	owners->records = mem_array(dists->count + 1, sizeof(*owners->records));
	for (size_t i = 0; i < dists->count; i++) {
		struct dist_record *record = &owners->records[i];

		read_within(venv, &dists->list[i], record, &left);
		rows += record->count;
		if (rows > OWNED_MAX) {
			record->count = 0;
			record->problem = TOO_MUCH;
			left = 0;
		}
		for (size_t j = 0; j < record->count; j++) {
			if (!record->files[j].below)
				continue;
			owners->list = mem_grow(owners->list, owners->count, &owners->room,
						sizeof(*owners->list));
			owners->list[owners->count++] = &record->files[j];
		}
	}
	if (owners->count)
		qsort(owners->list, owners->count, sizeof(*owners->list), by_below);
}

/* The first whose path is not before BELOW; NULL: none is. */
static const struct dist_file *first_from(const struct dist_owners *owners, const char *below)
{
	size_t low = 0, high = owners->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(owners->list[middle]->below, below) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < owners->count ? owners->list[low] : NULL;
}

const struct dist_file *dist_owner(const struct dist_owners *owners, const char *below)
{
	const struct dist_file *file = first_from(owners, below);

	return file && streq(file->below, below) ? file : NULL;
}

bool dist_owns_below(const struct dist_owners *owners, const char *dir)
{
	const char *start = path_join(dir, "");
	const struct dist_file *file = first_from(owners, start);

	return file && starts_with(file->below, start);
}
