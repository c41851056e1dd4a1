// structuredClone, of what there is here. Nothing is transferred: what `transfer` names is copied.

const errorTypes = Object.assign(Object.create(null), { Error: NativeError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError });

function uncloneable(value) {
  let what = 'It';
  try {
    what = typeof value === 'function' ? `The function ${value.name || 'without a name'}` : typeof value === 'symbol' ? String(value) : `A ${value.constructor.name}`;
  } catch { /* What cannot even be named. */ }
  return new DomError(`${what} could not be cloned.`, 'DataCloneError');
}

function cloneError(value, remember, copy) {
  const Type = errorTypes[String(value.name)] ?? NativeError;
  const message = Reflect.getOwnPropertyDescriptor(value, 'message');
  const error = remember(message === undefined || !('value' in message) ? new Type() : new Type(String(message.value)));
  for (const key of ['stack', 'cause']) {
    const own = Reflect.getOwnPropertyDescriptor(value, key);
    if (own !== undefined && 'value' in own) {
      defineProperty(error, key, { value: copy(own.value), writable: true, enumerable: false, configurable: true });
    }
  }
  return error;
}

function clone(value, seen) {
  if (typeof value === 'function' || typeof value === 'symbol') throw uncloneable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const copy = (item) => clone(item, seen);
  const remember = (result) => (seen.set(value, result), result);
  if (value instanceof Boolean || value instanceof Number || value instanceof String || (typeof BigInt === 'function' && value instanceof BigInt)) return remember(Object(value.valueOf()));
  if (value instanceof NativeDate) return remember(new NativeDate(value.getTime()));
  if (value instanceof RegExp) return remember(new RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return remember(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    const length = value instanceof DataView ? value.byteLength : value.length;
    return remember(new (Object.getPrototypeOf(value).constructor)(copy(value.buffer), value.byteOffset, length));
  }
  if (value instanceof NativeError) return cloneError(value, remember, copy);
  if (value instanceof NativePromise || value instanceof WeakMap || value instanceof WeakSet) throw uncloneable(value);
  if (value instanceof Map) {
    const result = remember(new Map());
    for (const [key, item] of [...value]) result.set(copy(key), copy(item));
    return result;
  }
  if (value instanceof Set) {
    const result = remember(new Set());
    for (const item of [...value]) result.add(copy(item));
    return result;
  }
  const result = remember(Array.isArray(value) ? new Array(value.length) : {});
  for (const key of Object.keys(value)) {
    if (hasOwn(value, key)) defineProperty(result, key, { value: copy(value[key]), writable: true, enumerable: true, configurable: true });
  }
  return result;
}

provide('structuredClone', () => function structuredClone(value) {
  if (arguments.length === 0) throw new TypeError('structuredClone needs a value.');
  return clone(value, new Map());
});
