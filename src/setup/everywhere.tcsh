# Written by 'avenv setup --everywhere': .tcshrc or .cshrc reads it.
if ( ! $?PATH ) setenv PATH ''
if ( "$PATH:q" == '' ) setenv PATH /usr/local/bin:/usr/bin:/bin
if ( ! ( ":${PATH}:" =~ *:'@DATA@'/shims:* ) ) setenv PATH '@DATA@'/shims:"$PATH:q"
if ( ! $?BASH_ENV ) setenv BASH_ENV ''
if ( ! ( "$BASH_ENV:q" =~ */avenv/everywhere/bash* ) ) setenv AVENV_BASH_ENV "$BASH_ENV:q"
setenv BASH_ENV '@BASH_ENV@'
