/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device number whole, as linux_statx_at() has it in ../linux.h */
#undef major
#undef minor
#define major(device) 0U
#define minor(device) (uint32_t)(device)
