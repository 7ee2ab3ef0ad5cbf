# What must be there, what may be missing, and how to get it. Nothing is installed outside the temporary folder.

missing=() # clients that are left out, with the reason: they appear in the report

require_tools() {
    local lacking=()
    command -v dotnet >/dev/null || lacking+=("the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0")
    command -v nginx >/dev/null || lacking+=("nginx: apt-get install nginx-light (the service that comes with it is not used: systemctl disable --now nginx)")
    [[ -x /usr/bin/time ]] || lacking+=("GNU time: apt-get install time")
    [[ ${#lacking[@]} -eq 0 ]] || { printf 'missing: %s\n' "${lacking[@]}" >&2; exit 2; }
    command -v wrk >/dev/null || missing+=("wrk: apt-get install wrk")
}

build() {
    say "Building …"
    "$root/nightshift" --version >/dev/null
    dotnet build "$root/bench/HttpClientLoop" --configuration Release --nologo --verbosity quiet -nodeReuse:false >"$work/build.log" 2>&1 ||
        { cat "$work/build.log" >&2; die "the build of HttpClientLoop failed"; }
}

prepare_openai_npm() {
    local folder=$work/openai-npm
    cp -r "$root/bench/clients/openai-npm" "$folder"
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        missing+=("openai npm: needs Node.js 20 or later with npm (apt-get install nodejs npm)")
    elif ! npm install --prefix "$folder" --no-audit --no-fund --silent >"$work/npm.log" 2>&1; then
        missing+=("openai npm: npm install failed: $(tail -n 1 "$work/npm.log")")
    else
        has_openai_npm=1
    fi
}

# From the package index into a folder of its own; else what some Python on this machine already has.
prepare_aiohttp() {
    local candidate
    if python3 -m venv "$work/venv" >"$work/pip.log" 2>&1 &&
        "$work/venv/bin/python" -m pip install --quiet --retries 0 --timeout 15 -r "$root/bench/clients/aiohttp/requirements.txt" >>"$work/pip.log" 2>&1; then
        python=$work/venv/bin/python
        return
    fi
    for candidate in python3 /usr/bin/python3; do
        "$candidate" -c 'import aiohttp' 2>/dev/null || continue
        python=$candidate
        return
    done
    missing+=("aiohttp: pip could not install it, no Python here has it (apt-get install python3-aiohttp, or pip install aiohttp)")
}

# "openai 6.30.1 on Node v20.1.0; aiohttp 3.8.4 on Python 3.11.2", for the report.
client_versions() {
    command -v wrk >/dev/null && wrk -v 2>&1 | awk 'NR == 1 { print "* wrk " $2 }'
    [[ -n $has_openai_npm ]] && echo "* openai $(node -p "require('$work/openai-npm/node_modules/openai/package.json').version") on Node $(node --version)"
    [[ -n $python ]] && "$python" -c 'import aiohttp, platform; print("* aiohttp", aiohttp.__version__, "on Python", platform.python_version())'
    nginx -v 2>&1 | sed 's/^nginx version: /* /'
}
