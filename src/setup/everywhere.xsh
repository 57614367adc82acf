# Written by 'avenv setup --everywhere': rc.xsh reads it.
if '@DATA@' + '/shims' not in $PATH:
    $PATH.insert(0, '@DATA@' + '/shims')
if '/avenv/everywhere/bash' not in ${...}.get('BASH_ENV', ''):
    $AVENV_BASH_ENV = ${...}.get('BASH_ENV', '')
$BASH_ENV = '@BASH_ENV@'
