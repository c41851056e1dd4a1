// Runs a program with @cloudflare/codemode as its own documentation does: a DynamicWorkerExecutor over a worker loader. The tools live in
// this Worker, one hop away from the program; ours live in the host, two hops away.

import { DynamicWorkerExecutor } from 'index.js';
import { WorkerEntrypoint } from 'cloudflare:workers';

const tools = {
  echo: async (value) => value,
  wait: async () => {
    await scheduler.wait(50);
    return 1;
  },
};

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const executor = new DynamicWorkerExecutor({ loader: this.env.LOADER });
    const { result, error } = await executor.execute(await request.text(), [{ name: 'tools', fns: tools }]);
    return error === undefined ? Response.json(result ?? null) : new Response(error, { status: 500 });
  }
}
