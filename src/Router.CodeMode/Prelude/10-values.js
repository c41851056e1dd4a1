// Values cross as JSON. What JSON lacks: bytes are {"$bytes":"base64"}, in both directions; a Map becomes an object (an array of pairs where
// a key is no string), a Set an array, an Error its name and message; a BigInt a number, or a string where a number would not hold it.

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Values = (() => {
  const values = new Int16Array(128).fill(-1);
  for (let i = 0; i < 64; i++) values[base64Digits.charCodeAt(i)] = i;
  return values;
})();

function toBase64(bytes) {
  let text = '';
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    text += base64Digits[word >> 18] + base64Digits[(word >> 12) & 63] + base64Digits[(word >> 6) & 63] + base64Digits[word & 63];
  }
  if (i + 1 === bytes.length) {
    text += base64Digits[bytes[i] >> 2] + base64Digits[(bytes[i] & 3) << 4] + '==';
  } else if (i + 2 === bytes.length) {
    const word = (bytes[i] << 8) | bytes[i + 1];
    text += base64Digits[word >> 10] + base64Digits[(word >> 4) & 63] + base64Digits[(word & 15) << 2] + '=';
  }
  return text;
}

/** Bytes of base64 text; undefined where it is none. White space is skipped, padding may be missing. */
function fromBase64(text) {
  const bytes = new Uint8Array(floor((text.length * 3) / 4) + 3);
  let length = 0;
  let word = 0;
  let bits = 0;
  let padding = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 32 || (code >= 9 && code <= 13 && code !== 11)) continue;
    if (code === 61) {
      padding++;
      continue;
    }
    const value = code < 128 ? base64Values[code] : -1;
    if (value < 0 || padding > 0) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (word >> bits) & 255;
    }
  }
  return bits === 6 || padding > 2 ? undefined : bytes.slice(0, length);
}

function replace(key, value) {
  if (typeof value === 'bigint') {
    return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : String(value);
  }
  // Half of a surrogate pair is no Unicode, and most readers of JSON refuse it.
  if (typeof value === 'string') return apply(toWellFormed, value, []);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ArrayBuffer) return { $bytes: toBase64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    return { $bytes: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  }
  if (value instanceof Map) {
    const entries = [...value];
    return entries.every((entry) => typeof entry[0] === 'string') ? Object.fromEntries(entries) : entries;
  }
  if (value instanceof Set) return [...value];
  if (value instanceof NativeError) return { name: value.name, message: value.message };
  return value;
}

function revive(key, value) {
  if (typeof value === 'object' && value !== null && typeof value.$bytes === 'string') {
    return fromBase64(value.$bytes) ?? value;
  }
  return value;
}

/** Text of a value, undefined where it has none. Throws a CodeError that says what is wrong with it. */
function encode(value, limit, what) {
  let text;
  try {
    text = stringify(value, replace);
  } catch (error) {
    throw new CodeError(
      'InvalidArguments',
      `${what} cannot be written as JSON: ${error instanceof NativeError ? error.message : String(error)}.`,
      'Return or pass plain objects, arrays, strings, numbers and booleans, without cycles.',
    );
  }
  // Text has at least as many bytes as characters; the exact count is taken outside.
  if (text !== undefined && text.length > limit) {
    throw new CodeError(
      'OutputTooLarge',
      `${what} is ${text.length} characters of JSON; the limit is ${limit} bytes.`,
      'Select, count or shorten inside the program, and hand on only what is needed.',
    );
  }
  return text === undefined ? text : unescapeHalves(text);
}

/** Halves of surrogate pairs in keys, and in objects of String: stringify has escaped them. */
function unescapeHalves(text) {
  return text.includes('\\ud') ? text.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (escape) => (escape.length > 2 ? '\ufffd' : escape)) : text;
}

function decode(text) {
  if (text === undefined) return undefined;
  return text.includes('"$bytes"') ? parse(text, revive) : parse(text);
}
