/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of requirements, as `avenv freeze -r` takes them.  An input is a byte
 * for the pip, and the file.
 */
#include "lib/fuzz.h"

#include "cli/dist_parts.h"
#include "cli/freeze.h"
#include "core/path.h"

static const char *const pips[] = { "9.0", "18.1", "20.3", "21.3", NULL };
static struct dist_site site = { .path = "/e/lib", .local = true };

/* What is installed: each line of it is known, whatever is asked for. */
static void make_dists(struct dists *dists, const char *pip)
{
	static struct dist list[] = {
		{ .name = "a", .version = "1.0", .key = "a" },
		{ .name = "b_c", .version = "2", .key = "b-c" },
		{ .name = "D", .version = "weird", .key = "d", .legacy = true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(list); i++) {
		list[i].site = &site;
		list[i].local = true;
		list[i].entry = list[i].path = list[i].metadata = "";
	}
	*dists = (struct dists){
		.major = 3,
		.minor = 11,
		.pip = pip_rules(pip, 3, 11, false),
		.list = list,
		.count = ARRAY_SIZE(list),
	};
	dists_index(dists);
}

static size_t occurrences(const struct buf *out, const char *line)
{
	const char *text = out->data;
	size_t n = 0, len = strlen(line);

	while (*text) {
		size_t here = strcspn(text, "\n");

		n += here == len && !memcmp(text, line, len);
		text += here + (text[here] == '\n');
	}
	return n;
}

/* The LEN bytes at FILE with LINE behind them, on its own; NULL: FILE alone. */
static int freeze_file(const char *pip, const uint8_t *file, size_t len,
		       const char *line, struct buf *out)
{
	const char *names[] = { scratch_at("requirements.txt") };
	struct names files = { names, 1, 1 }, none = { 0 };
	struct buf text = BUF_INIT;
	struct dists dists;
	struct freeze wanted = {
		.dists = &dists,
		.env = "/e",
		.excludes = &none,
		.files = &files,
	};

	make_dists(&dists, pip);
	buf_put(&text, (const char *)file, len);
	if (line)
		buf_putl(&text, "\n", line);
	scratch_file("requirements.txt", text.data, text.len);
	return freeze(&wanted, out);
}

/* What is a comment, and what is not, is no matter of the lines before. */
static void check_comments(const char *pip, const uint8_t *file, size_t len)
{
	struct buf out = BUF_INIT, refused = BUF_INIT;

	CHECK(!freeze_file(pip, file, len, "a # x", &out));
	CHECK(occurrences(&out, "a==1.0") == 1);
	CHECK(freeze_file(pip, file, len, "a#x", &refused));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	const char *pip = pips[input_byte(&in) % ARRAY_SIZE(pips)];
	size_t len = (size_t)(in.end - in.at);
	struct buf out = BUF_INIT;

	if (!freeze_file(pip, in.at, len, NULL, &out)) {
		TAKEN();
		CHECK(out.len && out.data[out.len - 1] == '\n');
		CHECK(strlen(out.data) == out.len);
		/* All that is installed is there, and just once. */
		CHECK(occurrences(&out, "a==1.0") == 1);
		CHECK(occurrences(&out, "b_c==2") == 1);
		CHECK(occurrences(&out, "D===weird") == 1);
		check_comments(pip, in.at, len);
	}
	mem_reset();
	return 0;
}
