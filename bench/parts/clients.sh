# What is measured. Every function is one measurement, named as in the report.

program=$root/artifacts/bin/Nightshift.Cli/release/Nightshift.Cli
loop=$root/artifacts/bin/HttpClientLoop/release/HttpClientLoop
prompt='Answer in one word: {{text}}'

wrk_ceiling() {
    /usr/bin/time -q -f '%e %U %S %M' -o "$work/time" -- \
        wrk -t 1 -c "$concurrency" -d "${wrk_seconds}s" -s "$root/bench/clients/wrk/post.lua" "$address/chat/completions" >"$work/out" 2>&1 ||
        { cat "$work/out" >&2; die "wrk failed"; }
    if grep -E 'Non-2xx|Socket errors' "$work/out" >&2; then die "wrk met errors"; fi
    local answered
    answered=$(sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' "$work/out")
    record "wrk" "$answered" "$(awk -v n="$answered" '/^Requests\/sec/ { print n / $2 }' "$work/out")"
}

http_client_loop() { measure "HttpClient loop" "$rows" "$rows" "$loop" "$work/rows.csv" "$address" "$concurrency"; }

openai_npm() {
    measure "openai npm + p-limit" "$slow_rows" "$slow_rows" node "$work/openai-npm/loop.mjs" "$work/slow.csv" "$address" "$concurrency"
}

aiohttp_loop() {
    measure "aiohttp + semaphore" "$slow_rows" "$slow_rows" "$python" "$root/bench/clients/aiohttp/loop.py" "$work/slow.csv" "$address" "$concurrency"
}

start_up() { measure "start-up (--version)" 1 0 "$program" --version; }

# run_job NAME INPUT ROWS OPTION…: the whole way from CSV to CSV in a fresh home folder, and whether every row has its answer.
run_job() {
    local name=$1 input=$2 count=$3 complete
    shift 3
    rm -rf "$work/home" "$work/answers.csv"
    measure "$name" "$count" "$count" "$program" run "$input" --home "$work/home" --model openai/bench --base-url "$address" --prompt "$prompt" \
        --output "$work/answers.csv" "$@"
    complete=$(grep -c ',delivery,' "$work/answers.csv" || true)
    [[ $complete -eq $count ]] || die "$name: $complete of $count rows have their answer in the output"
}

nightshift_run() { run_job "nightshift run" "$work/rows.csv" "$rows"; }

nightshift_results() {
    measure "nightshift results" "$rows" 0 "$program" results 1 --home "$work/home" --output "$work/again.csv"
    cmp -s "$work/answers.csv" "$work/again.csv" || die "results wrote another file than run did"
}

nightshift_same_concurrency() { run_job "nightshift run --concurrency $concurrency" "$work/rows.csv" "$rows" --concurrency "$concurrency"; }

nightshift_no_dedupe() { run_job "nightshift run --no-dedupe" "$work/rows.csv" "$rows" --no-dedupe; }

nightshift_submit() {
    rm -rf "$work/intake"
    measure "nightshift submit" "$rows" 0 "$program" submit "$work/rows.csv" --home "$work/intake" --model openai/bench --base-url "$address" \
        --prompt "$prompt" --output "$work/never.csv"
}

# The largest file that OpenAI takes: 50,000 rows of 4,000 bytes.
nightshift_validate() {
    [[ -e $work/batch.jsonl ]] || awk 'BEGIN {
        while (length(text) < 3790) text = text "The parcel was late,\\nand nobody answered the phone.\\t"
        for (row = 1; row <= 50000; row++)
            printf "{\"custom_id\":\"row-%06d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"bench\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}}\n", row, text
    }' >"$work/batch.jsonl"
    measure "nightshift validate, 200 MB" 50000 0 "$program" validate "$work/batch.jsonl"
}

# Peak memory at sizes that do not fit the usual run. Small rows, and each file is written only while it is needed.
memory_run() {
    rows_file "$work/many.csv" "$1"
    run_job "nightshift run, $1 rows" "$work/many.csv" "$1"
    rm -rf "$work/many.csv" "$work/home" "$work/answers.csv"
}
