// How an engine binds this text: it is an expression, `(host) => enter`.
//
// host, all functions, none of which runs JavaScript:
//   host.call(number, name, args)   a call leaves the program; args is a JSON array as text
//   host.log(level, text)           an entry of the log; text undefined: one was dropped
//   host.done(ok, text)             the program ended; text is its value as JSON (undefined: none) or, where ok is false, a failure:
//                                   {"kind","message","name","stack","hint"}
// host.clock                        true where the engine's own Date reads the time of the last event
//
// enter(kind, call, text, now, program), called by the engine with one event at a time; the engine then runs all promise jobs:
//   'begin': text is {"seed":[4 × uint32],"roots":[…],"limits":{…}}, program the program as an async function without parameters
//   'ok':    call has its value, text is the value as JSON, undefined for none
//   'err':   call failed, text is {"kind","message","hint"}
// now is in milliseconds since 1970.
//
// What the program may change (Array.prototype, JSON, Promise) is captured here before it runs. A program that forges what it sends out
// forges its own run alone: all of it is checked again outside.

const { parse, stringify } = JSON;
const NativePromise = Promise;
const NativeError = Error;
const NativeDate = Date;
const NativeProxy = Proxy;
const { apply, defineProperty } = Reflect;
const nativeThen = NativePromise.prototype.then;
const then = (promise, resolved, rejected) => apply(nativeThen, promise, [resolved, rejected]);
const hasOwn = (object, key) => apply(Object.prototype.hasOwnProperty, object, [key]);
const { toWellFormed } = String.prototype;
const { min, floor, max, trunc } = Math;

let limits;
let now = 0;
let startedAt = 0;

/** Defines a global as the language defines its own: it can be replaced, and is not enumerated. */
function define(name, value) {
  defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
}

/** Defines a global that the engine may have. */
function provide(name, make) {
  if (!(name in globalThis)) {
    define(name, make());
  }
}
