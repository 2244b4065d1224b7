# shellcheck shell=bash
# One line that says how far Maven is. On a terminal it is rewritten in place; elsewhere a line is printed whenever
# there is something new to say, and at least once a minute.

# odradek_watch PID LOG TITLE: follows LOG until the process ends.
odradek_watch() {
    local process=$1 title=$3 line='' rest='' ended='' start=$SECONDS printed=-1000
    WATCH_MODULE='' WATCH_PLACE='' WATCH_PASSED=0 WATCH_FAILED=0 WATCH_NEWS=''
    exec 3< "$2"
    while :; do
        kill -0 "$process" 2>/dev/null || ended=yes
        while IFS= read -r line <&3; do
            odradek_watch_line "$rest$line"
            rest=''
        done
        # What read left behind at the end of the file is the beginning of a line that is still being written.
        rest=$rest$line
        [ -z "$ended" ] || break
        if [ -t 2 ]; then
            odradek_status "$title" $((SECONDS - start))
            printf '\r\033[K%s' "$WATCH_STATUS" >&2
        elif [ -n "$WATCH_NEWS" ] || [ $((SECONDS - printed)) -ge 60 ]; then
            odradek_status "$title" $((SECONDS - start))
            echo "$WATCH_STATUS" >&2
            printed=$SECONDS WATCH_NEWS=''
        fi
        sleep 0.3
    done
    exec 3<&-
    [ ! -t 2 ] || printf '\r\033[K' >&2
}

# Takes in one line of Maven's output.
odradek_watch_line() {
    local text=$1 run failures errors skipped
    case $text in
        '[INFO] Building '*']')
            # [INFO] Building Odradek io: storage 0.1.0-SNAPSHOT   [7/19]
            text=${text#'[INFO] Building '}
            WATCH_PLACE=${text##*'['}
            WATCH_PLACE=${WATCH_PLACE%]}
            WATCH_MODULE=${text%% [0-9]*}
            WATCH_MODULE=${WATCH_MODULE#Odradek }
            WATCH_NEWS=yes
            ;;
        *'Tests run: '*' -- in '*)
            run=${text#*Tests run: } failures=${text#*Failures: } errors=${text#*Errors: } skipped=${text#*Skipped: }
            failures=$((${failures%%,*} + ${errors%%,*}))
            WATCH_FAILED=$((WATCH_FAILED + failures))
            WATCH_PASSED=$((WATCH_PASSED + ${run%%,*} - failures - ${skipped%%,*}))
            if [ ! -t 2 ] || [ "$failures" -gt 0 ]; then
                odradek_say "  ${text#*] }"
            fi
            ;;
    esac
}

# Prints a line that stays, above the progress line.
odradek_say() {
    if [ -t 2 ]; then
        printf '\r\033[K%s\n' "$1" >&2
    else
        echo "$1" >&2
    fi
}

# odradek_status TITLE SECONDS: the progress line, into WATCH_STATUS.
odradek_status() {
    WATCH_STATUS="$1: "
    if [ -n "$WATCH_PLACE" ]; then
        WATCH_STATUS="${WATCH_STATUS}module ${WATCH_PLACE%/*} of ${WATCH_PLACE#*/} ($WATCH_MODULE)"
    else
        WATCH_STATUS="${WATCH_STATUS}starting Maven"
    fi
    if [ $((WATCH_PASSED + WATCH_FAILED)) -gt 0 ]; then
        WATCH_STATUS="$WATCH_STATUS, $WATCH_PASSED passed, $WATCH_FAILED failed"
    fi
    WATCH_STATUS="$WATCH_STATUS $2 s"
}
