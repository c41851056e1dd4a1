// later: URL, URLSearchParams
// The parser of https://url.spec.whatwg.org, state by state: a record of parts, FAILURE, or, where one part alone is set, undefined.

const specialPorts = Object.assign(Object.create(null), { 'ftp:': '21', 'file:': null, 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443' });
const isSpecial = (url) => url.scheme in specialPorts;
const isDriveLetter = (text) => /^[a-z][:|]$/i.test(text);
const isDot = (text) => /^(\.|%2e)$/i.test(text);
const isDoubleDot = (text) => /^(\.|%2e){2}$/i.test(text);
const hasCredentials = (url) => url.username !== '' || url.password !== '';
const withoutCredentials = (url) => url.host === null || url.host === '' || url.scheme === 'file:';
const isOpaque = (url) => typeof url.path === 'string';

function shorten(url) {
  if (url.scheme === 'file:' && url.path.length === 1 && /^[a-z]:$/i.test(url.path[0])) return;
  url.path.pop();
}

function writeUrl(url, fragment = true) {
  let text = url.scheme;
  if (url.host !== null) {
    text += '//';
    if (hasCredentials(url)) text += `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
    text += url.host + (url.port === null ? '' : `:${url.port}`);
  } else if (!isOpaque(url) && url.path.length > 1 && url.path[0] === '') {
    text += '/.';
  }
  text += writePath(url) + (url.query === null ? '' : `?${url.query}`);
  return fragment && url.fragment !== null ? `${text}#${url.fragment}` : text;
}

const writePath = (url) => (isOpaque(url) ? url.path : url.path.map((segment) => `/${segment}`).join(''));

function parseUrl(text, base, url, only) {
  let input = String(text).toWellFormed();
  if (url === undefined) {
    url = { scheme: '', username: '', password: '', host: null, port: null, path: [], query: null, fragment: null };
    input = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
  }
  const points = [...input.replace(/[\t\n\r]+/g, '')];
  const rest = (at, count) => points.slice(at, at + count).join('');
  const driveLetterAt = (at) => isDriveLetter(rest(at, 2)) && (points[at + 2] === undefined || /[/\\?#]/.test(points[at + 2]));
  let state = only ?? 'scheme start';
  let buffer = '';
  let atSeen = false;
  let passwordSeen = false;
  let inBrackets = false;

  const copyHost = () => {
    url.username = base.username;
    url.password = base.password;
    url.host = base.host;
    url.port = base.port;
  };
  const to = (next) => {
    state = next;
    buffer = '';
  };
  const toQuery = () => {
    url.query = '';
    to('query');
  };
  const toFragment = () => {
    url.fragment = '';
    to('fragment');
  };

  for (let p = 0; p <= points.length; p++) {
    const c = points[p];
    const slash = c === '/' || (c === '\\' && isSpecial(url));
    const ends = c === undefined || slash || c === '?' || c === '#';
    switch (state) {
      case 'scheme start':
        if (c !== undefined && /[a-z]/i.test(c)) {
          buffer = c.toLowerCase();
          state = 'scheme';
        } else if (only === undefined) {
          state = 'no scheme';
          p--;
        } else return FAILURE;
        break;

      case 'scheme':
        if (c !== undefined && /[a-z0-9+.-]/i.test(c)) {
          buffer += c.toLowerCase();
        } else if (c === ':') {
          const scheme = `${buffer}:`;
          if (only !== undefined) {
            if (isSpecial(url) !== (scheme in specialPorts) || ((hasCredentials(url) || url.port !== null) && scheme === 'file:')) return undefined;
            if (url.scheme === 'file:' && url.host === '') return undefined;
            url.scheme = scheme;
            if (url.port === specialPorts[scheme]) url.port = null;
            return undefined;
          }
          url.scheme = scheme;
          if (scheme === 'file:') to('file');
          else if (isSpecial(url)) to(base !== undefined && base.scheme === scheme ? 'special relative or authority' : 'special authority slashes');
          else if (points[p + 1] === '/') {
            to('path or authority');
            p++;
          } else {
            url.path = '';
            to('opaque path');
          }
        } else if (only === undefined) {
          to('no scheme');
          p = -1;
        } else return FAILURE;
        break;

      case 'no scheme':
        if (base === undefined || (isOpaque(base) && c !== '#')) return FAILURE;
        if (isOpaque(base)) {
          url.scheme = base.scheme;
          url.path = base.path;
          url.query = base.query;
          toFragment();
        } else {
          state = base.scheme === 'file:' ? 'file' : 'relative';
          p--;
        }
        break;

      case 'special relative or authority':
      case 'special authority slashes':
        if (c === '/' && points[p + 1] === '/') {
          p++;
          state = 'special authority ignore slashes';
        } else {
          state = state === 'special authority slashes' ? 'special authority ignore slashes' : 'relative';
          p--;
        }
        break;

      case 'path or authority':
        state = c === '/' ? 'authority' : 'path';
        if (c !== '/') p--;
        break;

      case 'relative':
        url.scheme = base.scheme;
        if (c === '/' || (c === '\\' && isSpecial(url))) {
          state = 'relative slash';
          break;
        }
        copyHost();
        url.path = [...base.path];
        url.query = base.query;
        if (c === '?') toQuery();
        else if (c === '#') toFragment();
        else if (c !== undefined) {
          url.query = null;
          shorten(url);
          state = 'path';
          p--;
        }
        break;

      case 'relative slash':
        if (slash) {
          state = isSpecial(url) ? 'special authority ignore slashes' : 'authority';
        } else {
          copyHost();
          state = 'path';
          p--;
        }
        break;

      case 'special authority ignore slashes':
        if (c !== '/' && c !== '\\') {
          state = 'authority';
          p--;
        }
        break;

      case 'authority':
        if (c === '@') {
          for (const point of atSeen ? `%40${buffer}` : buffer) {
            if (point === ':' && !passwordSeen) passwordSeen = true;
            else if (passwordSeen) url.password += percent(point, userSet);
            else url.username += percent(point, userSet);
          }
          atSeen = true;
          buffer = '';
        } else if (ends) {
          if (atSeen && buffer === '') return FAILURE;
          p -= [...buffer].length + 1;
          to('host');
        } else buffer += c;
        break;

      case 'host':
      case 'hostname':
        if (only !== undefined && url.scheme === 'file:') {
          p--;
          state = 'file host';
        } else if (c === ':' && !inBrackets) {
          if (buffer === '' || only === 'hostname') return FAILURE;
          const host = parseHost(buffer, !isSpecial(url));
          if (host === FAILURE) return FAILURE;
          url.host = host;
          to('port');
        } else if (ends) {
          p--;
          if (buffer === '' && (isSpecial(url) || (only !== undefined && (hasCredentials(url) || url.port !== null)))) return FAILURE;
          const host = buffer === '' ? '' : parseHost(buffer, !isSpecial(url));
          if (host === FAILURE) return FAILURE;
          url.host = host;
          if (only !== undefined) return undefined;
          to('path start');
        } else {
          if (c === '[') inBrackets = true;
          if (c === ']') inBrackets = false;
          buffer += c;
        }
        break;

      case 'port':
        if (c !== undefined && /[0-9]/.test(c)) {
          buffer += c;
        } else if (ends || only !== undefined) {
          if (buffer !== '') {
            const port = Number(buffer);
            if (port > 65535) return FAILURE;
            url.port = String(port) === specialPorts[url.scheme] ? null : String(port);
          }
          if (only !== undefined) return undefined;
          to('path start');
          p--;
        } else return FAILURE;
        break;

      case 'file':
        url.scheme = 'file:';
        url.host = '';
        if (c === '/' || c === '\\') {
          state = 'file slash';
          break;
        }
        if (base !== undefined && base.scheme === 'file:') {
          url.host = base.host;
          url.path = [...base.path];
          url.query = base.query;
          if (c === '?') toQuery();
          else if (c === '#') toFragment();
          else if (c !== undefined) {
            url.query = null;
            if (driveLetterAt(p)) url.path = [];
            else shorten(url);
            state = 'path';
            p--;
          }
        } else {
          state = 'path';
          p--;
        }
        break;

      case 'file slash':
        if (c === '/' || c === '\\') {
          state = 'file host';
          break;
        }
        if (base !== undefined && base.scheme === 'file:') {
          url.host = base.host;
          if (!driveLetterAt(p) && /^[a-z]:$/i.test(base.path[0] ?? '')) url.path.push(base.path[0]);
        }
        state = 'path';
        p--;
        break;

      case 'file host':
        if (ends || c === '\\') {
          p--;
          if (only === undefined && isDriveLetter(buffer)) {
            state = 'path';
          } else if (buffer === '') {
            url.host = '';
            if (only !== undefined) return undefined;
            state = 'path start';
          } else {
            const host = parseHost(buffer, false);
            if (host === FAILURE) return FAILURE;
            url.host = host === 'localhost' ? '' : host;
            if (only !== undefined) return undefined;
            to('path start');
          }
        } else buffer += c;
        break;

      case 'path start':
        if (isSpecial(url)) {
          state = 'path';
          if (c !== '/' && c !== '\\') p--;
        } else if (only === undefined && c === '?') toQuery();
        else if (only === undefined && c === '#') toFragment();
        else if (c !== undefined) {
          state = 'path';
          if (c !== '/') p--;
        } else if (only !== undefined && url.host === null) url.path.push('');
        break;

      case 'path':
        if (c === undefined || slash || (only === undefined && (c === '?' || c === '#'))) {
          if (isDoubleDot(buffer)) {
            shorten(url);
            if (!slash) url.path.push('');
          } else if (isDot(buffer)) {
            if (!slash) url.path.push('');
          } else {
            if (url.scheme === 'file:' && url.path.length === 0 && isDriveLetter(buffer)) buffer = `${buffer[0]}:`;
            url.path.push(buffer);
          }
          buffer = '';
          if (c === '?') toQuery();
          if (c === '#') toFragment();
        } else buffer += percent(c, pathSet);
        break;

      case 'opaque path':
        if (c === '?') toQuery();
        else if (c === '#') toFragment();
        else if (c === ' ') url.path += points[p + 1] === '?' || points[p + 1] === '#' ? '%20' : ' ';
        else if (c !== undefined) url.path += percent(c, controlSet);
        break;

      case 'query':
        if (c === undefined || (only === undefined && c === '#')) {
          url.query += percentAll(buffer, isSpecial(url) ? specialQuerySet : querySet);
          if (c === '#') toFragment();
        } else buffer += c;
        break;

      case 'fragment':
        if (c !== undefined) url.fragment += percent(c, fragmentSet);
        break;
    }
  }
  return url;
}
