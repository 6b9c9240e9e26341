/** A service of the tests' own, with the demo set, and a network before it that can fail. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The token of the user lena. */
export const TOKEN = "the-token-of-lena";

/** A service that runs. */
export interface Service {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts the binary that `OGROM` names, in a folder that is gone afterwards. */
export async function serve(): Promise<Service> {
  const binary = process.env["OGROM"];
  if (binary === undefined) throw new Error("OGROM must name the binary: run/clients/test says it");
  const folder = await mkdtemp(join(tmpdir(), "ogrom-"));
  const child = spawn(binary, ["--port", "0"], {
    cwd: folder,
    env: { OGROM_TOKENS: `lena=${TOKEN}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (data: Buffer) => (log += data.toString()));
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill();
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface(child.stdout)) {
    const origin = /listens on (http:\/\/[^/]+)\//.exec(line)?.[1];
    if (origin !== undefined) return { origin, stop };
  }
  await stop();
  throw new Error(`the service ended before it listened: ${log}`);
}

/** Faults of connections on their way. */
export interface Faults {
  /** How many connections are cut when their first response comes back: it is carried out, without an acknowledgement. */
  dropped?: number;
  /** Whether keys are taken away from requests. */
  keyless?: boolean;
  /** Whether no response ever comes. */
  silent?: boolean;
}

/** A way to a service. */
export interface Network extends Service {
  /** How many connections have come. */
  connections(): number;
}

/** Puts a network with these faults before a service. */
export async function network(service: Service, faults: Faults): Promise<Network> {
  const { hostname, port } = new URL(service.origin);
  const sockets = new Set<Socket>();
  let { dropped = 0 } = faults;
  let connections = 0;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => (near.destroy(), far.destroy(), sockets.delete(socket)));
    }
    near.on("data", (data) => far.write(faults.keyless ? withoutKey(data) : data));
    far.on("data", (data) => {
      if (dropped > 0) {
        dropped -= 1;
        near.resetAndDestroy();
      } else if (!faults.silent) {
        near.write(data);
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, stop, connections: () => connections };
}

function withoutKey(data: Buffer): Buffer {
  return Buffer.from(data.toString("latin1").replace(/idempotency-key: [^\r]*\r\n/i, ""), "latin1");
}
