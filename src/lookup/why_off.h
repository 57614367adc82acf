/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an environment is not turned on, and the command that changes that. */
#ifndef AVENV_WHY_OFF_H
#define AVENV_WHY_OFF_H

#include "context/context.h"
#include "finders/store.h"
#include "print/reason.h"
#include "records/refusal.h"

/* The reason why FOUND is not usable. Where the answers count, verdict_ask() is called. */
struct reason reason_of(struct context *ctx, const struct verdict *found);

/*
 * True if FOUND needs no further allow: a tree covers it, and it will be recorded when the shell
 * enters its project.
 */
bool reason_is_covered(struct context *ctx, const struct verdict *found);

/* FAULT hides environments from avenv: that, and the command that ends it. */
struct reason store_reason(const struct store_fault *fault);

/* The reason and the command in one text. */
const char *reason_text(struct context *ctx, const struct verdict *found);

/* Print reason_text() as an error. Returns -1. */
int reason_error(struct context *ctx, const struct verdict *found);

/*
 * WHY, that DIR has no environment, and the command that makes one; or, if avenv cannot see the
 * environments of a store, why not.
 */
struct reason reason_none_in(struct context *ctx, const char *why, const char *dir);

#endif
