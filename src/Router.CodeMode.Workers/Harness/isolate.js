// Runs inside of the program's own isolate, before the program: takes away what it must not have, then carries events in and steps out.

import { WorkerEntrypoint, abortIsolate } from 'cloudflare:workers';
import prelude from 'prelude.js';

// Captured before the program can change them.
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { toWellFormed } = String.prototype;
const NativePromise = Promise;
const later = setTimeout;
const PieceLength = 256 * 1024;

// What the language itself defines, and what has no effect outside of a value. All else that a Worker has goes: it would tell the time, wait,
// or make two runs of one program differ. The prelude, which comes after, gives its own.
const kept = new Set([
  'globalThis', 'Infinity', 'NaN', 'undefined', 'eval', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'decodeURI', 'decodeURIComponent',
  'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'Object', 'Function', 'Boolean', 'Symbol', 'Error', 'AggregateError', 'EvalError',
  'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'SuppressedError', 'Number', 'BigInt', 'Math', 'Date', 'String',
  'RegExp', 'Array', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array',
  'BigInt64Array', 'BigUint64Array', 'Float32Array', 'Float64Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'DataView', 'JSON',
  'Promise', 'Iterator', 'AsyncIterator', 'Reflect', 'Proxy', 'DisposableStack', 'AsyncDisposableStack',
  'structuredClone', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'atob', 'btoa', 'queueMicrotask', 'DOMException',
]);

for (let scope = globalThis; scope !== null && scope !== Object.prototype; scope = Object.getPrototypeOf(scope)) {
  for (const key of Object.getOwnPropertyNames(scope)) {
    if (!kept.has(key) && key !== 'constructor') Reflect.deleteProperty(scope, key);
  }
}

Error.stackTraceLimit = 50;

/** Text as UTF-8 can carry it: a surrogate that stands alone cannot leave. */
const whole = (text) => apply(toWellFormed, text, []);

// What a step did, as JSON, put together by hand: a program may give arrays a toJSON, which text has none of.
let calls;
let logs;
let dropped;
let done;

function clear() {
  calls = '';
  logs = '';
  dropped = 0;
  done = 'null';
}

clear();

const quoted = (text) => stringify(whole(text));

const enter = prelude({
  clock: false,
  call(number, name, args) {
    calls += `${calls === '' ? '' : ','}[${number},${quoted(name)},${quoted(args)}]`;
  },
  log(level, text) {
    if (text === undefined) dropped++;
    else logs += `${logs === '' ? '' : ','}[${quoted(level)},${quoted(text)}]`;
  },
  done(ok, text) {
    done = `[${ok ? 'true' : 'false'},${text === undefined ? 'null' : quoted(text)}]`;
  },
});

/** All pieces of one event. X ends the isolate: nothing in the program can keep it from that. */
async function receive(link, piece) {
  let text = '';
  for (;;) {
    if (piece[0] === 'X') abortIsolate('The run has ended.');
    text += piece.slice(1);
    if (piece[0] === 'E') return text;
    piece = await link.take();
  }
}

export const serve = (program) => class extends WorkerEntrypoint {
  async run(link) {
    let piece = await link.next();
    for (;;) {
      // By index: the program may have changed how arrays are taken apart.
      const event = parse(await receive(link, piece));
      enter(event[0], event[1], event[2] ?? undefined, event[3], program);
      // A timer comes after every promise job, and there is nothing else in here that could come after it.
      await new NativePromise((resolve) => later(resolve, 0));
      const step = `[[${calls}],[${logs}],${dropped},${done}]`;
      clear();
      let from = 0;
      while (step.length - from > PieceLength) {
        const code = step.charCodeAt(from + PieceLength - 1);
        const to = from + PieceLength - (code >= 0xd800 && code <= 0xdbff ? 1 : 0);
        await link.more(step.slice(from, to));
        from = to;
      }
      piece = await link.next(step.slice(from));
    }
  }
};
