// node pack-ranks.mjs <o200k_base.tiktoken> <out>
// A line of the source is a token in base64 and its rank. The blob is, little-endian: the count as int32, one byte per token (its length, by
// rank), then the tokens' bytes, one after the other.
import { readFileSync, writeFileSync } from 'node:fs';

const [source, target] = process.argv.slice(2);
const tokens = [];
for (const line of readFileSync(source, 'latin1').split('\n')) {
  if (line === '') continue;
  const [text, rank] = line.split(' ');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length > 255 || Number(rank) !== tokens.length) {
    throw new Error(`${source}: line ${tokens.length + 1} is not the token of rank ${tokens.length}, of 1 to 255 bytes.`);
  }
  tokens.push(bytes);
}
const count = Buffer.alloc(4);
count.writeInt32LE(tokens.length);
writeFileSync(target, Buffer.concat([count, Buffer.from(tokens.map((token) => token.length)), ...tokens]));
