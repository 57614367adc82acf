# shellcheck shell=sh disable=SC2016
# Written by 'avenv setup --everywhere': PATH with the shims, and BASH_ENV. Login shells read it.
case :${PATH-}: in
*:'@DATA@'/shims:*) ;;
*) export PATH='@DATA@'/shims:"${PATH:-/usr/local/bin:/usr/bin:/bin}" ;;
esac
case ${BASH_ENV-} in
*/avenv/everywhere/bash*) ;; # of another home directory
*) export AVENV_BASH_ENV="${BASH_ENV-}" ;;
esac
export BASH_ENV='@BASH_ENV@'
