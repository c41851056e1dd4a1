using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = []))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);

# The names of the parts are those of version 0.5.6, which the lock file holds.
const main :Workerd.Worker = (
  modules = [
    (name = "bench.js", esModule = embed "bench.js"),
    (name = "index.js", esModule = embed "node_modules/@cloudflare/codemode/dist/index.js"),
    (name = "json-schema-types-D_m9tVnI.js", esModule = embed "node_modules/@cloudflare/codemode/dist/json-schema-types-D_m9tVnI.js"),
    (name = "run-code-Q3Jh6Dcu.js", esModule = embed "node_modules/@cloudflare/codemode/dist/run-code-Q3Jh6Dcu.js"),
    (name = "resolve-34dC47Il.js", esModule = embed "node_modules/@cloudflare/codemode/dist/resolve-34dC47Il.js"),
    (name = "truncate-Dd-VZZYQ.js", esModule = embed "node_modules/@cloudflare/codemode/dist/truncate-Dd-VZZYQ.js"),
    (name = "base-BqhlNCSH.js", esModule = embed "node_modules/@cloudflare/codemode/dist/base-BqhlNCSH.js"),
    (name = "acorn", esModule = embed "node_modules/acorn/dist/acorn.mjs")
  ],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental", "nodejs_compat"],
  bindings = [(name = "LOADER", workerLoader = ())]
);
