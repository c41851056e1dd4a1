// What the newest engines have in the language itself, and the one before lacks.

/** Defines globals that the engine may lack by code that is not even compiled before one of them is used: `make` runs it. */
function later(names, make) {
  for (const name of names.filter((missing) => !(missing in globalThis))) {
    defineProperty(globalThis, name, {
      get() {
        make();
        return globalThis[name];
      },
      set: (value) => define(name, value),
      enumerable: false,
      configurable: true,
    });
  }
}

/** Defines a method that the engine may have. */
function equip(target, name, value) {
  if (!(name in target)) {
    defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
  }
}

equip(Array, 'fromAsync', async function fromAsync(items, map, self) {
  const result = typeof this === 'function' ? new this() : [];
  const asynchronous = items[Symbol.asyncIterator] !== undefined;
  let index = 0;
  if (asynchronous || items[Symbol.iterator] !== undefined) {
    for await (const item of items) {
      result[index] = map === undefined ? item : await map.call(self, item, index);
      index++;
    }
  } else {
    for (; index < items.length; index++) {
      const item = await items[index];
      result[index] = map === undefined ? item : await map.call(self, item, index);
    }
  }
  result.length = index;
  return result;
});

equip(NativeError, 'captureStackTrace', function captureStackTrace(target) {
  defineProperty(target, 'stack', { value: new NativeError().stack, writable: true, enumerable: false, configurable: true });
});

equip(Uint8Array, 'fromBase64', function fromBase64Text(text, options) {
  const url = options?.alphabet === 'base64url';
  if (typeof text !== 'string') throw new TypeError('Uint8Array.fromBase64 needs a string.');
  const bytes = /[+/]/.test(text) && url ? undefined : fromBase64(url ? text.replace(/-/g, '+').replace(/_/g, '/') : text);
  if (bytes === undefined) throw new SyntaxError('The text is not base64.');
  return bytes;
});

equip(Uint8Array, 'fromHex', function fromHex(text) {
  if (typeof text !== 'string') throw new TypeError('Uint8Array.fromHex needs a string.');
  if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) throw new SyntaxError('The text is not hexadecimal.');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
});

equip(Uint8Array.prototype, 'toBase64', function toBase64Text(options) {
  let text = toBase64(this);
  if (options?.alphabet === 'base64url') text = text.replace(/\+/g, '-').replace(/\//g, '_');
  return options?.omitPadding ? text.replace(/=+$/, '') : text;
});

equip(Uint8Array.prototype, 'toHex', function toHex() {
  let text = '';
  for (const byte of this) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
});
