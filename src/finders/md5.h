/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MD5 (RFC 1321): pdm names environments by it. */
#ifndef AVENV_MD5_H
#define AVENV_MD5_H

#include <stdint.h>

#include "core/base.h"

enum {
	/** bytes */
	MD5_SIZE = 16,
};

void md5(const void *data, size_t len, uint8_t sum[MD5_SIZE]);

#endif
