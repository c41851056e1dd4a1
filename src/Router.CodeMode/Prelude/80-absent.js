// What other places have and this one has not. Engines that do have it lose it here, and a program that asks for it is told why.

const absent = Object.assign(Object.create(null), {
  fetch: 'There is no network here.',
  XMLHttpRequest: 'There is no network here.',
  WebSocket: 'There is no network here.',
  EventSource: 'There is no network here.',
  caches: 'There is no network here.',
  Request: 'There is no network here.',
  Response: 'There is no network here.',
  Headers: 'There is no network here.',
  require: 'There are no modules here.',
  module: 'There are no modules here.',
  exports: 'There are no modules here.',
  process: 'There is no process and no environment here.',
  Deno: 'This is not Deno.',
  Bun: 'This is not Bun.',
  Buffer: 'Use Uint8Array, atob, btoa, TextEncoder and TextDecoder.',
  window: 'This is not a browser.',
  document: 'This is not a browser.',
  navigator: 'This is not a browser.',
  localStorage: 'Nothing is kept between programs here.',
  Worker: 'There are no threads here.',
  SharedArrayBuffer: 'There are no threads here.',
  Atomics: 'There are no threads here.',
  WebAssembly: 'There is no WebAssembly here.',
  Intl: 'There is no Intl here. Format by hand.',
  WeakRef: 'It would make two runs of the same program differ.',
  FinalizationRegistry: 'It would make two runs of the same program differ.',
  MessageChannel: 'There are no threads here.',
  BroadcastChannel: 'There are no threads here.',
  scheduler: 'Use setTimeout.',
});

for (const name of Object.keys(absent)) {
  delete globalThis[name];
}

let roots = [];

function existing() {
  return roots.length === 0 ? 'No functions are given to this program.' : `What exists: ${roots.slice(0, 20).join(', ')}.`;
}

/** The words that help with an error of the program's own. */
function hintFor(error) {
  const message = String(error.message);
  if (error.name === 'ReferenceError') {
    const name = /^'?([A-Za-z_$][\w$]*)'? is not defined/.exec(message)?.[1];
    if (name !== undefined && name in absent) return `${absent[name]} ${existing()}`;
    if (name !== undefined) {
      const near = nearest(name);
      return near === undefined ? existing() : `Did you mean ${near}? ${existing()}`;
    }
  }
  if (/\bmodule\b/i.test(message)) return `There are no modules here: nothing can be imported. ${existing()}`;
  return undefined;
}

function nearest(name) {
  let best;
  let least = 3;
  for (const root of roots) {
    const distance = edits(name.toLowerCase(), root.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = root;
    }
  }
  return best;
}

function edits(left, right, bound) {
  if (left.length - right.length >= bound || right.length - left.length >= bound) return bound;
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      next[j] = min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[right.length];
}
