# Written by 'avenv setup --everywhere': rc.xsh reads it.
if '@DATA@' + '/shims' not in $PATH:
    $PATH.insert(0, '@DATA@' + '/shims')
if not ${...}.get('BASH_ENV', '').endswith('/avenv/everywhere/bash'):
    $AVENV_BASH_ENV = ${...}.get('BASH_ENV', '')
$BASH_ENV = '@DATA@' + '/everywhere/bash'
