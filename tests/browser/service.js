// The service that the browser looks at, with its demo data.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export class Service {
  /** Starts it with these variables in its environment. */
  static async start(variables = {}) {
    const program = process.env.OGROM;
    if (!program) throw new Error("OGROM must name the program that is to be looked at");
    const service = new Service();
    service.folder = await mkdtemp(join(tmpdir(), "ogrom-service-"));
    service.process = spawn(program, ["--port", "0"], {
      cwd: service.folder,
      env: { ...process.env, ...variables },
      stdio: ["ignore", "pipe", "ignore"],
    });
    for await (const line of createInterface({ input: service.process.stdout })) {
      const listens = /listens on (http:\/\/[^/]+)\//.exec(line);
      if (listens) {
        service.origin = listens[1];
        service.process.stdout.resume();
        return service;
      }
    }
    throw new Error("the service has ended before it listened");
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill();
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
