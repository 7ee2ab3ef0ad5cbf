import Anthropic from "@anthropic-ai/sdk";

const [fast, slow] = process.argv.slice(2);
const connect = (baseURL) => new Anthropic({ baseURL, apiKey: "sk-test", maxRetries: 0 });
const client = connect(fast);
const params = (content, more) => ({ model: "echo", max_tokens: 64, messages: [{ role: "user", content }], ...more });
const requests = [
  { custom_id: "a", params: params("one") },
  { custom_id: "b", params: params([{ type: "text", text: "two 🦆" }], { system: "Be terse." }) },
  { custom_id: "c", params: { model: "echo", max_tokens: 64 } },
];

const message = await client.messages.create(params("Hello"));
console.log("message:", message.content[0].text, message.stop_reason, message.usage.input_tokens);

const created = await client.messages.batches.create({ requests });
console.log("created:", created.processing_status, JSON.stringify(created.request_counts));
const batch = await client.messages.batches.retrieve(created.id);
console.log("ended:", batch.processing_status, JSON.stringify(batch.request_counts), batch.results_url.endsWith(`${batch.id}/results`));
for await (const line of await client.messages.batches.results(batch.id))
  console.log("line:", line.custom_id, line.result.type, line.result.message?.content[0].text ?? line.result.error.error.message);

await client.messages.batches.create({ requests: requests.slice(0, 1) });
const listed = [];
for await (const one of client.messages.batches.list({ limit: 1 }))
  listed.push(one.id);
console.log("listed:", listed.length, listed.at(-1) === batch.id);

console.log("deleted:", (await client.messages.batches.delete(batch.id)).type);
const failures = [
  () => client.messages.batches.retrieve(batch.id),
  () => client.messages.batches.create({ requests: [requests[0], requests[0]] }),
  () => client.messages.batches.create({ requests: [{ ...requests[0], custom_id: "not good" }] }),
  () => client.messages.batches.create({ requests: [] }),
];
for (const fail of failures) {
  try {
    await fail();
    console.log("no error");
  } catch (error) {
    console.log("error:", error.status, error.error.error.type, error.error.error.message.replace(batch.id, "ID").slice(0, 60));
  }
}

const late = connect(slow);
const running = await late.messages.batches.create({ requests: requests.slice(0, 1) });
console.log("cancel:", (await late.messages.batches.cancel(running.id)).processing_status);
try {
  await late.messages.batches.results(running.id);
} catch (error) {
  console.log("early:", error.message.slice(0, 23));
}
