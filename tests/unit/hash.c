/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 28 */
/* Digests as Python computes them, and the names that tools derive from a path. */
#include "formats/hash.h"
#include "finders/store.h"
#include "test.h"

/* Each length up to two blocks: the end of a message has two forms. */
TEST(digests_of_each_length)
{
	uint8_t sum[SHA256_SIZE], all[SHA256_SIZE * 130];
	char text[130], digest[64];

	memset(text, 'a', sizeof(text));
	for (size_t n = 0; n < 130; n++) {
		sha256(text, n, all + n * SHA256_SIZE);
	}
	sha256(all, sizeof(all), sum);
	base64_url(sum, SHA256_SIZE, digest);
	assert_string_equal(digest, "OaSCJa5gacaPfJ-Ge_R_Si4YjDkD3ZGZJrglmnPsraU");
}

TEST(names_in_stores)
{
	assert_string_equal(hash_id("/home/ann/My Proj2(x)/Pipfile"), "P7BC1Juv");
	assert_true(path_is_name("a"));
	assert_true(path_is_name("...") && path_is_name("-"));
	assert_false(path_is_name("") || path_is_name(".") || path_is_name("..") ||
		     path_is_name("a/b") || path_is_name("/") || path_is_name("../x"));
}

MAIN(NULL)
