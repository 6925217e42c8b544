import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { npmServer, run } from './run.ts';

describe('bench', () => {
  it('counts calls on every connection, and tells their latency', async () => {
    const { url } = await npmServer();
    const load = ['--connections', '2', '--in-flight', '4', '--for', '500ms'];
    const { code, stdout } = await run('bench', `${url}/echo`, '--param', '{"a":1}', ...load, '--json');
    const { calls, good, callsPerSecond, latencyMs, errors } = JSON.parse(stdout) as {
      calls: number;
      good: number;
      callsPerSecond: number;
      latencyMs: Record<'min' | 'mean' | 'p50' | 'p90' | 'p99' | 'p999' | 'max', number>;
      errors: object;
    };
    expect(calls).toBeGreaterThan(8);
    expect(good).toBe(calls);
    expect(callsPerSecond).toBeGreaterThan(0);
    expect(errors).toEqual({});
    const { min, p50, p90, p99, p999, max } = latencyMs;
    const rising = [min, p50, p90, p99, p999, max];
    expect(rising).toEqual(rising.toSorted((one, other) => one - other));
    expect(code).toBe(0);
  });

  it('tells what went wrong, and ends with 1', async () => {
    const server = new Server();
    server.command('/full', () => ({ status: 6 }));
    await server.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const { code, stdout } = await run('bench', `vsoa://127.0.0.1:${server.address?.port}/full`, '--for', '200ms');
    expect(stdout).toMatch(/\d+ × 6 no memory/);
    expect(code).toBe(1);
  });
});
