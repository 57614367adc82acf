/* SPDX-License-Identifier: GPL-3.0-or-later */
/* macOS has none: ../linux.h has what is used of it. */
