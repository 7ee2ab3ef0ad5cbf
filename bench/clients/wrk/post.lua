-- The cheapest client there is: the same bytes again and again. What it reaches is the server's ceiling.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer bench"
wrk.body = '{"model":"bench","messages":[{"role":"user","content":"Answer in one word: Order 1000001 of customer 7919 has not arrived yet and nobody answers the phone"}]}'
