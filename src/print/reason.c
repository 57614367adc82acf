/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/reason.h"

#include "core/buf.h"
#include "print/msg.h"
#include "print/paste.h"

const char *reason_line(struct reason r)
{
	const char *why = *r.why && *r.next ? joined(r.why, "; ") : r.why;

	return *r.next ? formatted("%s%s %s", why, paste_quoted(r.next), r.does) : why;
}
