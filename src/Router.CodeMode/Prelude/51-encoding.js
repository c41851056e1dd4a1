// Text as bytes: UTF-8 and UTF-16LE, as https://encoding.spec.whatwg.org has them. Other encodings are refused by name.

const domCodes = Object.assign(Object.create(null), {
  InvalidCharacterError: 5, InvalidStateError: 11, SyntaxError: 12, NamespaceError: 14, AbortError: 20, QuotaExceededError: 22,
  TimeoutError: 23, DataCloneError: 25,
});

provide('DOMException', () => class DOMException extends NativeError {
  #name;

  constructor(message = '', name = 'Error') {
    super(message);
    this.#name = String(typeof name === 'object' && name !== null ? name.name ?? 'Error' : name);
    if (typeof name === 'object' && name !== null && 'cause' in name) {
      defineProperty(this, 'cause', { value: name.cause, writable: true, enumerable: false, configurable: true });
    }
  }

  get name() { return this.#name; }
  get code() { return domCodes[this.#name] ?? 0; }
});

const DomError = DOMException;

provide('btoa', () => function btoa(text) {
  if (arguments.length === 0) throw new TypeError('btoa needs a string.');
  const units = String(text);
  const bytes = new Uint8Array(units.length);
  for (let i = 0; i < units.length; i++) {
    const unit = units.charCodeAt(i);
    if (unit > 255) {
      throw new DomError('btoa takes characters up to U+00FF. For other text: new TextEncoder().encode(text).toBase64().', 'InvalidCharacterError');
    }
    bytes[i] = unit;
  }
  return toBase64(bytes);
});

provide('atob', () => function atob(text) {
  if (arguments.length === 0) throw new TypeError('atob needs a string.');
  let units = String(text).replace(/[\t\n\f\r ]+/g, '');
  if (units.length % 4 === 0) units = units.replace(/==?$/, '');
  const bytes = units.includes('=') ? undefined : fromBase64(units);
  if (bytes === undefined) throw new DomError('The text is not base64.', 'InvalidCharacterError');
  return fromUnits(bytes);
});

/** A string of UTF-16 units, of which there may be more than a call may have arguments. */
function fromUnits(units) {
  if (units.length <= 8192) return apply(String.fromCharCode, null, units);
  let text = '';
  for (let i = 0; i < units.length; i += 8192) text += apply(String.fromCharCode, null, units.slice(i, i + 8192));
  return text;
}

/** Writes text as UTF-8; answers how many units of it were read and how many bytes written. */
function writeUtf8(text, target) {
  let read = 0;
  let written = 0;
  for (; read < text.length; read++) {
    let point = text.charCodeAt(read);
    if (point < 0x80) {
      if (written >= target.length) break;
      target[written++] = point;
      continue;
    }
    let units = 1;
    if (point >= 0xd800 && point <= 0xdfff) {
      const low = point < 0xdc00 ? text.charCodeAt(read + 1) : NaN;
      if (low >= 0xdc00 && low <= 0xdfff) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        units = 2;
      } else {
        point = 0xfffd;
      }
    }
    const width = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (written + width > target.length) break;
    if (width === 2) {
      target[written++] = 0xc0 | (point >> 6);
    } else {
      if (width === 3) {
        target[written++] = 0xe0 | (point >> 12);
      } else {
        target[written++] = 0xf0 | (point >> 18);
        target[written++] = 0x80 | ((point >> 12) & 63);
      }
      target[written++] = 0x80 | ((point >> 6) & 63);
    }
    target[written++] = 0x80 | (point & 63);
    read += units - 1;
  }
  return { read, written };
}

provide('TextEncoder', () => class TextEncoder {
  get encoding() { return 'utf-8'; }

  encode(text = '') {
    const units = String(text);
    const bytes = new Uint8Array(units.length * 3);
    return bytes.slice(0, writeUtf8(units, bytes).written);
  }

  encodeInto(text, target) {
    if (!(target instanceof Uint8Array)) throw new TypeError('encodeInto writes into a Uint8Array.');
    return writeUtf8(String(text), target);
  }
});

const decoderLabels = Object.assign(Object.create(null), {
  'unicode-1-1-utf-8': 'utf-8', 'unicode11utf8': 'utf-8', 'unicode20utf8': 'utf-8', 'utf-8': 'utf-8', 'utf8': 'utf-8', 'x-unicode20utf8': 'utf-8',
  'csunicode': 'utf-16le', 'iso-10646-ucs-2': 'utf-16le', 'ucs-2': 'utf-16le', 'unicode': 'utf-16le', 'unicodefeff': 'utf-16le',
  'utf-16': 'utf-16le', 'utf-16le': 'utf-16le',
});

function bytesOf(source) {
  if (source === undefined) return new Uint8Array(0);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  throw new TypeError('TextDecoder reads an ArrayBuffer or a view of one.');
}

/** Units of UTF-8 bytes; `wrong` says what stands for what is none. Answers where an unfinished character begins, if more may follow. */
function readUtf8(bytes, units, wrong, more) {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at];
    if (first < 0x80) {
      units.push(first);
      at++;
      continue;
    }
    const needed = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
    let point = needed === 1 ? first & 31 : needed === 2 ? first & 15 : first & 7;
    let lower = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    let upper = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    let seen = 0;
    while (seen < needed) {
      const next = bytes[at + 1 + seen];
      if (next === undefined && more) return at;
      if (next === undefined || next < lower || next > upper) break;
      lower = 0x80;
      upper = 0xbf;
      point = (point << 6) | (next & 63);
      seen++;
    }
    if (needed === 0 || seen < needed) {
      units.push(wrong());
    } else if (point > 0xffff) {
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    } else {
      units.push(point);
    }
    at += 1 + seen;
  }
  return at;
}

function readUtf16(bytes, units, wrong, more) {
  let at = 0;
  while (at < bytes.length) {
    if (at + 1 === bytes.length) {
      if (more) return at;
      units.push(wrong());
      return bytes.length;
    }
    const unit = bytes[at] | (bytes[at + 1] << 8);
    if (unit >= 0xd800 && unit < 0xdc00) {
      if (at + 3 >= bytes.length && more) return at;
      const low = at + 3 < bytes.length ? bytes[at + 2] | (bytes[at + 3] << 8) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        units.push(unit, low);
        at += 4;
        continue;
      }
      units.push(wrong());
      // A half and an odd byte at the end are one mistake.
      if (at + 3 === bytes.length) return bytes.length;
    } else {
      units.push(unit >= 0xdc00 && unit <= 0xdfff ? wrong() : unit);
    }
    at += 2;
  }
  return at;
}

provide('TextDecoder', () => class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #rest = new Uint8Array(0);
  #begun = false;

  constructor(label = 'utf-8', options = {}) {
    this.#encoding = decoderLabels[String(label).trim().toLowerCase()];
    if (this.#encoding === undefined) throw new RangeError(`The encoding ${label} is not known here: utf-8 and utf-16le are.`);
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(source, options) {
    let bytes = bytesOf(source);
    const more = Boolean(options?.stream);
    if (this.#rest.length > 0) {
      const joined = new Uint8Array(this.#rest.length + bytes.length);
      joined.set(this.#rest);
      joined.set(bytes, this.#rest.length);
      bytes = joined;
    }
    const units = [];
    const wrong = () => {
      if (this.#fatal) {
        this.#rest = new Uint8Array(0);
        this.#begun = false;
        throw new TypeError(`The bytes are not ${this.#encoding}.`);
      }
      return 0xfffd;
    };
    const end = (this.#encoding === 'utf-8' ? readUtf8 : readUtf16)(bytes, units, wrong, more);
    const skip = !this.#begun && !this.#ignoreBOM && units[0] === 0xfeff;
    this.#begun = more && (this.#begun || units.length > 0);
    this.#rest = more ? bytes.slice(end) : new Uint8Array(0);
    return fromUnits(skip ? units.slice(1) : units);
  }
});
