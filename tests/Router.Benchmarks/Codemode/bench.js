// Runs a program with @cloudflare/codemode as its own documentation does: a DynamicWorkerExecutor over a worker loader. The tools live in
// this Worker, one hop away from the program; ours live in the host, two hops away.

import { DynamicWorkerExecutor } from 'index.js';
import { WorkerEntrypoint } from 'cloudflare:workers';

const tools = (delay) => ({
  echo: async (value) => {
    if (delay > 0) await scheduler.wait(delay);
    return value;
  },
});

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const executor = new DynamicWorkerExecutor({ loader: this.env.LOADER });
    const { result, error } = await executor.execute(await request.text(), [
      { name: 'tools', fns: tools(Number(request.headers.get('x-delay'))) },
    ]);
    return error === undefined ? Response.json(result ?? null) : new Response(error, { status: 500 });
  }
}
