// The platform maker's own SDK, its answers looked up in SQLite, or in memory where there is none.
//
//   node node_sdk.mjs ws://127.0.0.1:PORT/ ANSWERS.json [FOLDER_OF_BETTER_SQLITE3 LINES.db]

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sdk from '@wecom/aibot-node-sdk';

const [, , wsUrl, file, packages, database] = process.argv;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new sdk.WSClient({ botId: 'b', secret: 's', wsUrl, logger: quiet });

function inMemory() {
  const items = JSON.parse(readFileSync(file, 'utf8'));
  return (unit) => items[unit];
}

function inSqlite() {
  const Database = createRequire(`${packages}/`)('better-sqlite3');
  const lines = new Database(database, { readonly: true })
    .prepare('SELECT words FROM line WHERE unit = ? ORDER BY place')
    .pluck();
  return (unit) => lines.all(unit);
}

const linesOf = database ? inSqlite() : inMemory();

client.on('message.text', async (frame) => {
  const text = frame.body.text.content.replace(/^@\S+\s*/, '');
  const [, unit] = /^(\S+?)\s*有哪些任务$/.exec(text) ?? [];
  const content = linesOf(unit).join('\n');
  await client.reply(frame, { msgtype: 'markdown', markdown: { content } });
});
client.connect();
