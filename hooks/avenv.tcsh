# avenv: the hook for tcsh 6.22 and newer.
#
# Loaded by  eval "`avenv hook tcsh`"  or by sourcing the installed file; loading it again resets it.
# The hook runs the helper and evaluates its answer: src/hook.c has the protocol. tcsh has no functions:
# aliases, each one line, which ends in `;`. The condition of an `if` that is not true still has the
# variables of its command expanded: each command that has some is an alias, run by `eval`.
set _avenv_helper = '@HELPER@';
set _avenv_cli = '@AVENV@';
set _avenv_state = -; set _avenv_name = ''; set _avenv_last = ''; set _avenv_watch = ''; set _avenv_mark = '';
set _avenv_event = ''; set _avenv_out = ''; set _avenv_old = ''; set _avenv_word = '';

# One string has all that changes the answer. The variables may be unset.
alias _avenv_now 'set _avenv_new = "x$cwd:q//$?_OLD_VIRTUAL_PATH//$path:q"; if ( $?VIRTUAL_ENV ) eval _avenv_now_env; if ( $?AVENV_ENV ) eval _avenv_now_ours; if ( $?AVENV_DISABLE ) eval _avenv_now_off; if ( ! $?PATH ) set _avenv_new = "$_avenv_new:q//";';
alias _avenv_now_env 'set _avenv_new = "$_avenv_new:q//$VIRTUAL_ENV:q"';
alias _avenv_now_ours 'set _avenv_new = "$_avenv_new:q///$AVENV_ENV:q"';
alias _avenv_now_off 'set _avenv_new = "$_avenv_new:q////$AVENV_DISABLE:q"';

# Run at each prompt. The helper does not run if nothing has changed since the last answer.
alias _avenv_prompt 'eval "$_avenv_watch:q"; _avenv_now; if ( "$_avenv_new:q" != "$_avenv_last:q" ) eval "_avenv_look $_avenv_next"; set _avenv_next = prompt; if ( ! ( "$prompt:q" =~ *_avenv_mark* ) ) eval _avenv_put_mark;';
set _avenv_next = prompt; set _avenv_ref = '%$_avenv_mark';
alias _avenv_put_mark 'set prompt = "$_avenv_ref$prompt:q"';

# Run the helper; the argument is the event. Without an answer it is not run again before the next
# change. The question is an alias, in which values are expanded once.
alias _avenv_ask '$_avenv_helper:q tcsh 6 $_avenv_event $_avenv_state:q $cwd:q "$_avenv_old:q"';
alias _avenv_get_old 'set _avenv_old = "$_OLD_VIRTUAL_PATH:q"';
alias _avenv_look 'set _avenv_event = \!:1; _avenv_watch_none; _avenv_old_path; _avenv_now; set _avenv_last = "$_avenv_new:q"; set _avenv_ok = 1; if ( -x "$_avenv_helper:q" ) eval _avenv_run; if ( ! $_avenv_ok ) eval _avenv_apply;';
alias _avenv_watch_none 'set _avenv_watch = ""';
alias _avenv_old_path 'set _avenv_old = ""; if ( $?_OLD_VIRTUAL_PATH ) eval _avenv_get_old';
alias _avenv_run 'set _avenv_out = "`_avenv_ask`"; set _avenv_ok = $status';
alias _avenv_apply 'eval "$_avenv_out:q"; _avenv_now; set _avenv_last = "$_avenv_new:q"; set _avenv_mark = ""; if ( "x$_avenv_name:q" != x && ! $?_OLD_VIRTUAL_PROMPT && ! $?VIRTUAL_ENV_DISABLE_PROMPT ) set _avenv_mark = "($_avenv_name:q) ";';

# A line for the user, whose setting of echo is not for it.
alias _avenv_say 'if ( ! $?echo_style ) set echo_style = bsd; set _avenv_style = $echo_style; set echo_style = none; echo avenv: "$_avenv_text:q"; set echo_style = $_avenv_style';

# `deactivate` while an environment is on. Without an answer the entry goes if it is the first one.
alias _avenv_deactivate '_avenv_look deactivate; if ( $_avenv_ok ) eval _avenv_drop; : \!*';
alias _avenv_drop 'if ( "$path[1]:q" == "$_avenv_entry:q" ) shift path; unsetenv VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV; set _avenv_mark = ""; unalias deactivate';

# Some commands print code for this shell; any other may change which environment is found: the next
# prompt looks. The last command in the alias is the one that a pipe reads and a redirection is for.
alias _avenv_call '\env AVENV_SHELL="tcsh 6" AVENV_STATE="$_avenv_state:q" AVENV_OLD_PATH="$_avenv_old:q" $_avenv_cli:q';
alias _avenv_pick 'set _avenv_code = 0; if ( "x$_avenv_w[1]" =~ $_avenv_codes || ( "x$_avenv_w[1]" =~ x-[-qv]* && "x$_avenv_w[2]" =~ $_avenv_codes ) || ( "x$_avenv_w[1]" == x-C && ( "x$_avenv_w[3]" =~ $_avenv_codes || "x$_avenv_w[3]" =~ x-[-qv]* && "x$_avenv_w[4]" =~ $_avenv_codes ) ) ) set _avenv_code = 1; if ( "x$_avenv_w:q" =~ *">"* ) set _avenv_code = 0';
set _avenv_codes = 'x{activate,deactivate,on,off,select}';
alias _avenv_words '_avenv_call $_avenv_w:q';
alias _avenv_print 'set _avenv_out = "`_avenv_words`"; set _avenv_ok = $status; set _avenv_do = ( true ); if ( $_avenv_ok ) set _avenv_do = ( false ); if ( "x$_avenv_out:q" =~ "x: avenv"* ) eval _avenv_apply;';
alias _avenv_plain 'set _avenv_do = ( env AVENV_SHELL="tcsh 6" AVENV_STATE="$_avenv_state:q" AVENV_OLD_PATH="$_avenv_old:q" "$_avenv_cli:q" ); set _avenv_next = command; set _avenv_last = ""';
if ( $?prompt ) alias avenv 'set _avenv_w = ( \!*:q . . . . ); _avenv_pick; _avenv_old_path; if ( $_avenv_code ) set _avenv_w = ( \!* ); if ( $_avenv_code ) eval _avenv_print; if ( ! $_avenv_code ) eval _avenv_plain; $_avenv_do:q \!*';

# The user's own aliases run before ours.
if ( $?prompt ) set _avenv_out = "`alias precmd`";
if ( $?prompt && ! ( "x$_avenv_out:q" =~ *_avenv_prompt* ) ) alias precmd "$_avenv_out:q;_avenv_prompt";
if ( $?prompt ) set _avenv_out = "`alias cwdcmd`";
if ( $?prompt && ! ( "x$_avenv_out:q" =~ *_avenv_look* ) ) alias cwdcmd "$_avenv_out:q;_avenv_look cd";

# Each TAB loads the completion, in a child.
alias _avenv_complete 'if ( -x "$_avenv_cli:q" ) eval _avenv_candidates';
alias _avenv_candidates 'eval "`_avenv_completion`"';
alias _avenv_completion '$_avenv_cli:q hook --completion tcsh';
if ( $?prompt ) complete avenv 'p@*@`_avenv_complete`@';
