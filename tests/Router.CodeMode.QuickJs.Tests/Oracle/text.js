// The body of a function: answers a line for each case. The same text runs in the sandbox and in Node.
let state = 4711;
const random = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >> 8) % n;
};
const attempt = (body) => {
  try {
    return body();
  } catch (error) {
    return `${error.name} ${error instanceof Error}`;
  }
};
const lines = [];
const line = (what, result) => lines.push(JSON.stringify([what, result]));
const units = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

const heads = [0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff, 0x9f, 0xa0, 0x8f, 0x90, 0xbb];
for (let i = 0; i < 3000; i++) {
  const bytes = Uint8Array.from({ length: random(9) }, () => heads[random(heads.length)]);
  if (random(6) === 0) bytes.set([0xef, 0xbb, 0xbf].slice(0, bytes.length));
  const label = random(4) === 0 ? 'utf-16le' : 'utf-8';
  const options = { fatal: random(3) === 0, ignoreBOM: random(3) === 0 };
  line([[...bytes], label, options], attempt(() => units(new TextDecoder(label, options).decode(bytes))));
  const at = random(bytes.length + 1);
  line('stream', attempt(() => {
    const decoder = new TextDecoder(label, options);
    const parts = [decoder.decode(bytes.subarray(0, at), { stream: true }), decoder.decode(bytes.subarray(at), { stream: true }), decoder.decode()];
    return units(parts.join('')).concat(units(decoder.decode(Uint8Array.of(65, 0))));
  }));
}
for (let i = 0; i < 1500; i++) {
  const text = String.fromCharCode(...Array.from({ length: random(7) }, () => [0, 65, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff][random(13)]));
  line('encode', [...new TextEncoder().encode(text)]);
  const target = new Uint8Array(random(9));
  line('encodeInto', [new TextEncoder().encodeInto(text, target), [...target]]);
  line('btoa', attempt(() => btoa(text)));
}
for (let i = 0; i < 1500; i++) {
  const text = Array.from({ length: random(10) }, () => 'ABab01+/=\n -_\u00e9'[random(14)]).join('');
  line(['atob', text], attempt(() => units(atob(text))));
}
for (const label of ['utf8', ' UTF-8 ', 'unicode', 'nonsense']) line(label, attempt(() => new TextDecoder(label).encoding));
line('long', new TextDecoder().decode(new TextEncoder().encode('é\u{1F600}x'.repeat(20000))).length);
line('errors', [attempt(() => atob('a')), attempt(() => { try { btoa('\u0100'); } catch (error) { return [error.code, error instanceof DOMException]; } })]);

const shape = (value, depth = 0) => {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : value === undefined ? 'undefined' : Number.isNaN(value) ? 'NaN' : value;
  if (depth > 6) return '...';
  const tag = Object.prototype.toString.call(value);
  if (value instanceof Map) return [tag, [...value].map((entry) => entry.map((item) => shape(item, depth + 1)))];
  if (value instanceof Set) return [tag, [...value].map((item) => shape(item, depth + 1))];
  if (value instanceof Date) return [tag, value.getTime()];
  if (value instanceof RegExp) return [tag, String(value), value.lastIndex];
  if (value instanceof Error) return [tag, value.constructor.name, value.name, value.message, 'cause' in value ? shape(value.cause, depth + 1) : 'none', Object.keys(value)];
  if (value instanceof ArrayBuffer) return [tag, [...new Uint8Array(value)]];
  if (ArrayBuffer.isView(value)) return [tag, value.byteOffset, value.byteLength, [...new Uint8Array(value.buffer)]];
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return [tag, value.valueOf()];
  return [tag, Object.getPrototypeOf(value) === Object.prototype, Array.isArray(value) ? value.length : 0, Object.keys(value).map((key) => [key, shape(value[key], depth + 1)])];
};
class Point { constructor() { this.x = 1; } get y() { return 2; } }
const odd = new RegExp('a', 'gi');
odd.lastIndex = 3;
const named = new RangeError('far', { cause: { a: 1 } });
named.extra = 1;
class Own extends TypeError { constructor() { super('own'); this.name = 'Own'; } }
const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
const values = [
  1, -0, NaN, 'x', undefined, null, true, 5n, new Date(5), new Date(NaN), odd, [1, , 3], Object.assign([1], { k: 2 }), { a: { b: [1] } }, new Map([[{ k: 1 }, new Set([1, 'a'])]]), new Point(),
  named, new Own(), new SyntaxError('s'), new Error(), buffer, new Uint16Array(buffer, 2, 2), new DataView(buffer, 1, 3), Object(1), Object('s'), Object(false), () => 1, Symbol('s'), { f() {} },
  { s: Symbol() }, new WeakMap(), Promise.resolve(), Object.defineProperty({}, 'hidden', { value: 1 }), { get g() { return 7; } }, { get g() { throw new TypeError('getter'); } }, Object.create({ inherited: 1 }), { __proto__: null, n: 1 }, { [Symbol('k')]: 1, a: 2 },
];
for (const value of values) line(attempt(() => shape(value)), attempt(() => shape(structuredClone(value))));
const cyclic = { list: [] };
cyclic.self = cyclic;
cyclic.list.push(cyclic.list, cyclic);
const copy = structuredClone(cyclic);
line('cycle', [copy.self === copy, copy.list[0] === copy.list, copy.list[1] === copy, copy !== cyclic]);
const shared = structuredClone({ a: new Uint8Array(buffer), b: new Uint8Array(buffer) });
line('shared', shared.a.buffer === shared.b.buffer);

const heard = [];
const target = new EventTarget();
target.addEventListener('e', (event) => heard.push(event.type, event.target === target));
target.addEventListener('e', { handleEvent: () => heard.push('object') }, { once: true });
target.addEventListener('e', (event) => event.preventDefault());
line('dispatch', [target.dispatchEvent(new Event('e', { cancelable: true })), target.dispatchEvent(new Event('e')), target.dispatchEvent(new Event('f')), heard]);
const controller = new AbortController();
controller.signal.onabort = () => heard.push('onabort');
controller.signal.addEventListener('abort', () => heard.push('abort'));
const any = AbortSignal.any([controller.signal, AbortSignal.abort(3)]);
controller.abort();
controller.abort('again');
line('abort', [heard, controller.signal.aborted, controller.signal.reason.name, any.reason, attempt(() => controller.signal.throwIfAborted()), attempt(() => new AbortSignal())]);
return lines.join('\n');
