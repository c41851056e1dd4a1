let logged = 0;

function log(level, values) {
  if (logged >= limits.logBytes) {
    host.log(level, undefined);
    return;
  }
  let text = apply(format, undefined, values);
  if (groups > 0) text = '  '.repeat(min(groups, 20)) + text;
  const room = limits.logBytes - logged;
  logged += text.length + 1;
  host.log(level, text.length > room ? text.slice(0, room) : text);
  if (text.length > room) host.log(level, undefined);
}

function format(first, ...rest) {
  if (typeof first !== 'string') return [first, ...rest].map((value) => show(value)).join(' ');
  let used = 0;
  const text = first.includes('%')
    ? first.replace(/%[sdifjoOc%]/g, (mark) => {
        if (mark === '%%') return '%';
        if (used >= rest.length) return mark;
        const value = rest[used++];
        if (mark === '%s') return show(value);
        if (mark === '%c') return '';
        if (mark === '%d' || mark === '%f') return String(Number(value));
        if (mark === '%i') return String(trunc(Number(value)));
        return show(value);
      })
    : first;
  return [text, ...rest.slice(used).map((value) => show(value))].join(' ');
}

/** A value for a reader: JSON where that says it, and what JSON lacks by name. */
function show(value) {
  switch (typeof value) {
    case 'string':
      return value;
    case 'undefined':
    case 'number':
    case 'boolean':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return String(value);
    case 'function':
      return `[function ${value.name || 'anonymous'}]`;
  }
  if (value === null) return 'null';
  if (value instanceof NativeError) return `${value.name}: ${value.message}`;
  if (value instanceof NativePromise) return '[promise, not awaited]';
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  try {
    return stringify(value, (key, item) => {
      if (typeof item === 'function') return `[function ${item.name || 'anonymous'}]`;
      if (item === undefined) return null;
      return replace(key, item);
    }) ?? String(value);
  } catch {
    return '[object that cannot be shown]';
  }
}

let groups = 0;
const counts = Object.create(null);
const timers = Object.create(null);

define('console', {
  log: (...values) => log('log', values),
  info: (...values) => log('info', values),
  debug: (...values) => log('debug', values),
  warn: (...values) => log('warn', values),
  error: (...values) => log('error', values),
  trace: (...values) => log('debug', values),
  dir: (value) => log('log', [value]),
  table: (value) => log('log', [value]),
  assert(condition, ...values) {
    if (!condition) log('error', ['Assertion failed:', ...values]);
  },
  group(...values) {
    if (values.length > 0) log('log', values);
    groups++;
  },
  groupCollapsed: (...values) => console.group(...values),
  groupEnd() {
    groups = max(0, groups - 1);
  },
  count(label = 'default') {
    counts[label] = (counts[label] ?? 0) + 1;
    log('log', [`${label}: ${counts[label]}`]);
  },
  countReset(label = 'default') {
    delete counts[label];
  },
  time(label = 'default') {
    timers[label] = now;
  },
  timeLog: (label = 'default', ...values) => log('log', [`${label}: ${now - (timers[label] ?? now)} ms`, ...values]),
  timeEnd(label = 'default') {
    log('log', [`${label}: ${now - (timers[label] ?? now)} ms`]);
    delete timers[label];
  },
});
