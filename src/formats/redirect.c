/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/redirect.h"

#include <limits.h>

#include "core/mem.h"

const char *redirect_parse(const char *data, size_t len)
{
	if (len && data[len - 1] == '\n')
		len--;
	if (len && data[len - 1] == '\r')
		len--;
	if (!len || len >= PATH_MAX || memchr(data, '\n', len) || memchr(data, '\0', len))
		return NULL;
	return mem_dup(data, len);
}
