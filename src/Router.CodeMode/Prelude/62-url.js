// later: URL, URLSearchParams
// URL and URLSearchParams over the parser.

/** Pairs of application/x-www-form-urlencoded text. */
function readPairs(text) {
  return text.split('&').filter((part) => part !== '').map((part) => {
    const plain = part.replace(/\+/g, ' ');
    const at = plain.indexOf('=');
    return at < 0 ? [percentDecode(plain), ''] : [percentDecode(plain.slice(0, at)), percentDecode(plain.slice(at + 1))];
  });
}

const formEncode = (text) =>
  encodeURIComponent(text).replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`).replace(/%20/g, '+');

const writePairs = (pairs) => pairs.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`).join('&');

{
  const told = new WeakMap();
  const well = (value) => String(value).toWellFormed();

  class URLSearchParams {
    #pairs = [];

    constructor(init = '') {
      if (typeof init === 'object' && init !== null) {
        if (typeof init[Symbol.iterator] === 'function') {
          for (const pair of init) {
            const both = typeof pair === 'object' && pair !== null ? [...pair] : [];
            if (both.length !== 2) throw new TypeError('Each query pair must be an iterable [name, value] tuple.');
            this.#pairs.push([well(both[0]), well(both[1])]);
          }
        } else {
          for (const key of Reflect.ownKeys(init)) {
            if (typeof key === 'string' && Object.prototype.propertyIsEnumerable.call(init, key)) this.#pairs.push([well(key), well(init[key])]);
          }
        }
      } else {
        const text = well(init);
        this.#pairs = readPairs(text[0] === '?' ? text.slice(1) : text);
      }
    }

    static #reset(params, text) {
      params.#pairs = readPairs(text);
    }

    static {
      told.set(URLSearchParams, (params, text) => URLSearchParams.#reset(params, text));
    }

    #changed() {
      told.get(this)?.(writePairs(this.#pairs));
    }

    get size() { return this.#pairs.length; }

    append(name, value) {
      this.#pairs.push([well(name), well(value)]);
      this.#changed();
    }

    delete(name, value) {
      this.#pairs = this.#pairs.filter((pair) => pair[0] !== well(name) || (value !== undefined && pair[1] !== well(value)));
      this.#changed();
    }

    get(name) { return this.#pairs.find((pair) => pair[0] === well(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter((pair) => pair[0] === well(name)).map((pair) => pair[1]); }
    has(name, value) { return this.#pairs.some((pair) => pair[0] === well(name) && (value === undefined || pair[1] === well(value))); }

    set(name, value) {
      const key = well(name);
      const first = this.#pairs.find((pair) => pair[0] === key);
      if (first === undefined) this.#pairs.push([key, well(value)]);
      else {
        first[1] = well(value);
        this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== key);
      }
      this.#changed();
    }

    sort() {
      this.#pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
      this.#changed();
    }

    forEach(body, self) {
      for (const [name, value] of this) body.call(self, value, name, this);
    }

    *entries() {
      for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]];
    }

    *keys() {
      for (const [name] of this.entries()) yield name;
    }

    *values() {
      for (const [, value] of this.entries()) yield value;
    }

    [Symbol.iterator]() { return this.entries(); }
    toString() { return writePairs(this.#pairs); }
    get [Symbol.toStringTag]() { return 'URLSearchParams'; }
  }

  class URL {
    #url;
    #params;

    constructor(text, base) {
      if (arguments.length === 0) throw new TypeError('A URL needs a text.');
      const parsed = URL.#read(text, base);
      if (parsed === FAILURE) throw new TypeError(`Invalid URL: ${well(text).slice(0, 200)}`);
      this.#url = parsed;
      this.#params = new URLSearchParams();
      this.#reread();
      told.set(this.#params, (query) => {
        this.#url.query = query === '' ? null : query;
      });
    }

    static #read(text, base) {
      const root = base === undefined ? undefined : parseUrl(base);
      return root === FAILURE ? FAILURE : parseUrl(text, root);
    }

    static canParse(text, base) { return URL.#read(text, base) !== FAILURE; }
    static parse(text, base) { return URL.canParse(text, base) ? new URL(text, base) : null; }

    #reread() {
      told.get(URLSearchParams)(this.#params, this.#url.query ?? '');
    }

    get href() { return writeUrl(this.#url); }
    set href(value) {
      const parsed = parseUrl(value);
      if (parsed === FAILURE) throw new TypeError(`Invalid URL: ${well(value).slice(0, 200)}`);
      this.#url = parsed;
      this.#reread();
    }

    get origin() {
      const { scheme, path } = this.#url;
      if (scheme === 'blob:') {
        const inner = typeof path === 'string' ? parseUrl(path) : FAILURE;
        return inner !== FAILURE && /^https?:$/.test(inner.scheme) ? new URL(path).origin : 'null';
      }
      return isSpecial(this.#url) && scheme !== 'file:' ? `${scheme}//${this.host}` : 'null';
    }

    get protocol() { return this.#url.scheme; }
    set protocol(value) { parseUrl(`${value}:`, undefined, this.#url, 'scheme start'); }

    get username() { return this.#url.username; }
    set username(value) {
      if (!withoutCredentials(this.#url)) this.#url.username = percentAll(well(value), userSet);
    }

    get password() { return this.#url.password; }
    set password(value) {
      if (!withoutCredentials(this.#url)) this.#url.password = percentAll(well(value), userSet);
    }

    get host() {
      const { host, port } = this.#url;
      return host === null ? '' : port === null ? host : `${host}:${port}`;
    }
    set host(value) {
      if (!isOpaque(this.#url)) parseUrl(value, undefined, this.#url, 'host');
    }

    get hostname() { return this.#url.host ?? ''; }
    set hostname(value) {
      if (!isOpaque(this.#url)) parseUrl(value, undefined, this.#url, 'hostname');
    }

    get port() { return this.#url.port ?? ''; }
    set port(value) {
      if (withoutCredentials(this.#url)) return;
      if (String(value) === '') this.#url.port = null;
      else parseUrl(value, undefined, this.#url, 'port');
    }

    get pathname() { return writePath(this.#url); }
    set pathname(value) {
      if (isOpaque(this.#url)) return;
      this.#url.path = [];
      parseUrl(value, undefined, this.#url, 'path start');
    }

    get search() { return this.#url.query === null || this.#url.query === '' ? '' : `?${this.#url.query}`; }
    set search(value) {
      const text = String(value);
      this.#url.query = text === '' ? null : '';
      if (text !== '') parseUrl(text[0] === '?' ? text.slice(1) : text, undefined, this.#url, 'query');
      this.#reread();
    }

    get searchParams() { return this.#params; }

    get hash() { return this.#url.fragment === null || this.#url.fragment === '' ? '' : `#${this.#url.fragment}`; }
    set hash(value) {
      const text = String(value);
      this.#url.fragment = text === '' ? null : '';
      if (text !== '') parseUrl(text[0] === '#' ? text.slice(1) : text, undefined, this.#url, 'fragment');
    }

    toString() { return this.href; }
    toJSON() { return this.href; }
    get [Symbol.toStringTag]() { return 'URL'; }
  }

  for (const key of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) {
    defineProperty(URL.prototype, key, { enumerable: true });
  }

  // They belong together: one that knows the other's insides.
  define('URLSearchParams', URLSearchParams);
  define('URL', URL);
}
