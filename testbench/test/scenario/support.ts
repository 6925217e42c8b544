import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, type ClientOptions } from '@vsoa-testbench/core';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { Peer } from '../../../core/test/peer/peer.ts';
import type { Ecu } from '../../scenario/ecu.ts';
import { type EcuSpec, type ScenarioSpec, scenarioSpec } from '../../scenario/file/schema.ts';
import { Scenario, type ScenarioOptions } from '../../scenario/scenario.ts';

type Ecus = (Omit<EcuSpec, 'name'> & { name?: string })[];

/** As a file would have it; whatever the file could not say is refused here, too. */
export function specOf(ecus: Ecus, rest: Partial<ScenarioSpec> = {}): ScenarioSpec {
  const named = ecus.map((ecu, place) => ({ name: `ecu${place + 1}`, ...ecu }));
  return v.parse(scenarioSpec, { scenario: 1, seed: 7, ecus: named, ...rest });
}

/** A scenario that runs until the test is over. */
export async function run(spec: ScenarioSpec, options: Partial<ScenarioOptions> = {}): Promise<Scenario> {
  const scenario = new Scenario({ spec, folder: null, ...options });
  onTestFinished(() => scenario.close());
  await scenario.start();
  return scenario;
}

/** One ECU that runs until the test is over. */
export async function runEcu(
  ecu: Ecus[number],
  options: Partial<ScenarioOptions> = {},
): Promise<{ scenario: Scenario; ecu: Ecu }> {
  const scenario = await run(specOf([ecu]), options);
  return { scenario, ecu: scenario.ecu(ecu.name ?? 'ecu1') };
}

export async function connect(
  { url }: { url: string },
  options: ClientOptions & { passwd?: string } = {},
): Promise<Client> {
  const client = new Client(options);
  onTestFinished(() => client.disconnect());
  await client.connect(url, { passwd: options.passwd });
  return client;
}

/** The npm package `vsoa`, in a process of its own. */
export async function npmClient({ url }: { url: string }, options: { passwd?: string } = {}): Promise<Peer> {
  const peer = new Peer('vsoa-client.cjs', { port: Number(new URL(url).port), ...options });
  onTestFinished(() => peer.kill());
  await peer.heard('connect');
  return peer;
}

/** A folder with these files, gone when the test is over. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'vsoa-scenario-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}
