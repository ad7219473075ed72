// A process that carries on conversations until it is killed. Says `ready` once it is loaded, and goes when its parent does.
import { connect } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { converseInLanes } from '#test/support/converse-lanes.ts';

const [databaseUrl = ''] = process.argv.slice(2);
const database = connect(databaseUrl, { max: 6, applicationName: 'chaos converser' });
process.stdin.resume().once('end', () => process.exit(0));
console.log('ready');
await converseInLanes(database, { clock: systemClock, isOver: async () => false });
