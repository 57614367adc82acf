# avenv: the hook for tcsh 6.22 and newer. eval "`avenv hook tcsh`" loads it, or sourcing the
# installed file. Loading it again sets the variables and aliases anew.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and evaluates
# the code that avenv-hook prints. src/hook.c describes the questions and the answers.
#
# csh has no functions, and an alias is one line. These patterns make up for that:
#
# - Steps. What would be a longer function is an alias that names others, in their order:
#   '_avenv_unwatch; _avenv_ask; _avenv_use'. Above a long one stands a tree of its steps, without
#   the aliases that only group steps.
# - Condition and step. tcsh expands a command before `if` tests: 'if ( $?X ) echo $X' is an error
#   if X is unset. And `if` knows no aliases. So it is 'if ( $?X ) eval STEP', and $X stands in the
#   alias STEP.
# - The `if` ends at the `;`. In 'if ( … ) eval A; B' the step B runs in any case.
# - After some 50 aliases a line is an "Alias loop". Each `eval` begins a new count.
# - Capture. In "`$program:q $word:q`" tcsh would expand the values of the variables once more. So
#   it is "`STEP`", and the alias STEP has the command.
#
# After an error in a step tcsh would remove the alias precmd, with what the user has in it. So our
# variables are all set below, and others are tested by $?X, except $cwd and $path, which tcsh sets.
#
# `eval "`avenv hook tcsh`"` joins the lines of this file: each ends in `;`, and the comments are
# taken out before. An alias gets its arguments by the character `!`, which `set histchars` can take
# away. So only the section `avenv` uses it. What would be an argument elsewhere, as the event, is
# in a variable.
#
# :q keeps each word of a value one word. x before a value keeps it from being read as an operator.
# `set echo` shows all of these lines at each prompt: csh cannot suspend that.

# ---- Variables ----

# The two programs
set _avenv_helper = '@HELPER@';
set _avenv_cli = '@AVENV@';
# Set by the answer: the helper's own state; the environment's name for the prompt, or nothing
set _avenv_state = '';
set _avenv_name = '';
# The variables on which the environment depends, now and at the last look; empty: look again
set _avenv_now = '';
set _avenv_last = '';
# The event that the next look tells the helper
set _avenv_event = prompt;
# Output of a program; the helper's: the answer, or nothing if it failed
set _avenv_out = '';
# Set by the answer: a line that the next prompt prints, or nothing
set _avenv_message = '';
# The name in parentheses, or nothing
set _avenv_shown = '';
# In the alias avenv: first the words as typed, and two dots; then nothing, if the command prints no
# code, else the words expanded
set _avenv_code = ( );
# In the alias avenv: its last command
set _avenv_final = ( );

# ---- The idle test ----

# _avenv_prompt
#   _avenv_after_command  looks because of a command of avenv; what that has to say is said at this
#                         prompt, too
#   _avenv_unchanged      set by the answer: empties _avenv_last if a file changed on which that
#                         answer depends
#   _avenv_note_now       sets _avenv_now
#   _avenv_compare        looks if it differs from _avenv_last
#   _avenv_say            prints _avenv_message
#   _avenv_show           puts the name into the prompt
alias _avenv_prompt '_avenv_after_command; eval _avenv_idle_test; _avenv_say; _avenv_show';
alias _avenv_after_command 'if ( $_avenv_event == command ) eval _avenv_look';
alias _avenv_idle_test '_avenv_unchanged; _avenv_note_now; _avenv_compare';
alias _avenv_unchanged :;
alias _avenv_compare 'if ( "$_avenv_now:q" != "$_avenv_last:q" ) eval _avenv_look';

# Which variables are set, and the values
alias _avenv_note_now '_avenv_note_set; _avenv_note_env; _avenv_note_disable';
alias _avenv_note_set 'set _avenv_now = "$?PATH$?VIRTUAL_ENV$?AVENV_DISABLE $cwd:q//$path:q"';
alias _avenv_note_env 'if ( $?VIRTUAL_ENV ) eval _avenv_add_env';
alias _avenv_add_env 'set _avenv_now = "$_avenv_now:q//$VIRTUAL_ENV:q"';
alias _avenv_note_disable 'if ( $?AVENV_DISABLE ) eval _avenv_add_disable';
alias _avenv_add_disable 'set _avenv_now = "$_avenv_now:q//$AVENV_DISABLE:q"';

# A look must not print: in "`cd x; pwd`" a child looks, and the line would become part of the
# value. So an answer sets _avenv_message, and the prompt prints it: by `printenv`, since in `echo`
# a backslash may be special.
alias _avenv_say 'if ( "x$_avenv_message:q" != x ) eval _avenv_print';
alias _avenv_print '_avenv_set_line; printenv _avenv_line; _avenv_unset_line';
alias _avenv_set_line 'setenv _avenv_line "avenv: $_avenv_message:q"; set _avenv_message = ""';
alias _avenv_unset_line 'unsetenv _avenv_line';

# ---- Asking the helper ----

# _avenv_look             asks because of $_avenv_event; 6 is SHELL_PROTOCOL, here and below
#   _avenv_unwatch        watches no file, and notes the variables: if the helper fails, or a ^C
#                         ends it, no prompt asks again until something changes
#   _avenv_ask            sets _avenv_out to the answer, or to nothing
#   _avenv_use            if there is an answer:
#     _avenv_apply        evaluates it, and notes the variables once more: what the answer changed,
#                         or could not change, is no change at the next prompt
alias _avenv_look '_avenv_unwatch; _avenv_ask; set _avenv_event = prompt; _avenv_use';
alias _avenv_unwatch 'alias _avenv_unchanged :; _avenv_note_last';
alias _avenv_note_last '_avenv_note_now; set _avenv_last = "$_avenv_now:q"';
alias _avenv_ask 'set _avenv_out = ""; if ( -x "$_avenv_helper:q" ) eval _avenv_get_answer';
alias _avenv_get_answer 'set _avenv_out = "`_avenv_asked`"; if ( $status ) set _avenv_out = ""';
# This is run in a child, where the variable may be set: the user's shell does not see that.
alias _avenv_asked 'if ( ! $?_OLD_VIRTUAL_PATH ) set _OLD_VIRTUAL_PATH = ""; _avenv_query';
alias _avenv_query '_avenv_tell "$_avenv_state:q" $cwd:q "$_OLD_VIRTUAL_PATH:q"';
alias _avenv_tell '$_avenv_helper:q tcsh 6 $_avenv_event';
alias _avenv_use 'if ( "x$_avenv_out:q" != x ) eval _avenv_apply';
alias _avenv_apply 'eval "$_avenv_out:q"; _avenv_note_last';

# An answer may end in one of these, to ask once more.
alias _avenv_recorded 'set _avenv_event = recorded; _avenv_look';
alias _avenv_checked 'set _avenv_event = checked; _avenv_look';

# An answer defines `deactivate` by this, while an environment is on. Without an answer it removes
# the entries in PATH, if those are the first ones, and the variables. tcsh puts the user's words
# behind an alias: `:` ignores them.
alias _avenv_deactivate 'set _avenv_event = deactivate; _avenv_look; _avenv_ensure; :';
alias _avenv_ensure 'if ( "x$_avenv_out:q" == x ) eval _avenv_drop';
alias _avenv_drop 'if ( $?VIRTUAL_ENV ) eval _avenv_drop_entry; _avenv_unset; _avenv_note_last';
alias _avenv_drop_entry 'if ( $#path ) eval _avenv_drop_first';
alias _avenv_drop_first 'if ( "$path[1]:q" == "$VIRTUAL_ENV:q/bin" ) eval _avenv_drop_bin';
alias _avenv_drop_bin 'shift path; if ( $#path ) eval _avenv_drop_no_pip';
alias _avenv_drop_no_pip 'if ( "$path[1]:t" == avenv-no-pip ) shift path';
alias _avenv_unset '_avenv_unset_env; set _avenv_name = ""; unalias deactivate';
alias _avenv_unset_env 'unsetenv VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV';

# ---- The name in the prompt ----

# The user's prompt follows '%$_avenv_shown%{%}': that shows the value of the variable at each
# prompt, and the empty %{%} ends the variable's name, as a letter may follow. In the alias the
# first $ is a character, the second gives the value. After `unset prompt` there is no prompt.
alias _avenv_show '_avenv_set_shown; if ( $?prompt ) eval _avenv_show_in_prompt';
alias _avenv_show_in_prompt 'if ( "$prompt:q" !~ *_avenv_shown* ) eval _avenv_put';
alias _avenv_put 'set prompt = %\$_avenv_shown"%{%}$prompt:q"';
alias _avenv_set_shown '_avenv_hide; _avenv_add_name; _avenv_unless_unwanted';
alias _avenv_hide 'set _avenv_shown = ""';
alias _avenv_add_name 'if ( "x$_avenv_name:q" != x ) eval _avenv_frame';
alias _avenv_frame 'set _avenv_shown = "($_avenv_name:q) "';
# A stock script shows the name by itself, or the user wants none.
alias _avenv_unless_unwanted '_avenv_unless_script; _avenv_unless_disabled';
alias _avenv_unless_script 'if ( $?_OLD_VIRTUAL_PROMPT ) eval _avenv_hide';
alias _avenv_unless_disabled 'if ( $?VIRTUAL_ENV_DISABLE_PROMPT ) eval _avenv_hide';

# ---- The alias avenv ----

# Some commands print code for this shell, or help. Any other may change which environment is found:
# the next prompt looks. The last command of the alias, $_avenv_final, gets the user's pipe or
# redirection, and its status is that of the alias. It is the program, or, after code, `true` or
# `false`. The steps are joined by `&&`: in `test -d x || avenv create` what follows a `;` would run
# even if the test succeeds.
#
# avenv WORDS
#   set _avenv_code         to WORDS quoted (:q): nothing is expanded, < and > are text
#   _avenv_choose           empties _avenv_code, unless the first word that is no option is one of
#                           the commands that print code, and there is no < or >
#   _avenv_reread           if it is not empty: sets it to WORDS, expanded
#   _avenv_do
#     _avenv_set_final      sets _avenv_final to the program, with what it is told about this shell
#     _avenv_if_code        if _avenv_code is not empty:
#       _avenv_run          runs the program with those words, and sets _avenv_final by its status
#       _avenv_use_output   evaluates code; after help, sets _avenv_final to the program again
#     _avenv_if_plain       if it is empty: makes the next prompt look
#   $_avenv_final WORDS     expanded once more: a command in backquotes in them runs once more, too
if ( $?prompt ) alias avenv '_avenv_start \!*:q . . && _avenv_go_on \!*';
alias _avenv_start 'set _avenv_code = ( \!* ) && eval _avenv_choose';
alias _avenv_go_on '_avenv_reread \!* && eval _avenv_do && $_avenv_final:q \!*';

# Two dots follow WORDS: a last -C takes one, and $_avenv_code[1] exists after all shifts.
alias _avenv_choose '_avenv_skip; _avenv_word; _avenv_redirected';
# Skip options, and the value of one that ends in C: -C, -qC; in -CC it is the second C.
alias _avenv_skip 'if ( "x$_avenv_code[1]:q" =~ x-* ) eval _avenv_shift';
alias _avenv_shift '_avenv_shift_value; shift _avenv_code; _avenv_skip';
alias _avenv_shift_value 'if ( "x$_avenv_code[1]:q" =~ x-*C ) eval _avenv_shift_next';
alias _avenv_shift_next 'if ( "x$_avenv_code[1]:q" !~ x-*C*C ) shift _avenv_code';
alias _avenv_word 'if ( "x$_avenv_code[1]:q" !~ x{{,de}activate,on,off,select} ) eval _avenv_none';
alias _avenv_redirected 'if ( "x$_avenv_code:q" =~ *[\<\>]* ) eval _avenv_none';
alias _avenv_none 'set _avenv_code = ( )';

alias _avenv_reread 'if ( $#_avenv_code ) set _avenv_code = ( \!* )';

alias _avenv_do '_avenv_set_final; _avenv_if_code; _avenv_if_plain';
alias _avenv_set_final '_avenv_final_env; _avenv_final_old; _avenv_final_program';
alias _avenv_final_program '_avenv_final_add $_avenv_cli:q; _avenv_unless_there';
alias _avenv_unless_there 'if ( ! -x "$_avenv_cli:q" ) eval _avenv_set_gone';
alias _avenv_set_gone 'set _avenv_final = ( sh -c "$_avenv_gone:q" $_avenv_cli:q )';
set _avenv_gone = 'echo "avenv: \047$0\047 is gone; \047exec tcsh\047 starts a shell without it"';
set _avenv_gone = "$_avenv_gone:q >&2; exit 127";
alias _avenv_final_env 'set _avenv_final = ( env ); _avenv_final_shell; _avenv_final_state';
# `env` takes the last of two values: the empty one hides an inherited one.
alias _avenv_final_shell '_avenv_final_add AVENV_SHELL="tcsh 6" AVENV_OLD_PATH=';
alias _avenv_final_state '_avenv_final_add AVENV_STATE="$_avenv_state:q"';
alias _avenv_final_old 'if ( $?_OLD_VIRTUAL_PATH ) eval _avenv_final_old_path';
alias _avenv_final_old_path '_avenv_final_add AVENV_OLD_PATH="$_OLD_VIRTUAL_PATH:q"';
alias _avenv_final_add 'set _avenv_final = ( $_avenv_final:q \!* )';

alias _avenv_if_code 'if ( $#_avenv_code ) eval _avenv_run_code';
alias _avenv_run_code '_avenv_run; _avenv_use_output';
alias _avenv_run 'set _avenv_out = "`_avenv_call`"; _avenv_keep_status';
alias _avenv_call '$_avenv_final:q $_avenv_code:q';
# An alias has no `else`: `false` if the program failed, then `true` if it is not `false`. $status
# is read first, as each step sets it. Without `anyerror` it is 0, but a program that failed has
# printed nothing.
alias _avenv_keep_status '_avenv_if_failed; _avenv_unless_failed';
alias _avenv_if_failed 'if ( $status || "x$_avenv_out:q" == x ) set _avenv_final = false';
alias _avenv_unless_failed 'if ( "$_avenv_final:q" != false ) set _avenv_final = true';
# Code begins with `: avenv`, help with `usage`.
alias _avenv_use_output 'if ( "x$_avenv_out:q" =~ "x: avenv"* ) eval _avenv_apply; _avenv_help';
alias _avenv_help 'if ( "x$_avenv_out:q" =~ xusage* ) eval _avenv_set_final';

alias _avenv_if_plain 'if ( ! $#_avenv_code ) set _avenv_event = command';

# ---- Completion ----

# At each TAB a child evaluates the completion, which prints the candidates.
if ( $?prompt ) complete avenv 'p@*@`_avenv_complete`@';
alias _avenv_complete 'if ( -x "$_avenv_cli:q" ) eval _avenv_candidates';
alias _avenv_candidates 'eval "`_avenv_completion`"';
alias _avenv_completion '$_avenv_cli:q hook --completion tcsh';

# ---- cd, and loading ----

alias _avenv_cd 'set _avenv_event = cd; _avenv_look';

# The user's own aliases run before ours. tcsh lists a control character as two: ^ and a letter, and
# escape as ^[. Nothing tells it from these two characters in the text. So an alias that has ^ and
# one of [[A-Z] is left alone. For cwdcmd nothing is lost: the next prompt looks. For precmd a line
# asks the user to end it in ours.
alias _avenv_extend_cwdcmd 'alias cwdcmd "$_avenv_out:q;_avenv_cd"';
alias _avenv_extend_precmd 'alias precmd "$_avenv_out:q;_avenv_prompt"';
alias _avenv_request 'echo "avenv: control characters in precmd: end that alias in ;_avenv_prompt"';
if ( $?prompt ) set _avenv_out = "`alias cwdcmd`";
if ( $?prompt && "x$_avenv_out:q" !~ {*_avenv_cd*,*^[[A-Z]*} ) eval _avenv_extend_cwdcmd;
if ( $?prompt ) set _avenv_out = "`alias precmd`";
if ( $?prompt && "x$_avenv_out:q" !~ {*_avenv_prompt*,*^[[A-Z]*} ) eval _avenv_extend_precmd;
if ( "x$_avenv_out:q" =~ *^[[A-Z]* && "x$_avenv_out:q" !~ *_avenv_prompt* ) eval _avenv_request;
