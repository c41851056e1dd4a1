// Runs scripts in the same QuickJS, as WebAssembly in node: argv[2] is the npm package, stdin a JSON array of scripts.
Date.now = () => 1700000000000;
process.env.TZ = "UTC";
(async () => {
  const m = await require(process.argv[2] + "/dist/emscripten-module.cjs")({});
  const runtime = m._QTS_NewRuntime();
  m._QTS_RuntimeSetMaxStackSize(runtime, 200 * 1024);
  const last = m._malloc(4);
  const write = (text) => { const n = m.lengthBytesUTF8(text); const p = m._malloc(n + 1); m.stringToUTF8(text, p, n + 1); return [p, n]; };
  const take = (context, p) => { const text = m.UTF8ToString(p); m._QTS_FreeCString(context, p); return text; };
  function evaluate(context, code) {
    const [p, n] = write(code), [f] = write("test.js");
    const value = m._QTS_Eval(context, p, n, f, 0, 0);
    m._free(p); m._free(f);
    const error = m._QTS_ResolveException(context, value);
    const text = error ? "threw " + take(context, m._QTS_Dump(context, error)) : take(context, m._QTS_GetString(context, value));
    if (error) m._QTS_FreeValuePointer(context, error);
    m._QTS_FreeValuePointer(context, value);
    return text;
  }
  const results = JSON.parse(require("fs").readFileSync(0, "utf8")).map((script) => {
    const context = m._QTS_NewContext(runtime, 0);
    const first = evaluate(context, script);
    while (m._QTS_IsJobPending(runtime)) m._QTS_FreeValuePointer(context, m._QTS_ExecutePendingJob(runtime, 1000, last));
    const result = first + " | " + evaluate(context, "String(globalThis.out)");
    m._QTS_FreeContext(context);
    return result;
  });
  process.stdout.write(JSON.stringify(results));
})();
