// The platform maker's own SDK with the questions' answers in memory: no database at all.
//
//   node node_sdk.mjs ws://127.0.0.1:PORT/ ANSWERS.json

import { readFileSync } from 'node:fs';
import sdk from '@wecom/aibot-node-sdk';

const [, , wsUrl, file] = process.argv;
const items = JSON.parse(readFileSync(file, 'utf8'));
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new sdk.WSClient({ botId: 'b', secret: 's', wsUrl, logger: quiet });

client.on('message.text', async (frame) => {
  const text = frame.body.text.content.replace(/^@\S+\s*/, '');
  const [, unit] = /^(\S+?)\s*有哪些任务$/.exec(text) ?? [];
  const content = items[unit].join('\n');
  await client.reply(frame, { msgtype: 'markdown', markdown: { content } });
});
client.connect();
