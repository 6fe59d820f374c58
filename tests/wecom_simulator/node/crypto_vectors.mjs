// The platform maker's own cipher, both ways. Reads a JSON list of
//   {token, key, timestamp, nonce, random, receive_id, message[, encrypt]}
// on stdin and writes the list back with its own `encrypt` and `signature`, and, where an
// `encrypt` came in, what it decrypts to: `opened` {message, id} and `opened_signature`.

import { readFileSync } from 'node:fs';
import crypto from '@wecom/crypto';

const { decrypt, encrypt, getSignature } = crypto;
const vectors = JSON.parse(readFileSync(0, 'utf8')).map((given) => {
  const random = Buffer.from(given.random, 'latin1');
  const encrypted = encrypt(given.key, given.message, given.receive_id, random);
  const signature = getSignature(given.token, given.timestamp, given.nonce, encrypted);
  const made = { ...given, encrypt: encrypted, signature };
  if (given.encrypt !== undefined) {
    const { message, id } = decrypt(given.key, given.encrypt);
    made.opened = { message, id };
    made.opened_signature = getSignature(given.token, given.timestamp, given.nonce, given.encrypt);
  }
  return made;
});
process.stdout.write(JSON.stringify(vectors));
