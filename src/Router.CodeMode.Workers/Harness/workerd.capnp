# One process: the harness on one socket, no network, no disk. The socket's address comes from the command line.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = []))],
  sockets = [(name = "control", address = "127.0.0.1:0", http = (), service = "main")],
  v8Flags = ["--max-heap-size=HEAP_MEGABYTES"]
);

const main :Workerd.Worker = (
  modules = [(name = "harness.js", esModule = embed "harness.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental"],
  bindings = [
    (name = "LOADER", workerLoader = ()),
    (name = "TOKEN", fromEnvironment = "ROUTER_WORKERD_TOKEN"),
    (name = "LOCAL", text = "1")
  ]
);
