/** What a failed call throws. `kind` is one of the kinds of CodeErrorKind; `hint` says what would be right. */
class CodeError extends NativeError {
  #told;

  constructor(kind, message, hint) {
    super(hint ? `${message} ${hint}` : message);
    this.#told = { kind, message, name: 'CodeError', hint };
    defineProperty(this, 'name', { value: 'CodeError', configurable: true, writable: true, enumerable: false });
    defineProperty(this, 'kind', { value: kind, enumerable: true });
    if (hint) defineProperty(this, 'hint', { value: hint, enumerable: true });
  }

  /** What this says, where it is one of ours, whatever the program did to its properties. */
  static toldBy(error) {
    return typeof error === 'object' && error !== null && #told in error ? error.#told : undefined;
  }
}

// The host refuses what is over the limit, and ends a program that goes on; what is this far over does not even leave the sandbox.
const RefusedMargin = 200;

let made = 0;
let own = 0;
const open = Object.create(null);

/** Makes a call, and answers with the promise of its value. Names that begin with $ are the host's own and not counted. */
function call(name, args) {
  const site = new NativeError().stack;
  return new NativePromise((resolve, reject) => {
    let text;
    try {
      if (name[0] !== '$' && own >= limits.calls + RefusedMargin) {
        throw new CodeError('CallLimit', `The program has made more than the ${limits.calls} calls that it may make.`);
      }
      text = encode(args, limits.argumentBytes, `The argument list of ${name}`);
      if (text === undefined) throw new CodeError('InvalidArguments', `The argument list of ${name} has no JSON.`);
    } catch (error) {
      if (typeof site === 'string') error.stack = site;
      host.log('warn', `${name}: ${error.message}`);
      reject(error);
      return;
    }
    if (name[0] !== '$') own++;
    const number = ++made;
    open[number] = { resolve, reject, site };
    host.call(number, name, text);
  });
}

function settle(number, ok, text) {
  const waiting = open[number];
  if (waiting === undefined) return;
  delete open[number];
  if (ok) {
    waiting.resolve(decode(text));
    return;
  }
  const told = parse(text);
  const error = new CodeError(told.kind, told.message, told.hint);
  // Where the call was made is what its author can mend; where the answer came in says nothing.
  if (typeof waiting.site === 'string') error.stack = waiting.site;
  waiting.reject(error);
}

// What code asks of any object without meaning a function of the catalogue.
const silent = Object.assign(Object.create(null), {
  then: true, toJSON: true, toString: true, valueOf: true, constructor: true, prototype: true, inspect: true, asymmetricMatch: true,
});

/** A name that can be called, and that has names below it: whether they exist is known outside. */
function path(name) {
  const below = Object.create(null);
  const target = function () {};
  return new NativeProxy(target, {
    apply: (_, self, args) => call(name, args),
    get(_, key) {
      if (typeof key === 'symbol') return undefined;
      if (silent[key]) return key === 'toString' ? () => name : undefined;
      return (below[key] ??= path(`${name}.${key}`));
    },
    set() {
      throw new TypeError(`${name} cannot be changed: it stands for functions outside of the program.`);
    },
    construct() {
      throw new TypeError(`${name} is no class. Call it: await ${name}({ ... }).`);
    },
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false,
    getPrototypeOf: () => Function.prototype,
  });
}
