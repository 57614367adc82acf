/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/finding.h"

#include "core/mem.h"

#include "core/banned.h"

struct finding *findings_add(struct findings *findings, const char *id,
			     const char *subject, const char *text)
{
	struct finding *finding;

	findings->list = mem_grow(findings->list, findings->count,
				  &findings->room, sizeof(*findings->list));
	finding = &findings->list[findings->count++];
	*finding = (struct finding){ .id = id,
				     .subject = subject,
				     .text = text };
	return finding;
}
