# The table of all figures.

END {
    base = "HttpClient loop"
    print "| what | rows | rows/s | by the bare loop | CPU s per 1,000 rows | peak MB |"
    print "|---|---:|---:|---:|---:|---:|"
    for (i = 1; i <= names; i++) {
        name = order[i]
        rows = median(name "/rows")
        if (rows == 1) {
            printf "| %s | | %s s | | | %s |\n", name, spread(name "/seconds", "%.2f"), spread(name "/peak", "%.0f")
            continue
        }
        calls = name !~ /submit|results|validate|cheapest|ingest/ && name != base && sort(ratio(name, base)) > 0
        printf "| %s | %s | %s | %s | %s | %s |\n", name, grouped(rows, "%d"), spread(name "/speed", "%d"),
            calls ? spread(ratio(name, base), "%.2f") : "", spread(name "/cpu", "%.3f"), spread(name "/peak", "%.0f")
    }
}
