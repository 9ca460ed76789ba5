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

/** The CPU time of one call, in milliseconds: the least of several. */
export function leastCpu(run, calls) {
  let least = Number.POSITIVE_INFINITY;
  for (let call = 0; call < calls; call++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/**
 * How the time of a shape grows with its size: the exponent, fitted by least squares over doublings. 1 is in proportion, 2 the
 * square. The shape is doubled first until a call takes long enough to be measured, if it is read in that size.
 */
export function exponentOf(
  { size, make, most = Number.POSITIVE_INFINITY },
  { doublings = 3, least = 25, calls = 3 } = {},
) {
  let first = size;
  make(first)();
  while (first * 2 ** (doublings + 1) <= most && leastCpu(make(first), 2) < least) first *= 2;
  const points = Array.from({ length: doublings + 1 }, (_, doubling) => {
    const times = make(first * 2 ** doubling);
    return { x: doubling, y: Math.log2(leastCpu(times, calls)) };
  });
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const shared = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return shared / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}
