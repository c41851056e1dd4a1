// later: Event, CustomEvent, EventTarget, AbortSignal, AbortController
// Events and signals, as far as programs without a page use them.

define('Event', class Event {
  #type;
  #options;
  _stopped = false;
  _target = null;
  defaultPrevented = false;

  constructor(type, options = {}) {
    if (arguments.length === 0) throw new TypeError('An Event needs a type.');
    this.#type = String(type);
    this.#options = options ?? {};
    for (const key of ['_stopped', '_target']) defineProperty(this, key, { enumerable: false });
  }

  get type() { return this.#type; }
  get cancelable() { return Boolean(this.#options.cancelable); }
  get bubbles() { return Boolean(this.#options.bubbles); }
  get composed() { return Boolean(this.#options.composed); }
  get target() { return this._target; }
  get currentTarget() { return this._target; }
  get timeStamp() { return now - startedAt; }
  preventDefault() { if (this.cancelable) this.defaultPrevented = true; }
  stopPropagation() {}
  stopImmediatePropagation() { this._stopped = true; }
});

define('CustomEvent', class CustomEvent extends Event {
  #detail;

  constructor(type, options = {}) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() { return this.#detail; }
});

define('EventTarget', class EventTarget {
  #listeners = [];

  addEventListener(type, listener, options) {
    if (listener === null || listener === undefined) return;
    const once = typeof options === 'object' && options !== null && Boolean(options.once);
    const signal = typeof options === 'object' && options !== null ? options.signal : undefined;
    if (signal?.aborted) return;
    if (this.#listeners.some((item) => item.type === String(type) && item.listener === listener)) return;
    this.#listeners.push({ type: String(type), listener, once });
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener));
  }

  removeEventListener(type, listener) {
    this.#listeners = this.#listeners.filter((item) => item.type !== String(type) || item.listener !== listener);
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) throw new TypeError('dispatchEvent needs an Event.');
    event._target = this;
    for (const item of this.#listeners.filter((entry) => entry.type === event.type)) {
      if (!this.#listeners.includes(item)) continue;
      if (item.once) this.removeEventListener(item.type, item.listener);
      try {
        if (typeof item.listener === 'function') item.listener.call(this, event);
        else item.listener.handleEvent(event);
      } catch (error) {
        console.error(error);
      }
      if (event._stopped) break;
    }
    return !event.defaultPrevented;
  }
});

{
  const key = {};
  const abort = (signal, reason) => signal._abort(key, reason);

  define('AbortSignal', class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    onabort = null;

    constructor(given) {
      if (given !== key) throw new TypeError('An AbortSignal is made by an AbortController.');
      super();
    }

    get aborted() { return this.#aborted; }
    get reason() { return this.#reason; }
    throwIfAborted() { if (this.#aborted) throw this.#reason; }

    _abort(given, reason) {
      if (given !== key || this.#aborted) return;
      this.#aborted = true;
      this.#reason = reason === undefined ? new DomError('This operation was aborted', 'AbortError') : reason;
      const event = new Event('abort');
      if (typeof this.onabort === 'function') this.onabort(event);
      this.dispatchEvent(event);
    }

    static abort(reason) {
      const signal = new AbortSignal(key);
      abort(signal, reason);
      return signal;
    }

    static timeout(delay) {
      const signal = new AbortSignal(key);
      setTimeout(() => abort(signal, new DomError('The operation was aborted due to timeout', 'TimeoutError')), delay);
      return signal;
    }

    static any(signals) {
      const result = new AbortSignal(key);
      const all = [...signals];
      const first = all.find((signal) => signal.aborted);
      if (first !== undefined) abort(result, first.reason);
      else for (const signal of all) signal.addEventListener('abort', () => abort(result, signal.reason), { once: true });
      return result;
    }
  });

  define('AbortController', class AbortController {
    #signal = new AbortSignal(key);
    get signal() { return this.#signal; }
    abort(reason) { abort(this.#signal, reason); }
  });
}
