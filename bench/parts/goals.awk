# Each goal beside its figure; a missed one is said as it is.

END {
    run = "nightshift run"
    print "| goal | figure | |"
    print "|---|---:|---|"
    at_least("the whole `nightshift run`: 15,000 rows/s on two cores", run "/speed", 15000, "%d")
    at_least("0.4 of the bare HttpClient loop", ratio(run, "HttpClient loop"), 0.4, "%.2f")
    at_least("10 times the official npm client with p-limit", ratio(run, "openai npm + p-limit"), 10, "%.1f")
    at_least("5 times aiohttp with a semaphore", ratio(run, "aiohttp + semaphore"), 5, "%.1f")
    at_least("intake alone: 150,000 rows/s", "nightshift submit/speed", 150000, "%d")
    at_least("output alone: 300,000 rows/s", "nightshift results/speed", 300000, "%d")
    at_most("a batch file of 200 MB and 50,000 rows checked in under 0.6 s, start-up included", "nightshift validate, 200 MB/seconds", 0.6, "%.2f")
    at_least("ingest of a batch's results, in any order: 60,000 rows/s", "ingest of a batch's results/speed", 60000, "%d")
    at_most("peak memory of 120,000 rows in three batches: under 300 MB", "nightshift run --strategy cheapest/peak", 300, "%.0f")
    at_most("peak memory at 1,000,000 rows: under 250 MB", "nightshift run, 1000000 rows/peak", 250, "%.0f")
    at_most("peak memory at 3,000,000 rows: under 250 MB too", "nightshift run, 3000000 rows/peak", 250, "%.0f")
}

function at_least(goal, series, limit, format) { line(goal, series, format, median(series) >= limit) }

function at_most(goal, series, limit, format) { line(goal, series, format, median(series) < limit) }

function line(goal, series, format, isMet) {
    if (sort(series) == 0) printf "| %s | not measured | |\n", goal
    else printf "| %s | %s | %s |\n", goal, spread(series, format), isMet ? "met" : "**missed**"
}
