let ended = false;

function finish(value) {
  if (ended) return;
  let text;
  try {
    text = encode(value, limits.resultBytes, 'The value of the program');
  } catch (error) {
    fail(error);
    return;
  }
  ended = true;
  host.done(true, text);
}

function fail(error) {
  if (ended) return;
  ended = true;
  let told;
  try {
    told = stringify(describe(error));
  } catch {
    told = '{"kind":"Program","message":"The program threw something that cannot be described."}';
  }
  host.done(false, told);
}

function describe(error) {
  const told = CodeError.toldBy(error);
  if (told !== undefined) return { ...told, message: clip(told.message), stack: stackOf(error) };
  if (error instanceof NativeError) {
    return { kind: 'Program', message: clip(error.message), name: clip(error.name), stack: stackOf(error), hint: hintFor(error) };
  }
  return { kind: 'Program', message: clip(`The program threw ${show(error)}, which is no Error.`) };
}

// A cut may go through a character, and half of one is no text outside.
const cut = (text, length) => apply(toWellFormed, text.slice(0, length), []);
const clip = (text) => cut(String(text), 2000);
const stackOf = (error) => (typeof error.stack === 'string' ? cut(error.stack, 4000) : undefined);

/** A program whose value is a function meant that function. */
function complete(value) {
  if (typeof value === 'function') {
    let inner;
    try {
      inner = value();
    } catch (error) {
      fail(error);
      return;
    }
    then(NativePromise.resolve(inner), finish, fail);
    return;
  }
  finish(value);
}

/** What throws in here does so because of what the program has made of the language: it is the program that failed. */
function enter(kind, number, text, time, program) {
  now = time;
  try {
    deliver(kind, number, text, program);
  } catch (error) {
    fail(error);
  }
}

function deliver(kind, number, text, program) {
  if (kind !== 'begin') {
    settle(number, kind === 'ok', text);
    return;
  }
  const start = parse(text);
  limits = start.limits;
  roots = start.roots;
  startedAt = now;
  seed(start.seed);
  for (const root of roots) {
    define(root, path(root));
  }
  let running;
  try {
    running = program();
  } catch (error) {
    fail(error);
    return;
  }
  then(NativePromise.resolve(running), complete, fail);
}
