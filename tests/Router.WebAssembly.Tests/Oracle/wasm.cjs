// Runs modules in node: reads [{ wasm, calls: [{ name, args: [[type, text]] }] }], writes one line for each call.
const view = new DataView(new ArrayBuffer(8));
const read = { i: (t) => Number(t), I: (t) => BigInt(t), f: (t) => { view.setUint32(0, Number(t)); return view.getFloat32(0); }, F: (t) => { view.setBigUint64(0, BigInt(t)); return view.getFloat64(0); } };
function show(type, value) {
  switch (type) {
    case "i": return String(value | 0);
    case "I": return String(BigInt.asIntN(64, value));
    case "f": if (Number.isNaN(value)) return "nan"; view.setFloat32(0, value); return "f" + view.getUint32(0);
    case "F": if (Number.isNaN(value)) return "nan"; view.setFloat64(0, value); return "F" + view.getBigUint64(0);
    default: return "void";
  }
}
function trap(error) {
  const text = error.message;
  if (/unreachable/.test(text)) return "trap unreachable";
  if (/divide by zero|remainder by zero/.test(text)) return "trap zero";
  if (/unrepresentable/.test(text)) return "trap range";
  if (/memory access out of bounds/.test(text)) return "trap memory";
  if (/table index|function signature|null function|indirect call/.test(text)) return "trap table";
  return "trap other " + text;
}
function hash(memory) {
  const words = new Uint32Array(memory.buffer);
  let h = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) h = Math.imul(h ^ words[i], 0x01000193);
  return h >>> 0;
}
const modules = JSON.parse(require("fs").readFileSync(0, "utf8"));
const out = [];
for (const { wasm, calls, globals } of modules) {
  const module = new WebAssembly.Module(Buffer.from(wasm, "base64"));
  for (const { name, args, result } of calls) {
    const { exports } = new WebAssembly.Instance(module, { host: {} });
    let line;
    try { line = show(result, exports[name](...args.map(([type, text]) => read[type](text)))); } catch (error) { line = trap(error); }
    out.push(`${line} ${hash(exports.memory)} ${[...globals].map((type, i) => show(type, exports["g" + i].value)).join(" ")}`);
  }
}
process.stdout.write(out.join("\n"));
