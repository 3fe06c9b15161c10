#compdef jkr

_jkr_completion() {
    local -a candidates
    local line=${(pj:\n:)words[1,CURRENT]}
    candidates=("${(@f)$(
        env COMP_WORDS="$line" COMP_CWORD=$((CURRENT - 1)) _JKR_COMPLETE=complete_bash jkr 2> /dev/null
    )}")
    candidates=(${candidates:#})
    [[ $PREFIX == --*=* ]] && compset -P 1 '*='
    if (($#candidates)); then
        compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -- $candidates
    else
        _files
    fi
}

if [[ $funcstack[1] == _jkr ]]; then
    _jkr_completion "$@"
else
    compdef _jkr_completion jkr
fi
