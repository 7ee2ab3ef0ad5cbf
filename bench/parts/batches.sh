# Half-price jobs: a batch API on this machine (the simulator), a job that it takes in three batches, and the ingest of results alone.

simulator_pid=

# start_simulator: sets batch_address. Results come in any order, as with the providers.
start_simulator() {
    local port try
    printf '{"faults": [{"fault": "results-shuffled"}], "batch_delay": "1s"}' >"$work/scenario.json"
    for try in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue # somebody listens there
        "$program" simulate --port "$port" --scenario "$work/scenario.json" >"$work/simulator.log" 2>&1 &
        simulator_pid=$!
        provider_pid=$simulator_pid await_provider "$port" && break
        stop_simulator
    done
    [[ -n $simulator_pid ]] || { cat "$work/simulator.log" >&2; die "the simulator did not start (tried $try ports)"; }
    batch_address=http://127.0.0.1:$port
}

stop_simulator() {
    [[ -z $simulator_pid ]] || kill "$simulator_pid" 2>/dev/null || true
    [[ -z $simulator_pid ]] || wait "$simulator_pid" 2>/dev/null || true
    simulator_pid=
}

# timed COMMAND…: leaves its time for record.
timed() {
    /usr/bin/time -q -f '%e %U %S %M' -o "$work/time" -- "$@" >"$work/out" 2>"$work/err" && return
    tail -n 20 "$work/out" "$work/err" >&2
    die "failed: $*"
}

# batch_home: a home folder whose batches are looked at often.
batch_home() {
    rm -rf "$work/batches" "$work/answers.csv"
    mkdir -p "$work/batches"
    printf 'providers:\n  openai: { batch: { poll_seconds: 0.2 } }\n  azure: { batch: { poll_seconds: 0.2 } }\n' >"$work/batches/nightshift.yaml"
}

check_answers() {
    local complete
    complete=$(grep -c ',succeeded,' "$work/answers.csv" || true)
    [[ $complete -eq $2 ]] || die "$1: $complete of $2 rows have their answer in the output"
}

# Three batches of 50,000 rows at the most; the second that the provider takes is in the time.
batch_run() {
    local name="nightshift run --strategy cheapest"
    rows_file "$work/batch.csv" 120000
    batch_home
    timed "$program" run "$work/batch.csv" --home "$work/batches" --model openai/echo --base-url "$batch_address/openai/v1" --prompt "$prompt" \
        --strategy cheapest --output "$work/answers.csv"
    check_answers "$name" 120000
    record "$name" 120000 ''
}

# seconds_to POINT: how long `nightshift work` takes to come to a failpoint, where it is killed; from the same results each time.
seconds_to() {
    rm -rf "$work/batches"
    cp -r "$work/downloaded" "$work/batches"
    NIGHTSHIFT_FAILPOINT=$1:1:kill /usr/bin/time -q -f '%e %U %S %M' -o "$work/time" -- "$program" work --home "$work/batches" >"$work/out" 2>"$work/err" &&
        die "nightshift work did not come to $1"
    awk '{ print $1 }' "$work/time"
}

# A process that is killed when its results are in, and what others make of them: the ingest, between its first chunk and its end, and
# the whole way with start-up, cleaning and output.
batch_ingest() {
    local name="nightshift work, results of a batch" first last
    rows_file "$work/batch.csv" 100000
    batch_home
    export AZURE_OPENAI_API_KEY=bench
    (NIGHTSHIFT_FAILPOINT=batch-download-stored:1:kill "$program" run "$work/batch.csv" --home "$work/batches" --model azure/echo \
        --base-url "$batch_address/azure/openai/v1" --prompt "$prompt" --strategy cheapest --output "$work/answers.csv" >/dev/null 2>&1) 2>/dev/null &&
        die "$name: the process was not killed when its results were in"
    rm -rf "$work/downloaded"
    mv "$work/batches" "$work/downloaded"
    first=$(seconds_to batch-part-ingested 2>/dev/null)
    last=$(seconds_to batch-ingest-stored 2>/dev/null)
    record "ingest of a batch's results" 100000 "$(awk -v first="$first" -v last="$last" 'BEGIN { print last - first }')"
    rm -rf "$work/batches"
    mv "$work/downloaded" "$work/batches"
    timed "$program" work --home "$work/batches"
    check_answers "$name" 100000
    record "$name" 100000 ''
}

batches() {
    start_simulator
    batch_run
    batch_ingest
    stop_simulator
}
