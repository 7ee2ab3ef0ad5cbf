import { Mistral } from "@mistralai/mistralai";

const [fast, slow] = process.argv.slice(2);
// The package adds /v1 by itself.
const connect = (address) => new Mistral({ serverURL: address.replace(/\/v1$/, ""), apiKey: "sk-test", retryConfig: { strategy: "none" } });
const client = connect(fast);
const body = (content) => ({ messages: [{ role: "user", content }] });
const upload = (of, rows) => of.files.upload({
  file: { fileName: "in.jsonl", content: new Blob([rows.map((row) => JSON.stringify(row) + "\n").join("")]) }, purpose: "batch" });

const file = await upload(client, [{ custom_id: "a", body: body("one") }, { custom_id: "b", body: body("two 🦆") }, { custom_id: "c", body: { messages: [] } }]);
console.log("file:", file.purpose, file.sampleType, file.numLines);
const created = await client.batch.jobs.create({ inputFiles: [file.id], model: "echo", endpoint: "/v1/chat/completions", metadata: { job: "j" }, timeoutHours: 24 });
console.log("created:", created.status, created.inputFiles[0] === file.id, created.metadata.job);
const job = await client.batch.jobs.get({ jobId: created.id });
console.log("ended:", job.status, job.totalRequests, job.succeededRequests, job.failedRequests);
const lines = async (fileId) => (await new Response(await client.files.download({ fileId })).text()).trim().split("\n").map((line) => JSON.parse(line));
for (const line of await lines(job.outputFile))
  console.log("line:", line.custom_id, line.response.status_code, line.response.body.choices[0].message.content);
for (const line of await lines(job.errorFile))
  console.log("error line:", line.custom_id, line.response.status_code);

const inline = await client.batch.jobs.create({ requests: [{ customId: "a", body: body("inline") }], model: "echo", endpoint: "/v1/chat/completions" });
const outputs = (await client.batch.jobs.get({ jobId: inline.id, inline: true })).outputs;
console.log("inline:", outputs[0].custom_id, outputs[0].response.body.choices[0].message.content);

const list = await client.batch.jobs.list({ pageSize: 1 });
console.log("listed:", list.total, list.data.length, list.data[0].id === inline.id);
console.log("job deleted:", (await client.batch.jobs.delete({ jobId: created.id })).deleted);
console.log("deleted:", (await client.files.delete({ fileId: file.id })).deleted);
try {
  await client.files.retrieve({ fileId: file.id });
} catch (error) {
  console.log("gone:", error.statusCode);
}

const late = connect(slow);
const running = await late.batch.jobs.create({ requests: [{ customId: "a", body: body("x") }], model: "echo", endpoint: "/v1/chat/completions" });
console.log("cancel:", (await late.batch.jobs.cancel({ jobId: running.id })).status);
const chat = await client.chat.complete({ model: "echo", messages: [{ role: "user", content: "Hello" }] });
console.log("chat:", chat.choices[0].message.content);
