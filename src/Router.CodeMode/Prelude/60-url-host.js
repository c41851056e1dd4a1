// later: URL, URLSearchParams
// Hosts of URLs, as https://url.spec.whatwg.org has them. Of IDNA there is the encoding and plain lower case, without its tables of what is
// mapped and what is forbidden.

const FAILURE = null;
const forbiddenHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const forbiddenDomain = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;

const controlSet = /[\0-\x1f\x7f]/;
const fragmentSet = /[\0-\x20\x7f"<>`]/;
const querySet = /[\0-\x20\x7f"#<>]/;
const specialQuerySet = /[\0-\x20\x7f"#<>']/;
const pathSet = /[\0-\x20\x7f"#<>?^`{}]/;
const userSet = /[\0-\x20\x7f"#<>?^`{}/:;=@[\\\]|]/;

const hex = '0123456789ABCDEF';

/** A code point as a URL writes it where it may not stand for itself. */
function percent(point, set) {
  if (point > '\x7f') return encodeURIComponent(point);
  if (!set.test(point)) return point;
  const code = point.charCodeAt(0);
  return `%${hex[code >> 4]}${hex[code & 15]}`;
}

function percentAll(text, set) {
  let result = '';
  for (const point of text) result += percent(point, set);
  return result;
}

/** Bytes as text, and what is no UTF-8 as U+FFFD. */
function utf8Text(bytes) {
  const units = [];
  readUtf8(bytes, units, () => 0xfffd, false);
  return fromUnits(units);
}

function percentDecode(text) {
  if (!text.includes('%')) return text;
  const source = new Uint8Array(text.length * 3);
  const bytes = source.subarray(0, writeUtf8(text, source).written);
  const result = [];
  for (let i = 0; i < bytes.length; i++) {
    const pair = bytes[i] === 37 && i + 2 < bytes.length ? String.fromCharCode(bytes[i + 1], bytes[i + 2]) : '';
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      result.push(parseInt(pair, 16));
      i += 2;
    } else {
      result.push(bytes[i]);
    }
  }
  return utf8Text(result);
}

/** Punycode, RFC 3492. */
function punycode(label) {
  const points = [...label].map((point) => point.codePointAt(0));
  const basic = points.filter((point) => point < 128);
  let output = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '');
  let n = 128;
  let delta = 0;
  let bias = 72;
  for (let handled = basic.length; handled < points.length;) {
    const next = min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = 36; ; k += 36) {
        const t = max(1, min(26, k - bias));
        if (q < t) break;
        output += punycodeDigit(t + ((q - t) % (36 - t)));
        q = floor((q - t) / (36 - t));
      }
      output += punycodeDigit(q);
      let k = 0;
      delta = handled === basic.length ? floor(delta / 700) : delta >> 1;
      for (delta += floor(delta / (handled + 1)); delta > 455; k += 36) delta = floor(delta / 35);
      bias = k + floor((36 * delta) / (delta + 38));
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return `xn--${output}`;
}

const punycodeDigit = (value) => String.fromCharCode(value < 26 ? value + 97 : value + 22);

function domainToAscii(domain) {
  const mapped = domain.normalize('NFKC').toLowerCase().normalize('NFC').replace(/[\u00ad\u200b\u2060\ufeff]/g, '').replace(/[\u3002\uff0e\uff61]/g, '.');
  return mapped.split('.').map((label) => (/[^\0-\x7f]/.test(label) ? punycode(label) : label)).join('.');
}

function parseHost(text, opaque) {
  if (text[0] === '[') return text.endsWith(']') ? parseIpv6(text.slice(1, -1)) : FAILURE;
  if (opaque) return forbiddenHost.test(text) ? FAILURE : percentAll(text, controlSet);
  const decoded = percentDecode(text);
  const domain = /[^\0-\x7f]/.test(decoded) ? domainToAscii(decoded) : decoded.toLowerCase();
  if (domain === '' || forbiddenDomain.test(domain)) return FAILURE;
  const parts = domain.split('.');
  if (parts.length > 1 && parts[parts.length - 1] === '') parts.pop();
  const last = parts[parts.length - 1];
  return /^[0-9]+$/.test(last) || /^0x[0-9a-f]*$/.test(last) ? parseIpv4(parts) : domain;
}

function parseIpv4(parts) {
  if (parts.length > 4) return FAILURE;
  const numbers = parts.map((part) => {
    if (part === '') return NaN;
    if (/^0x[0-9a-f]*$/.test(part)) return part.length === 2 ? 0 : parseInt(part, 16);
    if (/^0[0-7]*$/.test(part)) return parseInt(part, 8);
    return /^[1-9][0-9]*$/.test(part) ? parseInt(part, 10) : NaN;
  });
  const last = numbers.pop();
  if (!numbers.every((number) => number <= 255) || !(last < 256 ** (4 - numbers.length))) return FAILURE;
  const address = numbers.reduce((sum, number, i) => sum + number * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => floor(address / 2 ** shift) % 256).join('.');
}

function parseIpv6(text) {
  const embedded = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (embedded !== null) {
    const bytes = embedded.slice(2);
    if (bytes.some((byte) => byte.length > 3 || Number(byte) > 255 || (byte.length > 1 && byte[0] === '0'))) return FAILURE;
    const [a, b, c, d] = bytes.map(Number);
    text = `${embedded[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return FAILURE;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return FAILURE;
  if (!groups.flat().every((piece) => /^[0-9a-f]{1,4}$/i.test(piece))) return FAILURE;
  const pieces = halves.length === 1 ? groups[0] : [...groups[0], ...new Array(8 - count).fill('0'), ...groups[1]];
  return `[${writeIpv6(pieces.map((piece) => parseInt(piece, 16)))}]`;
}

/** The longest run of zeros, if longer than one, becomes `::`. */
function writeIpv6(pieces) {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && pieces[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    i = max(i, end - 1);
  }
  const text = (from, to) => pieces.slice(from, to).map((piece) => piece.toString(16)).join(':');
  return start < 0 ? text(0, 8) : `${text(0, start)}::${text(start + length, 8)}`;
}
