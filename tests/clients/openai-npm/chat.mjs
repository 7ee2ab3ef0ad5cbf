import OpenAI from "openai";

const baseURL = process.argv[2];
const connect = (apiKey) => new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const client = connect("sk-test");
const ask = (content, more) => ({ model: "echo", messages: [{ role: "user", content }], ...more });

const completion = await client.chat.completions.create(ask("Hello 🦆"));
console.log("completion:", completion.choices[0].message.content, completion.choices[0].finish_reason, completion.usage.total_tokens);

let text = "";
let reason;
let usage;
const stream = await client.chat.completions.create(
  ask("A longer question that comes back in more than one piece.", { stream: true, stream_options: { include_usage: true } }));
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? "";
  reason = chunk.choices[0]?.finish_reason ?? reason;
  usage = chunk.usage ?? usage;
}
console.log("stream:", text, reason, usage.completion_tokens);

const schema = { type: "object", properties: { label: { enum: ["a", "b"] } }, required: ["label"], additionalProperties: false };
const filled = await client.chat.completions.create(
  ask("x", { model: "json", response_format: { type: "json_schema", json_schema: { name: "label", strict: true, schema } } }));
console.log("schema:", ["a", "b"].includes(JSON.parse(filled.choices[0].message.content).label));

for await (const model of client.models.list()) {
  console.log("models:", model.id);
  break;
}

const failures = [
  () => connect("sk-revoked").chat.completions.create(ask("x")),
  () => connect("sk-noquota").chat.completions.create(ask("x")),
  () => client.chat.completions.create(ask("x", { max_tokens: 0 })),
];
for (const fail of failures) {
  try {
    await fail();
    console.log("no error");
  } catch (error) {
    console.log("error:", error.status, error.code, error.constructor.name);
  }
}
