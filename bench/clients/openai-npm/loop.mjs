// What most people write first in JavaScript: the official client, and p-limit for the number in flight.
import { readFileSync } from "node:fs";
import OpenAI from "openai";
import pLimit from "p-limit";

const [csv, address, concurrency] = process.argv.slice(2);
const prompts = readFileSync(csv, "utf8").trimEnd().split("\n").slice(1)
    .map((line) => `Answer in one word: ${line.slice(line.indexOf(",") + 1)}`);

const client = new OpenAI({ apiKey: "bench", baseURL: address });
const limit = pLimit(Number(concurrency));
let answered = 0;

const ask = async (prompt) => {
    const reply = await client.chat.completions.create({ model: "bench", messages: [{ role: "user", content: prompt }] });
    if (reply.choices[0].message.content) answered++;
};

const started = performance.now();
await Promise.all(prompts.map((prompt) => limit(() => ask(prompt))));
console.log(`answered ${answered} seconds ${((performance.now() - started) / 1000).toFixed(3)}`);
process.exit(answered === prompts.length ? 0 : 1);
