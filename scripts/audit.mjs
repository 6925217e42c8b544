// npm run audit: whether there are advisories for what ships. Ends with 1 where there are, or where nobody could say.
import { buildWhereStale } from './build.mjs';
import { AuditMissing, auditShipped } from './packing/audit.mjs';
import { main } from './run.mjs';

await main(async () => {
  const failed = await buildWhereStale();
  if (failed) return failed;
  const lines = await auditShipped();
  for (const line of lines) console.error(line);
  if (lines.length === 0) console.log('No advisories for what ships');
  return lines.length > 0 ? 1 : 0;
}, [AuditMissing]);
