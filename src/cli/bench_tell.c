/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cli/bench.h"
#include "cli/json.h"
#include "cli/msg.h"
#include "cli/table.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	JSON_SCHEMA = 1,
};

/** What is to be expected of WHAT, as what it is to one $(true). */
static double expected(const struct shell *shell, enum bench_what what)
{
	bool fish = shell == &shell_fish;

	if (what == BENCH_IDLE || what == BENCH_IDLE_IN)
		return fish ? 0.2 : 0.1;
	if (what != BENCH_IN && what != BENCH_OUT && what != BENCH_ELSEWHERE)
		return -1;
	if (fish)
		return 2;
	return shell == &shell_zsh ? 1.7 : 1.6;
}

/* VALUE with so many DIGITS behind the point; NULL below 0: not known. */
static const char *number(double value, int digits)
{
	char *text = mem_alloc(32);

	if (value < 0)
		return NULL;
	snprintf(text, 32, "%.*f", digits, value);
	return text;
}

static const char *in_us(double ns)
{
	return number(ns / 1000, ns < 100000 ? 1 : 0);
}

static const char *in_ms(double ns)
{
	return number(ns / 1e6, ns < 1e7 ? 2 : 0);
}

/* ---- a table ------------------------------------------------------------ */

static void add_side(struct table *t, const struct bench_side *side,
		     enum bench_what what)
{
	table_add(t, in_us(bench_median(side, what)), COLOUR_PLAIN);
	table_add(t,
		  what == BENCH_START ? NULL :
					number(bench_ratio(side, what), 2),
		  COLOUR_PLAIN);
}

static void print_table(const struct bench_shell *s)
{
	static const struct {
		const char *text;
		enum bench_what what;
	} rows[] = {
		{ "$(true)", BENCH_TRUE },
		{ "prompt", BENCH_PROMPT },
		{ "- of that avenv", BENCH_IDLE },
		{ "- in a project", BENCH_IDLE_IN },
		{ "cd in", BENCH_IN },
		{ "cd out", BENCH_OUT },
		{ "cd elsewhere", BENCH_ELSEWHERE },
		{ "start-up", BENCH_START },
	};
	const struct table_column columns[] = {
		{ s->shell->name, false }, { "yours us", true },
		{ "x $(true)", true },     { "bare us", true },
		{ "x $(true)", true },     { "expected", true },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *most = number(expected(s->shell, rows[i].what), 2);
		struct buf b = BUF_INIT;

		table_add(&t, rows[i].text, COLOUR_PLAIN);
		add_side(&t, &s->sides[BENCH_YOURS], rows[i].what);
		add_side(&t, &s->sides[BENCH_BARE], rows[i].what);
		if (most)
			buf_putl(&b, "<= ", most);
		table_add(&t, b.data, COLOUR_FAINT);
	}
	table_add(&t, "- without avenv", COLOUR_PLAIN);
	table_add(&t, NULL, COLOUR_PLAIN);
	table_add(&t, NULL, COLOUR_PLAIN);
	add_side(&t, &s->sides[BENCH_NONE], BENCH_START);
	table_add(&t, NULL, COLOUR_PLAIN);
	table_print(&t, stdout);
}

/* Who is slow. */
static void print_sum(const struct bench_shell *s)
{
	const struct bench_side *yours = &s->sides[BENCH_YOURS];
	double prompt = bench_median(yours, BENCH_PROMPT);
	double idle = bench_median(yours, BENCH_IDLE);

	if (yours->failed)
		return;
	if (!yours->hooked)
		printf("The hook is not loaded in your %s: 'avenv setup %s' "
		       "loads it.\n",
		       s->shell->name, s->shell->name);
	else if (yours->off)
		printf("'cd' in your %s turns nothing on, as avenv is off "
		       "there, something else takes its place, or the hook is "
		       "another avenv's.\n",
		       s->shell->name);
	if (prompt >= 0 && idle >= 0)
		printf("A prompt takes %s ms in your %s; avenv's part, timed "
		       "alone, %s ms.\n",
		       in_ms(prompt), s->shell->name, in_ms(idle));
}

static void print_shell(const struct bench_shell *s)
{
	printf("\n%s %s", s->shell->name,
	       s->version ? shown(s->version) : "(it did not start)");
	for (size_t i = 0; i < s->found.count; i++)
		printf("%s%s", i ? ", " : " with ", shown(s->found.list[i]));
	printf("\n");
	print_table(s);
	print_sum(s);
}

void bench_tell(const struct bench_shell *list, size_t count,
		const struct names *facts)
{
	for (size_t i = 0; i < facts->count; i += 2)
		printf("%-13s %s\n", facts->list[i], shown(facts->list[i + 1]));
	for (size_t i = 0; i < count; i++)
		print_shell(&list[i]);
}

/* ---- JSON --------------------------------------------------------------- */

static void json_side(struct json *j, const char *name,
		      const struct bench_shell *s, enum bench_way way)
{
	const struct bench_side *side = &s->sides[way];

	json_object(j, name);
	json_bool(j, "failed", side->failed);
	json_bool(j, "hook", side->hooked);
	json_bool(j, "on", side->hooked && !side->off);
	json_list(j, "figures");
	for (enum bench_what i = 0; i < BENCH_WHATS; i++) {
		size_t count = bench_count(side, i);

		if (!count)
			continue;
		json_object(j, NULL);
		json_string(j, "what", bench_name(i));
		json_number(j, "ns", (long long)bench_median(side, i));
		json_real(j, "ratio",
			  i == BENCH_START ? -1 : bench_ratio(side, i));
		json_real(j, "expected", expected(s->shell, i));
		json_number(j, "rounds", (long long)count);
		json_object_end(j);
	}
	json_list_end(j);
	json_object_end(j);
}

static void json_shell(struct json *j, const struct bench_shell *s)
{
	json_object(j, NULL);
	json_string(j, "shell", s->shell->name);
	json_string(j, "version", s->version);
	json_list(j, "found");
	for (size_t i = 0; i < s->found.count; i++)
		json_string(j, NULL, s->found.list[i]);
	json_list_end(j);
	json_side(j, "yours", s, BENCH_YOURS);
	json_side(j, "bare", s, BENCH_BARE);
	json_side(j, "none", s, BENCH_NONE);
	json_object_end(j);
}

void bench_tell_json(const struct bench_shell *list, size_t count,
		     const struct names *facts)
{
	struct json j = JSON_INIT;

	json_object(&j, NULL);
	json_number(&j, "schema", JSON_SCHEMA);
	json_object(&j, "facts");
	for (size_t i = 0; i < facts->count; i += 2)
		json_string(&j, facts->list[i], facts->list[i + 1]);
	json_object_end(&j);
	json_list(&j, "shells");
	for (size_t i = 0; i < count; i++)
		json_shell(&j, &list[i]);
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}
