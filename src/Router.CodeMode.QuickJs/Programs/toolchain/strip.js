// Takes the types out of TypeScript. It runs in a sandbox of its own, on text that nobody has read. Lines stay where they are.
//
// strip(text), text being JSON of the source, answers with {"text":"…"} or {"error":{"message","line","column"}}.

'use strict';

const { transform } = require('sucrase');

globalThis.strip = (request) => {
  try {
    const { code } = transform(JSON.parse(request), { transforms: ['typescript'], disableESTransforms: true, keepUnusedImports: true });
    return JSON.stringify({ text: code });
  } catch (error) {
    return JSON.stringify({ error: describe(error) });
  }
};

/** Sucrase ends its messages with "(line:column)" and counts columns from 1. */
function describe(error) {
  const place = /\((\d+):(\d+)\)/.exec(error.message);
  const message = String(error.message).replace(/^Error transforming [^:]*: /, '').replace(/\s*\(\d+:\d+\)\s*$/, '');
  return place ? { message, line: Number(place[1]), column: Number(place[2]) } : { message };
}
