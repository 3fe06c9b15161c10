_jkr_completion() {
    local IFS=$'\n' current prefix='' line i
    local -a words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do # bash divides --theme=tar at the sign
        line=${COMP_WORDS[i]}
        if ((${#words[@]} > 1)) && { [[ $line == '=' && ${words[${#words[@]} - 1]} == --* ]] ||
            [[ ${words[${#words[@]} - 1]} == --*= ]]; }; then
            words[${#words[@]} - 1]+=$line
        else
            words+=("$line")
        fi
    done
    current=${COMP_WORDS[COMP_CWORD]}
    [[ $current == --*=* ]] && prefix=${current%%=*}=
    COMPREPLY=()
    while read -r line; do
        [[ -n $line ]] || continue
        case $current in
            \"* | \'*) COMPREPLY+=("$line") ;; # bash closes the quotes itself
            *) COMPREPLY+=("$prefix$(printf %q "$line")") ;;
        esac
    done < <(
        env COMP_WORDS="${words[*]}" COMP_CWORD=$((${#words[@]} - 1)) _JKR_COMPLETE=complete_bash "$1" 2> /dev/null
    )
}

complete -o default -F _jkr_completion jkr
