import { GoogleGenAI } from "@google/genai";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [fast, slow] = process.argv.slice(2);
const connect = (baseUrl) => new GoogleGenAI({ apiKey: "key-test", httpOptions: { baseUrl } });
const client = connect(fast);
const content = (text) => ({ contents: [{ role: "user", parts: [{ text }] }] });
const folder = await mkdtemp(join(tmpdir(), "gemini-npm-"));

const answer = await client.models.generateContent({ model: "echo", contents: "Hello" });
console.log("answer:", answer.text, answer.candidates[0].finishReason, answer.usageMetadata.totalTokenCount);
console.log("tokens:", (await client.models.countTokens({ model: "echo", contents: "Hello" })).totalTokens);

const inline = await client.batches.create({
  model: "echo", src: [{ ...content("one"), metadata: { key: "a" } }, { ...content("two 🦆"), metadata: { key: "b" } }], config: { displayName: "inline" } });
console.log("created:", inline.state, inline.displayName);
const ended = await client.batches.get({ name: inline.name });
console.log("ended:", ended.state);
for (const one of ended.dest.inlinedResponses)
  console.log("inline:", one.metadata?.key, one.response.candidates[0].content.parts[0].text);

const path = join(folder, "in.jsonl");
const big = "x".repeat(9 * 1024 * 1024);
await writeFile(path, [{ key: "a", request: content("one") }, { key: "b", request: { contents: [] } }, { key: "c", request: content(big) }].map((line) => JSON.stringify(line) + "\n").join(""));
const file = await client.files.upload({ file: path, config: { displayName: "in", mimeType: "jsonl" } });
console.log("file:", file.state, (await client.files.get({ name: file.name })).sizeBytes === file.sizeBytes);
const job = await client.batches.create({ model: "echo", src: file.name, config: { displayName: "file" } });
const done = await client.batches.get({ name: job.name });
console.log("done:", done.state, done.dest.fileName.startsWith("files/batch-"));
const out = join(folder, "out.jsonl");
await client.files.download({ file: done.dest.fileName, downloadPath: out });
for (let wait = 0; wait < 100 && !(await readFile(out, "utf8").catch(() => "")).endsWith("\n"); wait++)
  await new Promise((resolve) => setTimeout(resolve, 50));
for (const line of (await readFile(out, "utf8")).trim().split("\n").map((text) => JSON.parse(text)))
  console.log("line:", line.key, line.response?.candidates[0].content.parts[0].text.slice(0, 3) ?? line.error.code);

const listed = [];
for await (const one of await client.batches.list({ config: { pageSize: 1 } }))
  listed.push(one.displayName);
console.log("listed:", listed.join());
await client.batches.delete({ name: inline.name });
await client.files.delete({ name: file.name });
for (const gone of [() => client.batches.get({ name: inline.name }), () => client.files.get({ name: file.name })]) {
  try {
    await gone();
  } catch (error) {
    console.log("gone:", error.status);
  }
}

const vectors = await client.batches.createEmbeddings({ model: "embed", src: { inlinedRequests: { contents: [{ parts: [{ text: "one" }] }] } }, config: { displayName: "vectors" } });
console.log("vectors:", (await client.batches.get({ name: vectors.name })).state);

const late = connect(slow);
const running = await late.batches.create({ model: "echo", src: [content("one")], config: { displayName: "late" } });
await late.batches.cancel({ name: running.name });
console.log("cancelled:", (await late.batches.get({ name: running.name })).state);
await rm(folder, { recursive: true });
