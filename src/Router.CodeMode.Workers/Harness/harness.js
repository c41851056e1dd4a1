// The Worker around the programs: it loads each as a fresh isolate without bindings and without a network, and carries text between that
// isolate and a WebSocket. It reads none of it but its own frames. The same file runs in local workerd processes (LOCAL is set: one socket
// for the life of the process) and on Cloudflare (one socket for each run).
//
// A frame is one letter and text; a lower-case letter says that the frame goes on in the next one.
//   from the host:  R {"modules":{…},"cpuMs":n} load a program · E an event for it · X end it
//   to the host:    L it is loaded · S what it did in one step · F {"name","message","stack"} it failed · X it has ended, as was asked

import { RpcTarget, WorkerEntrypoint } from 'cloudflare:workers';
import * as workers from 'cloudflare:workers';

const CompatibilityDate = '2026-01-01';

/** What an isolate holds of the outside: a queue of text, one piece at a time. */
class Link extends RpcTarget {
  #send;
  #pieces = [];
  #waiting;

  constructor(send) {
    super();
    this.#send = send;
  }

  /** Ends a step with the last piece of what it did, and answers with the first piece of the next event. No piece: the program is loaded. */
  next(piece) {
    this.#send(piece === undefined ? 'L' : `S${piece}`);
    return this.take();
  }

  /** Hands out a piece that is not the last one. */
  more(piece) {
    this.#send(`s${piece}`);
  }

  /** A piece of the event that has begun. */
  take() {
    if (this.#pieces.length > 0) return this.#pieces.shift();
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  deliver(piece) {
    const waiting = this.#waiting;
    if (waiting === undefined) {
      this.#pieces.push(piece);
      return;
    }
    this.#waiting = undefined;
    waiting(piece);
  }
}

/** One socket: programs one after the other. */
class Session {
  #loader;
  #socket;
  #text = '';
  #link;
  #ending = false;

  constructor(loader, socket) {
    this.#loader = loader;
    this.#socket = socket;
  }

  receive(frame) {
    if (typeof frame !== 'string' || frame === '') throw new TypeError('A frame is text.');
    switch (frame[0]) {
      case 'r':
        this.#text += frame.slice(1);
        return;
      case 'R': {
        if (this.#link !== undefined) throw new Error('A program runs already.');
        const text = this.#text + frame.slice(1);
        this.#text = '';
        this.#link = new Link((piece) => this.#socket.send(piece));
        void this.#run(JSON.parse(text), this.#link);
        return;
      }
      case 'e':
      case 'E':
        this.#link?.deliver(frame);
        return;
      case 'X':
        this.end();
        return;
      default:
        throw new Error('No such frame.');
    }
  }

  end() {
    if (this.#link === undefined) {
      this.#say('X');
      return;
    }
    this.#ending = true;
    this.#link.deliver('X');
  }

  async #run(start, link) {
    try {
      const isolate = this.#loader.load({
        compatibilityDate: CompatibilityDate,
        mainModule: 'main.js',
        modules: start.modules,
        env: {},
        globalOutbound: null,
        limits: { cpuMs: start.cpuMs },
      });
      const program = isolate.getEntrypoint();
      try {
        await program.run(link);
      } finally {
        program[Symbol.dispose]?.();
        isolate[Symbol.dispose]?.();
      }
    } catch (error) {
      const told = { name: String(error?.name), message: clip(error?.message), stack: clip(error?.stack) };
      if (!this.#ending) this.#say(`F${JSON.stringify(told)}`);
    }
    this.#link = undefined;
    if (this.#ending) this.#say('X');
    this.#ending = false;
  }

  #say(frame) {
    try {
      this.#socket.send(frame);
    } catch {
      // It is closed: nobody is left to be told.
    }
  }
}

const clip = (text) => String(text).slice(0, 4000);

/** Whether the caller knows the token. Both are hashed first, so that neither length nor first difference shows in the time it takes. */
async function admitted(request, env) {
  if (typeof env.TOKEN !== 'string' || env.TOKEN.length < 16) return false;
  const hash = (text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const [given, expected] = await Promise.all([hash(request.headers.get('authorization') ?? ''), hash(`Bearer ${env.TOKEN}`)]);
  return crypto.subtle.timingSafeEqual(given, expected);
}

export default class extends WorkerEntrypoint {
  async fetch(request) {
    if (!(await admitted(request, this.env))) return new Response('The bearer token is missing or wrong.\n', { status: 401 });
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return new Response('This runs programs over a WebSocket.\n', { status: 426, headers: { upgrade: 'websocket' } });
    }
    const [theirs, ours] = Object.values(new WebSocketPair());
    const session = new Session(this.env.LOADER, ours);
    const local = this.env.LOCAL === '1';
    ours.accept();
    ours.addEventListener('message', (event) => {
      try {
        session.receive(event.data);
      } catch {
        ours.close(1002, 'That is no frame of this protocol.');
        session.end();
      }
    });
    const closed = () => {
      session.end();
      // A local process belongs to its socket: without it, it ends.
      if (local) workers.abortIsolate('The host is gone.');
    };
    ours.addEventListener('close', closed);
    ours.addEventListener('error', closed);
    return new Response(null, { status: 101, webSocket: theirs });
  }
}
