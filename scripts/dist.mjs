import path from 'node:path';
import { Command } from 'commander';
import { build, Platform } from 'electron-builder';
import { buildWhereStale } from './build.mjs';
import { findRuntime, RuntimeMissing } from './electron-runtime.mjs';
import { AuditMissing, auditShipped } from './packing/audit.mjs';
import { feedConfig } from './packing/feed-config.mjs';
import { makeIcons } from './packing/icons.mjs';
import { NotHere, obstacle, ownPlatform, systemTools, TARGETS } from './packing/targets.mjs';
import { main, ROOT } from './run.mjs';

const choices = Object.entries(TARGETS).map(([platform, targets]) => `  --${platform.padEnd(6)} ${targets.join(', ')}`);
const program = new Command('npm run dist --')
  .description('Builds packages of the app in release/. Without a platform: all of this one.')
  .option('--linux [targets...]', 'for Linux')
  .option('--win [targets...]', 'for Windows')
  .option('--mac [targets...]', 'for macOS')
  .option('--test', 'from any runtime, with the inspector, packed fast, into release/test: never to be handed out')
  .addHelpText('after', `\nTargets:\n${choices.join('\n')}\n\nWhat each needs: docs/packages.md.`);

await main(async () => {
  const { test = false, ...chosen } = program.parse().opts();
  const platforms = Object.keys(chosen).length > 0 ? chosen : { [ownPlatform()]: true };
  Object.assign(process.env, systemTools());
  const { possible, lines } = await sortOut(platforms);
  for (const line of lines) console.error(line);
  if (possible.length > 0) {
    const failed = await pack(possible, test);
    if (failed) return failed;
  }
  return lines.length > 0 ? 1 : 0;
}, [RuntimeMissing, NotHere]);

/** Which targets can be built here, and in one line for each of the others why not. */
async function sortOut(platforms) {
  const possible = [];
  const lines = [];
  for (const [platform, wanted] of Object.entries(platforms)) {
    const targets = wanted === true ? TARGETS[platform].filter((target) => target !== 'dir') : wanted;
    const unknown = targets.find((target) => !TARGETS[platform].includes(target));
    if (unknown !== undefined) {
      throw new NotHere(`There is no target ${unknown} for --${platform}: ${TARGETS[platform].join(', ')}`);
    }
    for (const target of targets) {
      // oxlint-disable-next-line no-await-in-loop -- what is downloaded is not downloaded twice
      const line = await obstacle(platform, target);
      if (line === null) possible.push(target);
      else lines.push(line);
    }
  }
  return { possible, lines };
}

async function pack(targets, test) {
  const runtime = await findRuntime();
  if (!runtime.official && !test) {
    throw new NotHere(
      `A release is packed from the official Electron only, and there is none: this one is ${runtime.why}. ` +
        'Run this where github.com or a mirror of it is reached (ELECTRON_MIRROR). For tests: npm run dist -- --test',
    );
  }
  const failed = await buildWhereStale();
  if (failed) return failed;
  if (!test) await checkAdvisories();
  await makeIcons(path.join(ROOT, 'dist', 'icons'));
  process.env.VSOA_TESTBENCH_TEST_BUILD = test ? '1' : '';
  if (test) process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '1';
  const { publish, metadata } = feedConfig(process.env);
  // Paths in electron-builder.yml that the builder hands on are relative to it.
  process.chdir(ROOT);
  await build({
    projectDir: ROOT,
    targets: Platform.current().createTarget(targets),
    publish: 'never',
    config: {
      extends: path.join(ROOT, 'electron-builder.yml'),
      electronDist: runtime.folder,
      electronVersion: runtime.version,
      directories: { output: test ? 'release/test' : 'release' },
      // The deb has a line for it where there is one.
      extraMetadata: { homepage: process.env.VSOA_TESTBENCH_HOMEPAGE || 'about:blank', ...metadata },
      publish,
      // Of 260 MiB xz takes a minute.
      deb: test ? { compression: 'gz' } : {},
      linux: process.env.VSOA_TESTBENCH_MAINTAINER ? { maintainer: process.env.VSOA_TESTBENCH_MAINTAINER } : {},
    },
  });
  return 0;
}

/** A release with a known hole is not made; where the registry cannot say, that is said. */
async function checkAdvisories() {
  try {
    const lines = await auditShipped();
    if (lines.length > 0) throw new NotHere(`There are advisories for what ships:\n${lines.join('\n')}`);
  } catch (error) {
    if (!(error instanceof AuditMissing)) throw error;
    console.error(`Not looked for advisories. ${error.message}`);
  }
}
