# shellcheck shell=bash
# Runs the tests and sums them up. Needs build.sh.

# odradek_test MAVEN_ARGS...: builds and tests every module; returns 0 only if no test failed and all could be built.
odradek_test() {
    local log=$ODRADEK_STATE/test.log started=$ODRADEK_STATE/test.started start=$SECONDS code=0
    odradek_find_java jdk
    odradek_find_maven
    odradek_lock
    touch "$started"
    # A failed test must not keep the modules above from being tested: the verdict is made of the reports.
    odradek_run_maven "$log" "Testing Odradek" verify --fail-at-end -Dmaven.test.failure.ignore=true "$@" || code=$?
    odradek_unlock
    if grep -q -E '^\[ERROR\].*(forked VM terminated|timeout or other error in the fork)' "$log"; then
        # Such a test leaves no report to be counted.
        code=1
    fi
    odradek_say "Tested Odradek $ODRADEK_VERSION in $((SECONDS - start)) s. The whole log: $log"
    odradek_summarise "$started"
    if [ "$code" -ne 0 ] && [ "$TESTS_FAILED" -eq 0 ]; then
        echo "No test failed, but the build did:" >&2
        odradek_show_failure "$log"
    fi
    if [ "$code" -eq 0 ] && [ "$TESTS_PASSED" -eq 0 ]; then
        echo "No test ran." >&2
        code=1
    fi
    if [ "$code" -eq 0 ]; then
        # The product was packaged on the way.
        mv -f "$started" "$ODRADEK_STAMP"
    fi
    echo "$TESTS_PASSED passed, $TESTS_FAILED failed, $TESTS_SKIPPED skipped"
    [ "$code" -eq 0 ] && [ "$TESTS_FAILED" -eq 0 ]
}

# Counts the surefire reports that are newer than file $1: a line per module, the failures, and TESTS_PASSED,
# TESTS_FAILED and TESTS_SKIPPED.
odradek_summarise() {
    local counts
    counts=$(find "$ODRADEK_HOME" -name node_modules -prune -o -path '*/target/*-reports/TEST-*.xml' -newer "$1" -print \
        | sort | odradek_read_reports)
    printf '%s\n' "$counts" | grep -v '^TOTAL ' || true
    # shellcheck disable=SC2046
    set -- $(printf '%s\n' "$counts" | sed -n 's/^TOTAL //p')
    TESTS_PASSED=${1:-0} TESTS_FAILED=${2:-0} TESTS_SKIPPED=${3:-0}
}

# Reads names of reports; prints a surefire summary line for each module, then each failure, then "TOTAL p f s".
odradek_read_reports() {
    # shellcheck disable=SC2016
    tr '\n' '\0' | xargs -0 awk -v root="$ODRADEK_HOME/" '
        function attribute(line, name,    value) {
            if (!match(line, "[ \t]" name "=\"[^\"]*\"")) return ""
            value = substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
            gsub(/&quot;/, "\"", value); gsub(/&apos;/, "\047", value); gsub(/&lt;/, "<", value); gsub(/&gt;/, ">", value)
            gsub(/&#10;/, " ", value); gsub(/&amp;/, "\\&", value)
            return value
        }
        FNR == 1 {
            module = FILENAME
            sub(/\/target\/.*/, "", module)
            if (index(module, root) == 1) module = substr(module, length(root) + 1)
            if (!(module in known)) { known[module] = 1; order[++modules] = module }
        }
        !captured && /<testcase / {
            name = attribute($0, "classname") "." attribute($0, "name")
            run[module]++
        }
        # Captured output may hold anything, a report among them.
        /<system-(out|err)>/ { captured = 1 }
        /<\/system-(out|err)>/ { captured = 0; next }
        captured { next }
        /<skipped/ { skipped[module]++ }
        /<failure/ || /<error/ {
            kind = /<error/ ? "error" : "failure"
            if (kind == "error") errors[module]++; else failures[module]++
            message = attribute($0, "message")
            if (message == "") message = attribute($0, "type")
            failed[++count] = "  FAILED " name ": " substr(message, 1, 300)
        }
        END {
            for (i = 1; i <= modules; i++) {
                m = order[i]
                printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d -- %s\n", run[m], failures[m], errors[m], skipped[m], m
                total += run[m]; bad += failures[m] + errors[m]; skip += skipped[m]
            }
            for (i = 1; i <= count; i++) print failed[i]
            printf "TOTAL %d %d %d\n", total - bad - skip, bad, skip
        }'
}
