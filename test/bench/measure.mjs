import { spawnSync } from "node:child_process";
import { Bench } from "tinybench";

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** The median times of functions, in milliseconds: measured by turns, in many short rounds, so that what else runs is fair to all. */
export async function interleaved(tasks, rounds, time) {
  const found = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      const bench = new Bench({ time, iterations: 1, warmup: round === 0, warmupTime: time, warmupIterations: 1 });
      bench.add(name, task);
      await bench.run();
      found[name].push(bench.tasks[0].result.latency.p50);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, median(values)]));
}

/** The median CPU and wall times of whole processes, in milliseconds, by turns. */
export function processes(calls, rounds) {
  const found = Object.fromEntries(Object.keys(calls).map((name) => [name, { cpu: [], wall: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(calls)) {
      const start = performance.now();
      const { status, output } = spawnSync(
        process.execPath,
        ["-r", new URL("cpu.cjs", import.meta.url).pathname, ...args],
        {
          stdio: ["ignore", "ignore", "pipe", "pipe"],
        },
      );
      const wall = performance.now() - start;
      if (status !== 0) throw new Error(`${name} exits with ${status}: ${output[2]}`);
      found[name].cpu.push(Number(output[3]) / 1000);
      found[name].wall.push(wall);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, { cpu, wall }]) => [name, { cpu: median(cpu), wall: median(wall) }]),
  );
}
