import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { main, ROOT } from './run.mjs';

/** What is wrong with what was asked. */
class CannotSign extends Error {}

// npm run sign-feed [-- --new-key]: beside each file of the feed, its signature. docs/updates.md tells when.
const program = new Command('npm run sign-feed --')
  .description(
    'Signs the feed of updates in a folder: writes NAME.yml.sig beside each NAME.yml, and prints the public key.',
  )
  .argument('[folder]', 'where the packages are', path.join(ROOT, 'release'))
  .requiredOption('--key <file>', 'private key of the publisher, Ed25519 in PEM')
  .option('--new-key', 'make that key first; a file that is there is not written over');

await main(async () => {
  program.parse();
  const { key: file, newKey = false } = program.opts();
  if (newKey) makeKey(file);
  const key = readKey(file);
  const [folder] = program.processedArgs;
  const feeds = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name)) : [];
  if (feeds.length === 0 && !newKey)
    throw new CannotSign(`There is no latest*.yml in ${folder}: pack with a feed first.`);
  for (const name of feeds) {
    const signature = sign(null, fs.readFileSync(path.join(folder, name)), key).toString('base64');
    fs.writeFileSync(path.join(folder, `${name}.sig`), `${signature}\n`);
    console.error(`${name}.sig`);
  }
  console.log(createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'));
  return 0;
}, [CannotSign]);

function makeKey(file) {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  try {
    fs.writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new CannotSign(`${file} was not written: ${error.message}`);
  }
}

function readKey(file) {
  try {
    const key = createPrivateKey(fs.readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    throw new CannotSign(`${file} is no private key: ${error.message}`);
  }
  throw new CannotSign(`${file} is no Ed25519 key`);
}
