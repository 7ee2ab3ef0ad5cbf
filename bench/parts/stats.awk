# Reads figures.tsv (name, repetition, rows, seconds, CPU seconds, peak KiB) and has the medians for the tables.

BEGIN { FS = "\t" }

{
    if (!($1 in seen)) order[++names] = $1
    seen[$1] = 1
    put($1 "/rows", $2, $3)
    put($1 "/seconds", $2, $4)
    put($1 "/speed", $2, $3 / $4)
    put($1 "/cpu", $2, $5 * 1000 / $3)
    put($1 "/peak", $2, $6 / 1024)
    if ($2 > repetitions) repetitions = $2
}

function put(series, repetition, value) { values[series, repetition] = value }

# Sorts what a series has into sorted[1..n] and returns n.
function sort(series,    i, j, n, value) {
    n = 0
    for (i = 1; i <= repetitions; i++) {
        if (!((series, i) in values)) continue
        value = values[series, i]
        for (j = ++n; j > 1 && sorted[j - 1] > value; j--) sorted[j] = sorted[j - 1]
        sorted[j] = value
    }
    return n
}

function median(series,    n) {
    n = sort(series)
    return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

# "12,345 (11,000–13,000)"
function spread(series, format,    n, middle) {
    middle = median(series)
    n = sort(series)
    return grouped(middle, format) " (" grouped(sorted[1], format) "–" grouped(sorted[n], format) ")"
}

# One thing's speed by another's, inside each repetition.
function ratio(name, base,    i, series) {
    series = name "/" base
    for (i = 1; i <= repetitions; i++)
        if (((name "/speed", i) in values) && ((base "/speed", i) in values))
            put(series, i, values[name "/speed", i] / values[base "/speed", i])
    return series
}

function grouped(value, format,    text, head) {
    text = sprintf(format, value)
    if (format != "%d") return text
    head = ""
    while (length(text) > 3) {
        head = "," substr(text, length(text) - 2) head
        text = substr(text, 1, length(text) - 3)
    }
    return text head
}
