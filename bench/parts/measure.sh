# One measurement: a command's time, CPU and peak memory, appended to figures.tsv as
# name, repetition, rows, seconds, CPU seconds, peak KiB.

# measure NAME ROWS REQUESTS COMMAND…: REQUESTS is how many calls the provider must have seen, so that no client is fast by not calling.
measure() {
    local name=$1 rows=$2 requests=$3 before after
    shift 3
    before=$(served)
    if ! /usr/bin/time -q -f '%e %U %S %M' -o "$work/time" -- "$@" >"$work/out" 2>"$work/err"; then
        tail -n 20 "$work/out" "$work/err" >&2
        die "$name failed: $*"
    fi
    after=$(served)
    [[ $((after - before - 1)) -eq $requests ]] ||
        die "$name: the provider answered $((after - before - 1)) requests, not $requests"
    record "$name" "$rows" "$(sed -n 's/^answered [0-9]* seconds //p' "$work/out")"
}

# record NAME ROWS SECONDS: without seconds of its own (which leave out start-up) a command is given the whole process's.
record() {
    local seconds user system peak
    read -r seconds user system peak <"$work/time"
    awk -v OFS='\t' -v name="$1" -v repetition="$repetition" -v rows="$2" -v seconds="${3:-$seconds}" -v user="$user" -v sys="$system" \
        -v peak="$peak" 'BEGIN { print name, repetition, rows, seconds, user + sys, peak }' >>"$work/figures.tsv"
    tail -n 1 "$work/figures.tsv" |
        awk -F '\t' '{ printf "  %-32s %9d rows %9.2f s %9d rows/s %8.1f MB\n", $1, $3, $4, $3 / $4, $6 / 1024 }' >&2
}

# rows_file FILE COUNT: a CSV of different short prompts, without anything that would need quoting.
rows_file() {
    awk -v count="$2" 'BEGIN {
        print "id,text"
        for (i = 1; i <= count; i++)
            print i ",Order " 1000000 + i " of customer " i * 7919 % 99991 " has not arrived yet and nobody answers the phone"
    }' >"$1"
}
