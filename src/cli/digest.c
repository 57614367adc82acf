/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/digest.h"

#include <nettle/nettle-meta.h>
#include <nettle/version.h>

#include "core/banned.h"

const struct digest_kind digest_sha256 = { &nettle_sha256, false };

/* PEP 376 and PEP 427 want at least SHA-256; some wrote others all the same. */
static const struct digest_kind others[] = {
	{ &nettle_sha384, false },
	{ &nettle_sha512, false },
	{ &nettle_sha1, true },
	{ &nettle_md5, true },
};

static bool is_named(const struct digest_kind *kind, const char *name, size_t len)
{
	const char *own = kind->hash->name;

	return strlen(own) == len && !memcmp(own, name, len);
}

const struct digest_kind *digest_named(const char *name, size_t len)
{
	if (is_named(&digest_sha256, name, len))
		return &digest_sha256;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (is_named(&others[i], name, len))
			return &others[i];
	return NULL;
}

void digest_start(struct digest *d, const struct digest_kind *kind)
{
	d->hash = kind->hash;
	d->hash->init(&d->state);
}

void digest_put(struct digest *d, const void *data, size_t len)
{
	d->hash->update(&d->state, len, data);
}

size_t digest_end(struct digest *d, uint8_t out[DIGEST_MAX])
{
	/* Until then one could ask for less than all of it. */
#if NETTLE_VERSION_MAJOR >= 4
	d->hash->digest(&d->state, out);
#else
	d->hash->digest(&d->state, d->hash->digest_size, out);
#endif
	return d->hash->digest_size;
}
