# The report: Markdown on standard output, from figures.tsv.

write_report() {
    cat <<HEAD
# Benchmark, $(date -u +%F)

* commit $commit
* command: \`$command_line\`
* machine: $(nproc) cores ($(cpu_model)), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB, $(os_name), kernel $(uname -r), .NET $(dotnet --version) (SDK)
* files on $(stat -f -c %T "$work"); load average at the start: $load_at_start, at the end: $(cut -d ' ' -f 1-3 /proc/loadavg)
* $concurrency calls in flight; \`nightshift run\` finds its own number unless it is given one
$(client_versions)

Each figure is the median of $repetitions repetitions, taken in turns; the smallest and the largest stand in brackets. A ratio is taken inside each
repetition, and then the median. \`nightshift\` is timed as a whole process, the other clients without their start-up.
$([[ $rows -ge 100000 || -n $only_memory ]] || echo "**Too few rows for figures: start-up and warm-up weigh in.**")

## Figures

$(awk -f "$root/bench/parts/stats.awk" -f "$root/bench/parts/figures.awk" "$work/figures.tsv")

## Goals

$(awk -f "$root/bench/parts/stats.awk" -f "$root/bench/parts/goals.awk" "$work/figures.tsv")
HEAD
    [[ ${#missing[@]} -eq 0 ]] || { printf '\nNot measured:\n\n'; printf '* %s\n' "${missing[@]}"; }
}

cpu_model() { sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1; }

os_name() { (. /etc/os-release && echo "$PRETTY_NAME"); }
