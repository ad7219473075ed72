// `npm run audit`: proves the books of the database that the settings name, while the shop runs or while it does not.
// Exit code 1 when a rule does not hold.
import { readDatabaseConfig } from './config.ts';
import { auditLedger } from './core/ledger/audit-ledger.ts';
import { connect } from './db/client.ts';
import { makeLog } from './lib/log.ts';
import { joinDatabase } from './open-database.ts';

const opened = await joinDatabase(readDatabaseConfig(), makeLog('warn'));
const database = connect(opened.url, { max: 1, applicationName: 'kartka audit', statementTimeoutMs: 0 });
try {
  const { transfers, entries, findings } = await auditLedger(database.db);
  for (const { rule, count, examples } of findings) {
    console.error(`BROKEN: ${rule}: ${count} (${examples.join(', ')})`);
  }
  console.log(
    `${transfers} transfers, ${entries} entries: ${findings.length === 0 ? 'the books are right' : `${findings.length} rules are broken`}`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await database.close();
  await opened.stop();
}
