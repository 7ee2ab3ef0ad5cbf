# The provider of all measurements: nginx answering every request with one fixed chat completion, so that the server costs next to nothing.

provider_pid=

# Starts nginx at a free port of the loopback address; sets provider_pid, address and status_port.
start_provider() {
    local folder=$work/provider port try
    mkdir -p "$folder"
    for try in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue # somebody listens there
        write_provider_config "$folder" "$port"
        nginx -e "$folder/error.log" -p "$folder" -c "$folder/nginx.conf" 2>"$folder/start.log" &
        provider_pid=$!
        await_provider "$port" && break
        kill "$provider_pid" 2>/dev/null || true
        provider_pid=
    done
    [[ -n $provider_pid ]] || { cat "$folder/start.log" "$folder/error.log" >&2; die "nginx did not start (tried $try ports)"; }
    address=http://127.0.0.1:$port/v1
    status_port=$port
}

await_provider() {
    local turn
    for turn in {1..50}; do
        kill -0 "$provider_pid" 2>/dev/null || return 1
        (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
        sleep 0.1
    done
    return 1
}

stop_provider() {
    [[ -z $provider_pid ]] || kill "$provider_pid" 2>/dev/null || true
    [[ -z $provider_pid ]] || wait "$provider_pid" 2>/dev/null || true
}

write_provider_config() {
    cat >"$1/nginx.conf" <<CONFIG
worker_processes 1;
daemon off;
pid $1/nginx.pid;
error_log $1/error.log warn;
events { worker_connections 4096; }
http {
    access_log off;
    default_type application/json;
    keepalive_timeout 75s;
    keepalive_requests 1000000000;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    server {
        listen 127.0.0.1:$2 backlog=4096;
        location = /served { stub_status; }
        location = /v1/chat/completions {
            return 200 '{"id":"chatcmpl-bench","object":"chat.completion","created":1767225600,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"delivery","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":24,"completion_tokens":1,"total_tokens":25}}';
        }
    }
}
CONFIG
}

# How many requests the provider has answered since it started, those of this function included.
served() {
    local line
    exec 8<>"/dev/tcp/127.0.0.1/$status_port"
    printf 'GET /served HTTP/1.0\r\n\r\n' >&8
    line=$(sed -n 's/^ *[0-9]* [0-9]* \([0-9]*\) *\r*$/\1/p' <&8)
    exec 8>&-
    [[ -n $line ]] || die "nginx does not count its requests (stub_status)"
    echo "$line"
}
