// A small bot on the platform maker's own SDK. One JSON line on stdout per thing that it did.
//
//   node sdk_check.mjs ws://127.0.0.1:PORT/ BOT_ID SECRET
//
// Messages tell it what to do: 流 (stream), 文 (markdown), 卡 (card), 推 (push), 传 (upload and
// push), 错 (a reply the platform refuses), 完 (disconnect). A file message is downloaded.

import { createHash, randomBytes } from 'node:crypto';
import sdk from '@wecom/aibot-node-sdk';

const { WSClient } = sdk;
const [, , wsUrl, botId, secret] = process.argv;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new WSClient({ botId, secret, wsUrl, logger: quiet, heartbeatInterval: 300 });

const say = (done, facts = {}) => process.stdout.write(`${JSON.stringify({ done, ...facts })}\n`);
const chatOf = (frame) => frame.body.chatid ?? frame.body.from.userid;
const md5 = (data) => createHash('md5').update(data).digest('hex');

const card = (taskId, title) => ({
  card_type: 'button_interaction',
  main_title: { title, desc: 'SDK' },
  button_list: [{ text: '同意', style: 1, key: 'agree' }, { text: '退回', style: 2, key: 'return' }],
  task_id: taskId,
});

const orders = {
  async 流(frame) {
    await client.replyStream(frame, 'stream-1', '正在查询', false);
    await client.replyStream(frame, 'stream-1', '正在查询……查到了', true);
  },
  async 文(frame) {
    await client.reply(frame, { msgtype: 'markdown', markdown: { content: '**回答**' } });
  },
  async 卡(frame) {
    await client.replyTemplateCard(frame, card('sdk-card-1', '申请办结'));
  },
  async 推(frame) {
    const body = { msgtype: 'markdown', markdown: { content: '推送' }, chat_type: 2 };
    await client.sendMessage(chatOf(frame), body);
  },
  async 传(frame) {
    const data = randomBytes(1_200_000);
    const uploaded = await client.uploadMedia(data, { type: 'file', filename: '台账.xlsx' });
    await client.sendMediaMessage(chatOf(frame), 'file', uploaded.media_id);
    return { md5: md5(data), media_id: uploaded.media_id };
  },
  async 错(frame) {
    const error = await client.reply(frame, { msgtype: 'text', text: { content: '不行' } })
      .then(() => ({}), (refused) => refused);
    return { errcode: error.errcode };
  },
};

client.on('authenticated', () => say('authenticated'));
client.on('error', (error) => say('error', { message: error.message, code: error.code }));
client.on('event.disconnected_event', () => say('superseded'));

client.on('message.text', async (frame) => {
  const order = frame.body.text.content.trim().slice(-1);
  if (order === '完') {
    client.disconnect();
    say('disconnected');
    process.exit(0);
  }
  say(order, (await orders[order]?.(frame)) ?? {});
});

client.on('message.file', async (frame) => {
  const { buffer, filename } = await client.downloadFile(frame.body.file.url, frame.body.file.aeskey);
  say('downloaded', { filename, md5: md5(buffer) });
});

client.on('event.enter_chat', async (frame) => {
  await client.replyWelcome(frame, { msgtype: 'text', text: { content: '欢迎' } });
  say('welcomed');
});

client.on('event.template_card_event', async (frame) => {
  const clicked = frame.body.event.template_card_event ?? frame.body.event;
  await client.updateTemplateCard(frame, card(clicked.task_id, `已处理 ${clicked.event_key}`));
  say('updated', { key: clicked.event_key });
});

process.on('unhandledRejection', (reason) => {
  say('failed', { message: String(reason?.message ?? JSON.stringify(reason)) });
  process.exit(1);
});
setTimeout(() => process.exit(2), 45_000).unref();
client.connect();
