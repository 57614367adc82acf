/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 28 */
/* Digests, by the examples of their standards, and the names that tools make of a path. */
#include "core/mem.h"
#include "finders/hash.h"
#include "finders/store.h"
#include "test.h"

// clang-format off
static const struct {
	const char *text, *sha256, *md5;
} digests[] = {
	{ "", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "1B2M2Y8AsgTpgAmY7PhCfg" },
	{ "abc", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", "kAFQmDzST7DWlj99KOF_cg" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "JI1qYdIGOLjlwCaTDD5gOaM85Flk_yFn9uzt1BnbBsE", "ghXvB5aiC8qq4RbTh2xmSg" },
};
// clang-format on

static const char *base64(const uint8_t *sum, size_t len)
{
	char *text = mem_alloc(64);

	base64_url(sum, len, text);
	return text;
}

TEST(digests_of_the_standards)
{
	uint8_t sum[SHA256_SIZE];

	foreach(row, digests) {
		sha256(row->text, strlen(row->text), sum);
		row_text(row->text, base64(sum, SHA256_SIZE), row->sha256);
		md5(row->text, strlen(row->text), sum);
		row_text(row->text, base64(sum, MD5_SIZE), row->md5);
	}
}

/* Each length up to two blocks: the end of a message has two forms. */
TEST(digests_of_each_length)
{
	uint8_t sum[SHA256_SIZE], all[SHA256_SIZE * 130], sums[MD5_SIZE * 130];
	char text[130];

	memset(text, 'a', sizeof(text));
	for (size_t n = 0; n < 130; n++) {
		sha256(text, n, all + n * SHA256_SIZE);
		md5(text, n, sums + n * MD5_SIZE);
	}
	sha256(all, sizeof(all), sum);
	assert_string_equal(base64(sum, SHA256_SIZE),
			    "OaSCJa5gacaPfJ-Ge_R_Si4YjDkD3ZGZJrglmnPsraU");
	md5(sums, sizeof(sums), sum);
	assert_string_equal(base64(sum, MD5_SIZE), "KmM3Zu60YptweRVtwjxkfg");
}

TEST(names_in_stores)
{
	assert_string_equal(hash_id("/home/ann/My Proj2(x)/Pipfile"), "P7BC1Juv");
	assert_true(store_is_name("a"));
	assert_true(store_is_name("...") && store_is_name("-"));
	assert_false(store_is_name("") || store_is_name(".") || store_is_name("..") ||
		     store_is_name("a/b") || store_is_name("/") || store_is_name("../x"));
}

MAIN(NULL)
