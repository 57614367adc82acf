/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/mem.h"
#include "known/suggest.h"
#include "print/msg.h"

#include "core/banned.h"

// clang-format off
const struct command *const commands[] = {
	&cmd_setup,
	&cmd_hook,
	&cmd_allow,
	&cmd_deny,
	&cmd_forget,
	&cmd_status,
	&cmd_list,
	&cmd_pythons,
	&cmd_create,
	&cmd_use,
	&cmd_move,
	&cmd_packages,
	&cmd_freeze,
	&cmd_doctor,
	&cmd_repair,
	&cmd_recreate,
	&cmd_remove,
	&cmd_activate,
	&cmd_deactivate,
	&cmd_select,
	&cmd_off,
	&cmd_on,
	&cmd_run,
	&cmd_env,
	&cmd_path,
	&cmd_help,
	&cmd_complete,
	NULL,
};
// clang-format on

enum {
	/** getopt's codes for options without a letter */
	CODE_FIRST = 256,
	/** columns of the help that options have */
	LEFT_WIDTH = 26,
};

static bool help_wanted;

const struct option_spec common_options[] = {
	{ .letter = 'q', .name = "quiet", .help = "say only what went wrong", .flag = &msg_quiet },
	{ .name = "help", .help = "print this", .flag = &help_wanted },
	{ 0 },
};

const struct option_spec global_options[] = {
	{ .letter = 'C', .name = "", .arg = "DIR", .help = "as if in DIR" },
	{ .letter = 'V', .name = "version", .help = "print the version" },
	{ .letter = 'h', .name = "", .help = "print this" },
	{ 0 },
};

const struct command *command_find(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (streq(name, (*c)->name) || ((*c)->alias && streq(name, (*c)->alias)))
			return *c;
	return NULL;
}

int command_usage(const struct command *cmd, const char *fmt, ...)
{
	const char *text;
	va_list args;

	va_start(args, fmt);
	text = formatted(fmt, args);
	va_end(args);
	error("%s; see 'avenv %s%s--help'", text, cmd->name, *cmd->name ? " " : "");
	return EXIT_USAGE;
}

static void print_option(const struct option_spec *o)
{
	struct buf left = BUF_INIT;

	if (!o->help)
		return;
	if (o->letter) {
		buf_putc(&left, '-');
		buf_putc(&left, o->letter);
		buf_puts(&left, ", ");
	} else {
		buf_puts(&left, "    ");
	}
	buf_putl(&left, "--", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
	/* What is longer than the column has a line of its own. */
	if (left.len > LEFT_WIDTH)
		printf("  %s\n  %-*s %s\n", left.data, LEFT_WIDTH, "", o->help);
	else
		printf("  %-*s %s\n", LEFT_WIDTH, left.data, o->help);
}

void command_help(const struct command *cmd)
{
	printf("usage: avenv %s%s%s\n%s\n", cmd->name, *cmd->args ? " " : "", cmd->args,
	       cmd->summary);
	if (cmd->alias)
		printf("also: avenv %s\n", cmd->alias);
	printf("\n");
	for (const struct option_spec *o = cmd->options; o && o->name; o++)
		print_option(o);
	for (const struct option_spec *o = common_options; o->name; o++)
		print_option(o);
	if (cmd->example)
		printf("\nexample:\n  %s\n", cmd->example);
}

static void add_options(struct parser *p, const struct option_spec *o, struct buf *shorts)
{
	for (; o && o->name; o++) {
		size_t i = p->count++;

		p->specs[i] = o;
		p->longs[i] = (struct option){
			.name = o->name,
			.has_arg = o->arg ? required_argument : no_argument,
			.val = CODE_FIRST + (int)i,
		};
		if (!o->letter)
			continue;
		buf_putc(shorts, o->letter);
		if (o->arg)
			buf_putc(shorts, ':');
	}
}

static size_t count_options(const struct option_spec *o)
{
	size_t n = 0;

	while (o && o[n].name)
		n++;
	return n;
}

void command_parser(struct parser *p, const struct command *cmd)
{
	size_t n = count_options(cmd->options) + count_options(common_options);
	struct buf shorts = BUF_INIT;

	buf_puts(&shorts, cmd->stop_early ? "+:" : ":");
	p->count = 0;
	p->specs = mem_array(n + 1, sizeof(*p->specs));
	p->longs = mem_array(n + 1, sizeof(*p->longs));
	add_options(p, cmd->options, &shorts);
	add_options(p, common_options, &shorts);
	p->shorts = shorts.data;
}

const struct option_spec *command_option(const struct parser *p, int code)
{
	size_t i = 0;

	if (code >= CODE_FIRST)
		return p->specs[code - CODE_FIRST];
	while (p->specs[i]->letter != code)
		i++;
	return p->specs[i];
}

/* "--NAME" of "--NAME=VALUE". */
static const char *long_name(const char *typed)
{
	struct buf b = BUF_INIT;

	buf_put(&b, typed, strcspn(typed, "="));
	return b.data;
}

static void offer_options(struct suggestion *s, const struct option_spec *o)
{
	for (; o && o->name; o++)
		if (o->help)
			suggest_offer(s, o->name);
}

/* Those that NAME is the beginning of. */
static void put_begun(struct buf *b, const struct option_spec *o, const char *name)
{
	for (; o && o->name; o++)
		if (o->help && starts_with(o->name, name))
			buf_putl(b, b->len ? ", '--" : "'--", o->name, "'");
}

static int unknown_long(const struct command *cmd, const char *typed)
{
	const char *name = long_name(typed);
	struct buf b = BUF_INIT, begun = BUF_INIT;
	struct suggestion near;

	/* The beginning of a single one would have been taken for that. */
	put_begun(&begun, cmd->options, name + strlen("--"));
	put_begun(&begun, common_options, name + strlen("--"));
	if (begun.len)
		return command_usage(cmd, "option '%s' could be %s", shown(name), begun.data);
	suggest_init(&near, name + strlen("--"));
	offer_options(&near, cmd->options);
	offer_options(&near, common_options);
	if (cmd == &cmd_plain)
		suggest_offer(&near, "version");
	buf_putl(&b, "unknown option '", shown(name), "'");
	if (!suggest_put(&b, &near, "--"))
		return command_usage(cmd, "%s", b.data);
	error("%s", b.data);
	return EXIT_USAGE;
}

static int unknown_option(const struct command *cmd, const char *typed)
{
	const char *name = long_name(typed), *instead = option_gone(cmd, name);

	if (instead)
		return command_usage(cmd, "'%s' is gone: %s", name, instead);
	if (starts_with(typed, "--"))
		return unknown_long(cmd, typed);
	return command_usage(cmd, "unknown option '%s'", shown(typed));
}

/* The option that getopt_long() did not take, as typed. */
static int bad_option(const struct command *cmd, char **argv, int code)
{
	char letter[] = { '-', (char)optopt, '\0' };
	const char *typed = argv[optind - 1];

	/* For a letter, which may stand among others, it says which. */
	if (optopt > 0 && optopt < CODE_FIRST)
		typed = letter;
	if (code == ':')
		return command_usage(cmd, "option '%s' needs an argument", shown(typed));
	if (optopt >= CODE_FIRST)
		return command_usage(cmd, "option '%s' takes no argument", shown(long_name(typed)));
	return unknown_option(cmd, typed);
}

static void take_option(const struct option_spec *o)
{
	if (o->flag)
		*o->flag = true;
	else if (o->value)
		*o->value = optarg;
	else
		strings_add(o->values, optarg);
}

int command_run(const struct command *cmd, struct context *ctx, int argc, char **argv)
{
	struct parser parser;
	int code;

	command_parser(&parser, cmd);
	optind = 1;
	opterr = 0;
	while ((code = getopt_long(argc, argv, parser.shorts, parser.longs, NULL)) != -1) {
		if (code == '?' || code == ':')
			return bad_option(cmd, argv, code);
		take_option(command_option(&parser, code));
	}
	if (help_wanted) {
		command_help(cmd);
		return EXIT_DONE;
	}
	return cmd->run(ctx, argc - optind, argv + optind);
}
