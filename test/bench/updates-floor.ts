// The floor of the updates bench, as a process of its own: a bare Fastify route with grammY's webhookCallback and one
// insert through postgres.js.
import Fastify from 'fastify';
import { Bot, webhookCallback } from 'grammy';
import postgres from 'postgres';

const [databaseUrl = '', secretToken = ''] = process.argv.slice(2);
const sql = postgres(databaseUrl, { max: 10 });
const bot = new Bot('700000001:floor-token-000000000000', {
  botInfo: {
    id: 700_000_001,
    is_bot: true,
    first_name: 'Floor',
    username: 'floor_bot',
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_guest_queries: false,
    supports_join_request_queries: false,
  },
});
bot.on('message', async ({ update }) => {
  await sql`
    insert into bench_update (update_id, payload) values (${update.update_id}, ${JSON.stringify(update.message)}::text::jsonb)`;
});
const app = Fastify({ logger: false });
app.post('/', webhookCallback(bot, 'fastify', { secretToken }));
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ url });
process.once('SIGTERM', () => {
  void Promise.all([app.close(), sql.end({ timeout: 5 })]).finally(() => process.exit(0));
});
