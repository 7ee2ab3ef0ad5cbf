import OpenAI, { toFile } from "openai";

const [fast, slow] = process.argv.slice(2);
const client = new OpenAI({ baseURL: fast, apiKey: "sk-test", maxRetries: 0 });
const row = (id, content) => JSON.stringify({
  custom_id: id, method: "POST", url: "/v1/chat/completions", body: { model: "echo", messages: [{ role: "user", content }] } }) + "\n";
const upload = (of, rows) => toFile(Buffer.from(rows), "in.jsonl").then((file) => of.files.create({ file, purpose: "batch" }));
const order = (file) => ({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h", metadata: { job: "j" } });

const file = await upload(client, row("a", "one") + row("b", "two 🦆") + JSON.stringify({ ...JSON.parse(row("c", "x")), body: { model: "echo", messages: [] } }) + "\n");
console.log("file:", file.purpose, file.status, (await client.files.retrieve(file.id)).bytes === file.bytes);
const created = await client.batches.create(order(file));
console.log("created:", created.status, created.input_file_id === file.id, created.metadata.job);
const batch = await client.batches.retrieve(created.id);
console.log("ended:", batch.status, JSON.stringify(batch.request_counts), batch.usage.total_tokens > 0);
const lines = async (id) => (await (await client.files.content(id)).text()).trim().split("\n").map((line) => JSON.parse(line));
for (const line of await lines(batch.output_file_id))
  console.log("line:", line.custom_id, line.response.status_code, line.response.body.choices[0].message.content);
for (const line of await lines(batch.error_file_id))
  console.log("error line:", line.custom_id, line.response.status_code, line.response.body.error.code);

await client.batches.create(order(file));
const listed = [];
for await (const one of client.batches.list({ limit: 1 }))
  listed.push(one.id);
console.log("listed:", listed.length, listed.at(-1) === batch.id);

const bad = await client.batches.retrieve((await client.batches.create(order({ id: "file-nowhere" }))).id);
console.log("bad:", bad.status, bad.errors.data[0].code);

for (const id of [file.id, batch.output_file_id, batch.error_file_id])
  console.log("deleted:", (await client.files.delete(id)).deleted);
try {
  await client.files.retrieve(file.id);
} catch (error) {
  console.log("gone:", error.status, error.constructor.name);
}

const late = new OpenAI({ baseURL: slow, apiKey: "sk-test", maxRetries: 0 });
const running = await late.batches.create(order(await upload(late, row("a", "one"))));
console.log("cancel:", (await late.batches.cancel(running.id)).status);

const vectors = await client.embeddings.create({ model: "embed", input: ["one", "two"] });
console.log("embeddings:", vectors.data.length, Math.abs(vectors.data[0].embedding.reduce((sum, part) => sum + part * part, 0) - 1) < 1e-3);
const response = await client.responses.create({ model: "echo", input: "Hello" });
console.log("response:", response.output_text, response.usage.total_tokens);
