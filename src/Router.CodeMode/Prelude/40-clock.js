// Time stands still between two events, and chance comes from the seed: the same program with the same events does the same.

if (!host.clock) {
  const clocked = new NativeProxy(NativeDate, {
    construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now] : args, self),
    apply: () => new NativeDate(now).toString(),
  });
  defineProperty(NativeDate, 'now', { value: () => now, writable: true, enumerable: false, configurable: true });
  NativeDate.prototype.constructor = clocked;
  define('Date', clocked);
}

define('performance', { now: () => now - startedAt, get timeOrigin() { return startedAt; } });

// sfc32, by Chris Doty-Humphrey, in the public domain: four words of state, passes PractRand.
const state = new Int32Array(4);

function random32() {
  const sum = (state[0] + state[1] + state[3]) | 0;
  state[3] = (state[3] + 1) | 0;
  state[0] = state[1] ^ (state[1] >>> 9);
  state[1] = (state[2] + (state[2] << 3)) | 0;
  state[2] = ((state[2] << 21) | (state[2] >>> 11)) + sum;
  return sum >>> 0;
}

function seed(words) {
  for (let i = 0; i < 4; i++) state[i] = words[i];
  for (let i = 0; i < 12; i++) random32();
}

defineProperty(Math, 'random', {
  value: () => (random32() * 2097152 + (random32() >>> 11)) / 9007199254740992,
  writable: true, enumerable: false, configurable: true,
});

define('crypto', {
  getRandomValues(array) {
    if (!ArrayBuffer.isView(array)) throw new TypeError('crypto.getRandomValues needs a typed array of integers.');
    if (array.byteLength > 65536) throw new RangeError('crypto.getRandomValues gives at most 65536 bytes.');
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random32() >>> 24;
    return array;
  },
  randomUUID() {
    const bytes = this.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    let text = '';
    for (let i = 0; i < 16; i++) {
      text += (i === 4 || i === 6 || i === 8 || i === 10 ? '-' : '') + (bytes[i] < 16 ? '0' : '') + bytes[i].toString(16);
    }
    return text;
  },
});

// Timers are calls to the host: they end when their time is up, and no longer hold a program that has ended.
const cancelled = Object.create(null);
let timerCount = 0;

function timer(body, delay, args, again) {
  if (typeof body !== 'function') throw new TypeError('A timer needs a function.');
  const id = ++timerCount;
  const wait = () => {
    then(call('$sleep', [max(0, min(Number(delay) || 0, 2147483647))]), () => {
      if (cancelled[id]) {
        delete cancelled[id];
        return;
      }
      if (again) wait();
      try {
        body(...args);
      } catch (error) {
        log('error', ['A timer threw', error]);
      }
    }, (error) => host.log('error', error.message));
  };
  wait();
  return id;
}

define('setTimeout', (body, delay, ...args) => timer(body, delay, args, false));
define('setInterval', (body, delay, ...args) => timer(body, delay, args, true));
define('setImmediate', (body, ...args) => timer(body, 0, args, false));

for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) {
  define(name, (id) => {
    if (typeof id === 'number' && id > 0 && id <= timerCount) cancelled[id] = true;
  });
}

provide('queueMicrotask', () => (body) => void then(NativePromise.resolve(), body));
define('notify', (...values) => call('$notify', values));
